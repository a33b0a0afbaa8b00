"""Languages: of the interface, and of the content that people write."""
