"""The survey that a new hub begins with: an example questionnaire, standard questions, or both, in one language.

Its texts are the survey's own from then on, in its source language: it can be published as it is, and changed.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from engage.i18n.locales import PUBLIC_LANGUAGES, nearest
from engage.i18n.text import LocalizedText
from engage.instruments import library
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument, Item, Section
from engage.instruments.readers.reading import slug_for

USUAL = ("age_group", "gender")
"""Standard questions that are chosen at first."""
_LEFT_OUT = frozenset({"home_hub"})
"""Standard questions that make no sense in the survey of one hub."""


@cache
def _example() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files(__name__) / "example.yaml").read_text("utf-8"))
    return found


def title(language: str) -> str:
    """What the example is called."""
    found: str = _in(_example()["title"], language)
    return found


def standard_items(language: str) -> tuple[Item, ...]:
    """The standard questions to choose among, with their texts in a language."""
    return tuple(library.item_for(item.name, language, ()) for item in library.items() if item.name not in _LEFT_OUT)


def build(language: str, hub: str, *, title: str = "", example: bool, standard: Collection[str]) -> Instrument:
    """The questionnaire as it is stored.

    :param hub: its name, which stands on the first page
    :param title: what it is called; the example's title when empty
    :param standard: names of standard questions
    """
    own = _example()
    served = nearest(language, PUBLIC_LANGUAGES) or "en"
    document = {
        key: _said(own[key], served, hub)
        for key in ("format", "name", "title", "minutes", "welcome", "closing", "about", "sections")
    }
    document |= {"source_language": language, "languages": [language]}
    if not example:
        document["sections"] = []
        del document["minutes"]
    made = from_document(document)
    items = tuple(item for item in standard_items(language) if item.name in standard)
    about_you = Section(
        name="about_you",
        slug="about-you",
        title=LocalizedText.of(_in(own["about_you"], served), language),
        items=items,
    )
    called = title.strip() or made.title.source
    sections = (*made.sections, *((about_you,) if items else ()))
    short = slug_for(called, ())
    return replace(
        made,
        name=made.name if short == slug_for("", ()) else short,
        title=LocalizedText.of(called, language),
        sections=sections,
    )


def _is_text(value: Mapping[str, Any]) -> bool:
    return "en" in value and set(value) <= set(PUBLIC_LANGUAGES)


def _in(value: Mapping[str, str], language: str) -> str:
    return value[nearest(language, tuple(value)) or "en"]


def _said(value: Any, language: str, hub: str) -> Any:
    """The document with every text in one language."""
    if isinstance(value, dict):
        if _is_text(value):
            return _in(value, language).replace("{hub}", hub)
        return {key: _said(inner, language, hub) for key, inner in value.items()}
    return [_said(inner, language, hub) for inner in value] if isinstance(value, list) else value
