"""Guides, toolkits and trainings, by indicator and level."""
