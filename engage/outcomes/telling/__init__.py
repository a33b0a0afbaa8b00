"""Telling those who asked what became of it: once, in their language, and then nothing is kept of them."""

from engage.outcomes.telling.service import tell

__all__ = ["tell"]
