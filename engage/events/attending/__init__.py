"""Who came, and what they get for it."""
