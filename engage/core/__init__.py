"""What every room may use: refusals, the clock, ids, settings."""
