"""A survey as citizens answer it: gathers the pages under one blueprint."""

from engage.surveys.views import (
    embedding,
    entries,
    first,
    go,
    kiosk,
    later,
    questions,
    sending,
    staying,
    trying,
    ways,
)
from engage.surveys.views.blueprint import bp

__all__ = [
    "bp",
    "embedding",
    "entries",
    "first",
    "go",
    "kiosk",
    "later",
    "questions",
    "sending",
    "staying",
    "trying",
    "ways",
]

trying.install()
ways.install()
