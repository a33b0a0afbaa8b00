"""Rounds and first looks: making them, their dates, their panel, their steps."""
