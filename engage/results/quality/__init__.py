"""Flags on responses, and what the team decided about them."""
