"""All console pages of instruments: importing this brings their routes."""

from engage.instruments.views import arranging, editor, heading  # noqa: F401 -- they add their routes to it
from engage.instruments.views.blueprint import bp

__all__ = ["bp"]
