"""Mails of self-assessment."""
