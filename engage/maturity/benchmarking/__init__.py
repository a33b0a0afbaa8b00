"""Peers, and the figures of the network."""
