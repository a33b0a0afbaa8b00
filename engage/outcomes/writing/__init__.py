"""Outcomes as teams write, change and publish them."""

from engage.outcomes.writing.documents import document, from_document, take_in
from engage.outcomes.writing.keeping import IsPublic, change, create, publish, read, remove, withdraw

__all__ = [
    "IsPublic",
    "change",
    "create",
    "document",
    "from_document",
    "publish",
    "read",
    "remove",
    "take_in",
    "withdraw",
]
