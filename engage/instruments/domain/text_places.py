"""Every text of an instrument by its path: `items.q1.options.yes`, `sections.a.title`, `about.support.NO`.

Paths are made of names, so they stay when something is put in before a text. They are the names that a person's
translation file uses too (`engage.instruments.document_texts`), except that a list's options are found under each
item that offers them. A path that would be there twice gets `~2`, `~3` … at its end.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Option, Row, Section, SupportLine

FIRST, LAST, EDITIONS = "_first", "_last", "_editions"
"""Where texts stand that belong to no section: the first page, the last one, what countries do differently."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands."""

    path: str
    text: LocalizedText
    group: str
    """The section's name, or one of `FIRST`, `LAST`, `EDITIONS`."""
    item: str = ""
    """The item it belongs to."""

    kind: str = ""
    """What it is: `label`, `hint`, `title`, `option`, `row`, `support` …"""
    code: str = ""
    """An option's or a row's code."""


Change = Callable[[Place], LocalizedText]


def places(instrument: Instrument) -> tuple[Place, ...]:
    """Every text that says something in any language, in the order in which respondents meet it."""
    found: list[Place] = []

    def note(place: Place) -> LocalizedText:
        if place.text:
            found.append(place)
        return place.text

    changed(instrument, note)
    order = [FIRST, *(section.name for section in instrument.sections), EDITIONS, LAST]
    return tuple(sorted(found, key=lambda place: order.index(place.group)))


def by_path(instrument: Instrument) -> dict[str, Place]:
    return {place.path: place for place in places(instrument)}


def changed(instrument: Instrument, change: Change) -> Instrument:
    """The instrument with each text replaced by what `change` makes of it."""
    walk = _Walk(change)
    values: dict[str, Any] = {}
    for each in fields(instrument):
        part = getattr(instrument, each.name)
        if each.name == "sections":
            values["sections"] = tuple(walk.section(section) for section in instrument.sections)
        elif each.name == "quotas":
            values["quotas"] = tuple(walk.part(quota, f"quotas.{quota.name}", LAST) for quota in instrument.quotas)
        else:
            group = {"closing": LAST, "editions": EDITIONS}.get(each.name, FIRST)
            values[each.name] = walk.part(part, each.name, group)
    return replace(instrument, **values)


class _Walk:
    def __init__(self, change: Change) -> None:
        self.change = change
        self.seen: Counter[str] = Counter()

    def section(self, section: Section) -> Section:
        path = f"sections.{section.name}"
        rest: Section = self.part(replace(section, items=()), path, section.name)
        items = tuple(self.part(item, f"items.{item.name}", section.name, item.name) for item in section.items)
        return replace(rest, items=items)

    def part(self, part: Any, path: str, group: str, item: str = "", kind: str = "", code: str = "") -> Any:
        """A copy of any part with its texts changed; what holds no text stays the same object."""
        if isinstance(part, LocalizedText):
            self.seen[path] += 1
            number = self.seen[path]
            place = Place(path if number == 1 else f"{path}~{number}", part, group, item, kind or path, code)
            return self.change(place)
        if isinstance(part, Mapping):
            mapped = {key: self.part(value, f"{path}.{key}", group, item, kind) for key, value in part.items()}
            return part if all(mapped[key] is part[key] for key in mapped) else mapped
        if isinstance(part, tuple):
            parts = tuple(self.part(value, f"{path}.{_called(value)}", group, item, kind) for value in part)
            return part if all(new is old for new, old in zip(parts, part, strict=True)) else parts
        if is_dataclass(part) and not isinstance(part, type):
            return self.fields_of(part, path, group, item)
        return part

    def fields_of(self, part: Any, path: str, group: str, item: str) -> Any:
        kind, code = _KINDS.get(type(part), ""), getattr(part, "code", "")
        values = {}
        for name in _with_texts(part.__class__):
            value = getattr(part, name)
            if not value:
                continue
            whole = path if kind and name in ("label", "name") else f"{path}.{name}"
            new = self.part(value, whole, group, item, kind or name, code)
            if new is not value:
                values[name] = new
        return replace(part, **values) if values else part


@cache
def _with_texts(kind: Any) -> tuple[str, ...]:
    """The fields of a part that are texts or may hold some: what is made of our own dataclasses."""
    return tuple(
        each.name for each in fields(kind) if "engage." in str(each.type) and each.name not in ("type", "cell")
    )


_KINDS: dict[type, str] = {Option: "option", Row: "row", SupportLine: "support"}


def _called(part: Any) -> str:
    return str(getattr(part, "code", "") or getattr(part, "name", ""))
