"""A survey as citizens answer it: gathers the pages under one blueprint."""

from engage.surveys.views import entries, first, later, questions, sending, trying
from engage.surveys.views.blueprint import bp

__all__ = ["bp", "entries", "first", "later", "questions", "sending", "trying"]

trying.install()
