"""Pages: the public list, the console's."""
