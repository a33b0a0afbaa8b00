"""Interface languages that an instance adds to those that are shipped."""
