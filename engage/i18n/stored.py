"""A localized text as it is stored alone: {"en": "Hello", "nb": {"text": "Hei", "state": "draft"}}."""

from collections.abc import Mapping
from typing import Any

from engage.i18n.text import LocalizedText, TextState, Translation


def encoded(text: LocalizedText) -> dict[str, Any]:
    """Approved translations as plain strings; empty ones are left out."""
    return {
        tag: each.text if each.state is TextState.APPROVED else {"text": each.text, "state": each.state.value}
        for tag, each in text
        if each.text.strip()
    }


def decoded(stored: Mapping[str, Any], source_language: str) -> LocalizedText:
    """What `encoded` wrote."""
    return LocalizedText(source_language, {tag: _translation(value) for tag, value in stored.items()})


def _translation(value: Any) -> Translation:
    return Translation(value) if isinstance(value, str) else Translation(value["text"], TextState(value["state"]))
