"""The registration form: what it asks, and what was sent."""
