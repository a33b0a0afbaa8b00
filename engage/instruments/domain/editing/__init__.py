"""Changing an instrument: pure operations, each of which says what it changes and can be told apart from others."""
