"""Use cases of organisers: make, change, announce, move, cancel, duplicate an event."""
