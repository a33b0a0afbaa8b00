"""Consent and what people may ask of their data."""
