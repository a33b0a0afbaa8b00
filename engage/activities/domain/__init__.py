"""Rules of activities, without a framework."""
