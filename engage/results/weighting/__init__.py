"""Populations and weights of a survey."""
