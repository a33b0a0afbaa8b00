"""What people need to take part, and who takes care of it."""
