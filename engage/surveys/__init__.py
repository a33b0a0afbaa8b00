"""Fielding an instrument: collection period, drafts, responses."""
