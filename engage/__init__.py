"""Engage: surveys, dialogues and maturity self-assessment for National Cancer Mission Hubs."""
