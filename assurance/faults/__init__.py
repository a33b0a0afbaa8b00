"""Programs that break things under load, and count what came of it."""
