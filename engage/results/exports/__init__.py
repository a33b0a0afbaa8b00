"""Files of all responses, in formats of statistics."""
