"""Rules of self-assessment: pure."""
