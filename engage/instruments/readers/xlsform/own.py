"""What XLSForm has no word for stands in columns of our own: `engage::minimum`, `engage::low_label::Deutsch (de)`.

Other programs pass over columns they do not know. Where XLSForm can say the same in its own words, a file that we
write says it there too, so that other programs keep to it: bounds are part of the constraint (see `bounds`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from engage.instruments.domain.definition import ItemType

PREFIX = "engage"
IN_LISTS = "engage_"
"""The prefix in the sheet choices, where other programs take two colons for a language."""
FORMAT = "engage::format"
"""The setting that says the file was written here: groups are sections, texts hold Markdown and no HTML."""

YES = frozenset({"yes", "true", "true()", "1"})


def flag(text: str) -> bool:
    return text.strip().lower() in YES


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ITEM_VALUES: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("heading", "other_required", "fixed", "shuffle", "prefer_not_to_say", "special_category", "pulse", "personal"),
        flag,
    ),
    **dict.fromkeys(("min_choices", "max_choices", "max_length", "total"), int),
    **dict.fromkeys(("minimum", "maximum", "step", "max_megabytes"), float),
    **dict.fromkeys(("countries", "tags", "units"), words),
    **dict.fromkeys(("pattern", "agreed", "concept", "answer"), str),
}
"""Fields of an item, and how a cell is read."""
ITEM_TEXTS = ("low_label", "high_label", "prefix", "suffix", "image_text", "explanation")
OPTION_VALUES: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("exclusive", "other", "fixed"), flag),
    "common": str,
}
IN_LISTS_TOO = frozenset(f"{IN_LISTS}{name}" for name in (*OPTION_VALUES, "relevance"))
REPEAT_TEXTS = ("entry", "add")
HEAD_TEXTS = ("title", "welcome", "closing", "consent")
HEAD_DOCUMENTS = (
    *("minutes", "pulse_minutes", "minimum_age", "about", "country_item", "quotas", "names"),
    "slug",
)
"""Settings that hold JSON, as in the document of an instrument."""
COMPOSITES: Mapping[str, ItemType] = {
    kind.value: kind for kind in (ItemType.MATRIX, ItemType.ALLOCATION, ItemType.DATE_RANGE)
}
"""Items that XLSForm asks as a group of questions, one for each part."""
OTHER = "other"
"""`engage::type` of the question that asks what was meant by the option "other"."""

OWN_VALUES = frozenset(
    f"{PREFIX}::{name}"
    for name in (
        *("name", "type", "section", "slug", "format", "relevance", "editions"),
        *ITEM_VALUES,
        *OPTION_VALUES,
        *HEAD_DOCUMENTS,
    )
)
OWN_TEXTS = frozenset(f"{PREFIX}::{name}" for name in (*ITEM_TEXTS, *REPEAT_TEXTS, *HEAD_TEXTS))
