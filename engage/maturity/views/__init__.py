"""Pages of self-assessment."""
