"""Rules about hubs: stdlib and `engage.core` only."""
