"""Rating blind, each for themselves; sheets of paper; the digest."""
