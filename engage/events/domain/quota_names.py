"""What the groups of quotas are called, in the language of who reads it."""

from collections.abc import Mapping
from dataclasses import replace

from engage.events.domain.places import Limit, LimitKind
from engage.events.domain.waiting import Standing
from engage.i18n.gates import TextGate, passing
from engage.i18n.text import LocalizedText

STEM = "quota"
_NAMED = (LimitKind.QUOTA, LimitKind.KEPT_IN_QUOTA)


def place(quota_id: int) -> str:
    """Where the name stands among the texts of the event."""
    return f"{STEM}:{quota_id}:name"


def called_in(
    standing: Standing | None, texts: Mapping[str, LocalizedText], gate: TextGate, language: str
) -> Standing | None:
    """Why somebody waits, with the groups as their texts have them; one without a text keeps its own name."""
    if standing is None:
        return None

    def name(limit: Limit, own: str) -> str:
        text = texts.get(place(int(limit.of))) if limit.kind in _NAMED else None
        return passing(text, gate).pick(language)[0] if text else own

    return replace(standing, why=tuple(replace(why, name=name(why.limit, why.name)) for why in standing.why))
