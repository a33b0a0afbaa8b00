"""Editions: what is published, protected, audited and frozen."""
