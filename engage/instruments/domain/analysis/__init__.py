"""Checks while an instrument is written: what cannot be reached, answered or counted, and how long it takes."""
