"""The steps of each part, in the order in which they are run."""
