"""A survey as citizens answer it: gathers the pages under one blueprint."""

from engage.surveys.views import first, later, questions, sending
from engage.surveys.views.blueprint import bp

__all__ = ["bp", "first", "later", "questions", "sending"]
