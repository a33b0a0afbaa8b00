"""All console pages of instruments: importing this brings their routes."""

from engage.instruments.views.blueprint import bp

__all__ = ["bp"]
