"""The rules of events."""
