"""Which translations of content may be shown."""

from enum import StrEnum

from engage.i18n.text import LocalizedText, TextState


class TextGate(StrEnum):
    """Which translations may be shown."""

    APPROVED = "approved"
    REVIEWED = "reviewed"
    NONE = "none"
    """Drafts too, with a visible notice."""


LOWEST = {TextGate.APPROVED: TextState.APPROVED, TextGate.REVIEWED: TextState.REVIEWED, TextGate.NONE: None}
"""What the texts of a language must have come to; None lets drafts through."""
_RANK = {TextState.DRAFT: 0, TextState.STALE: 0, TextState.REVIEWED: 1, TextState.APPROVED: 2}


def passing(text: LocalizedText, gate: TextGate) -> LocalizedText:
    """A text without the translations that have not come as far as the gate asks; its source always stays."""
    lowest = LOWEST[gate]
    if lowest is None:
        return text
    kept = {tag: each for tag, each in text if tag == text.source_language or _RANK[each.state] >= _RANK[lowest]}
    return LocalizedText(text.source_language, kept)
