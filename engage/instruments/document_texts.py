"""Where the texts of a document stand, and what a person calls the place.

A part of a document is reached by steps, `("sections", 0, "items", 2, "label")`, and called by names,
`items.A3.label`: names stay when something is put in before it. Translation files use the names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engage.instruments.document import (
    ABOUT_TEXTS,
    EDITION_TEXTS,
    HEAD_TEXTS,
    ITEM_TEXTS,
    NATIONAL_ITEM_TEXTS,
    REPEAT_TEXTS,
    SECTION_TEXTS,
)

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TextPlace:
    steps: Steps
    path: str
    """What a person calls it: `items.A1.options.no`, `lists.agree.1`, `about.support.NO`."""
    holder: Any
    key: str

    @property
    def text(self) -> str | Mapping[str, Any]:
        text: str | Mapping[str, Any] = self.holder[self.key]
        return text


def text_places(document: Mapping[str, Any]) -> Iterator[TextPlace]:
    """Every text of a document that the schema has accepted; a list's options once, however often it is used."""
    yield from _given(document, (), "", HEAD_TEXTS)
    about = document.get("about", {})
    yield from _given(about, ("about",), "about.", ABOUT_TEXTS)
    for country, line in about.get("support", {}).items():
        yield TextPlace(("about", "support", country, "name"), f"about.support.{country}", line, "name")
    for name, options in document.get("lists", {}).items():
        yield from _coded(options, ("lists", name), f"lists.{name}.")
    for steps, section in section_places(document):
        yield from _given(section, steps, f"sections.{section['name']}.", SECTION_TEXTS)
        repeat = section.get("repeat", {})
        yield from _given(repeat, (*steps, "repeat"), f"sections.{section['name']}.repeat.", REPEAT_TEXTS)
    for steps, item in item_places(document):
        path = f"items.{item['name']}."
        yield from _given(item, steps, path, ITEM_TEXTS)
        for key in ("options", "rows"):
            yield from _coded(item.get(key, ()), (*steps, key), f"{path}{key}.")
    for country, edition in document.get("editions", {}).items():
        yield from _edition(edition, ("editions", country), f"editions.{country}.")
    for position, quota in enumerate(document.get("quotas", ())):
        yield from _given(quota, ("quotas", position), f"quotas.{quota['name']}.", ("message",))


def _edition(edition: Mapping[str, Any], steps: Steps, path: str) -> Iterator[TextPlace]:
    yield from _given(edition, steps, path, EDITION_TEXTS)
    if "support" in edition:
        yield TextPlace((*steps, "support", "name"), f"{path}support", edition["support"], "name")
    for name, item in edition.get("items", {}).items():
        inside, called_so = (*steps, "items", name), f"{path}items.{name}."
        yield from _given(item, inside, called_so, NATIONAL_ITEM_TEXTS)
        yield from _coded(item.get("options", ()), (*inside, "options"), f"{called_so}options.")


def section_places(document: Mapping[str, Any]) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    for position, section in enumerate(document["sections"]):
        yield ("sections", position), section


def item_places(document: Mapping[str, Any]) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    for steps, section in section_places(document):
        for position, item in enumerate(section.get("items", ())):
            yield (*steps, "items", position), item


def coded_places(parts: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """The codes of options or rows; none for the name of a list."""
    if isinstance(parts, Mapping):
        yield from (((*steps, code), str(code)) for code in parts)
    elif not isinstance(parts, str):
        yield from (((*steps, position), str(part["code"])) for position, part in enumerate(parts))


def _given(holder: Mapping[str, Any], steps: Steps, path: str, keys: tuple[str, ...]) -> Iterator[TextPlace]:
    for key in keys:
        if key in holder:
            yield TextPlace((*steps, key), f"{path}{key}", holder, key)


def _coded(parts: Any, steps: Steps, path: str) -> Iterator[TextPlace]:
    for place, code in coded_places(parts, steps):
        if isinstance(parts, Mapping):
            yield TextPlace(place, f"{path}{code}", parts, code)
        else:
            yield TextPlace((*place, "label"), f"{path}{code}", parts[place[-1]], "label")


def called(document: Any, steps: Steps) -> str:
    """What a person calls a part: `items.A3.rows.sun`. Parts without a name are counted from 0."""
    words: list[str] = []
    part = document
    for step in steps:
        part = _inside(part, step)
        if isinstance(step, int) and isinstance(part, Mapping):
            words.append(str(part.get("name", part.get("code", step))))
        else:
            words.append(str(step))
        if len(words) == 4 and (words[0], words[2]) == ("sections", "items"):
            words = words[2:]
    return ".".join(words)


def _inside(part: Any, step: str | int) -> Any:
    try:
        return part[step]
    except (LookupError, TypeError):
        return None
