"""Profiles, changes, reports and files."""
