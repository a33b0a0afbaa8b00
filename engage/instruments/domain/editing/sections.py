"""Sections: add, move, duplicate, change, rename, repeat."""

import re
from dataclasses import replace
from typing import Any

from engage.instruments.domain.definition import RESERVED_SLUGS, Instrument, Repeat, Section
from engage.instruments.domain.editing.change import Change, NameTaken, NotAllowed, NotAName, change, following_change
from engage.instruments.domain.editing.items import with_fresh_names
from engage.instruments.domain.editing.references import keep_references
from engage.instruments.domain.editing.renaming import following, rewritten
from engage.instruments.domain.editing.tree import (
    at_section,
    fresh,
    in_source,
    inserted,
    is_name,
    moved,
    require_expression,
    require_name,
    section_named,
    taken_names,
    with_section,
)
from engage.instruments.readers.reading import slug_for

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 60
MOST_ENTRIES = 100


def add_section(name: str, title: str, *, after: str | None = None) -> Change:
    """Add an empty section: at the end, at the `START`, or after another.

    :raises NameTaken, NotAName: for the name
    :raises Missing: when the other is not there
    """

    def apply(instrument: Instrument) -> Instrument:
        _require_section_name(instrument, name)
        slug = slug_for(title or name, {section.slug for section in instrument.sections})
        new = Section(name=name, slug=slug, title=in_source(instrument, title))
        return replace(instrument, sections=inserted(instrument.sections, (new,), after, "sections"))

    return change("section_added", apply, {at_section(name)}, section=name)


def fresh_section_name(instrument: Instrument, stem: str = "section") -> str:
    """A name that no section has."""
    return fresh(stem if is_name(stem) else "section", {section.name for section in instrument.sections})


def move_section(name: str, *, after: str | None) -> Change:
    """Move a section with its items: to the end, to the `START`, or after another.

    :raises Missing: when one of them is not there
    """

    def apply(instrument: Instrument) -> Instrument:
        return replace(instrument, sections=moved(instrument.sections, name, after, "sections"))

    return change("section_moved", apply, {f"at.{at_section(name)}"}, section=name)


def duplicate_section(name: str, new_name: str) -> Change:
    """Put a copy of a section right after it. Its items get fresh names, and refer to one another as before.

    :raises Missing: when it is not there
    :raises NameTaken, NotAName: for the new name
    """

    def apply(instrument: Instrument) -> Instrument:
        section = section_named(instrument, name)
        _require_section_name(instrument, new_name)
        taken = taken_names(instrument)
        items = tuple(with_fresh_names(section.items, taken))
        names = dict(zip((i.name for i in section.items), (i.name for i in items), strict=True))
        copy = replace(
            section,
            name=new_name,
            slug=slug_for(new_name, {each.slug for each in instrument.sections}),
            items=items,
            repeat=replace(section.repeat, name=fresh(section.repeat.name, taken)) if section.repeat else None,
            relevance=rewritten(section.relevance, names) if section.relevance else None,
        )
        return replace(instrument, sections=inserted(instrument.sections, (copy,), name, "sections"))

    return change("section_duplicated", apply, {at_section(name), at_section(new_name)}, section=name, copy=new_name)


def change_section(name: str, **values: Any) -> Change:
    """Set `relevance`, `slug` or `shuffle`; None takes a relevance away.

    :raises Missing: when it is not there
    :raises BadExpression: when the relevance cannot be read
    :raises NotAName: when the slug cannot stand in an address, or the product has a page there
    :raises NameTaken: when another section has the slug
    :raises NotAllowed: for any other field or value
    """

    def apply(instrument: Instrument) -> Instrument:
        section_named(instrument, name)
        for field, value in values.items():
            _require_value(instrument, name, field, value)
        clean = values | ({"relevance": values["relevance"] or None} if "relevance" in values else {})
        return with_section(instrument, name, lambda section: replace(section, **clean))

    places = {at_section(name, field) for field in values}
    return change("section_changed", apply, places, section=name, fields=sorted(values))


def _require_value(instrument: Instrument, name: str, field: str, value: Any) -> None:
    place = at_section(name, field)
    match field, value:
        case "relevance", None | str():
            require_expression(place, value)
        case "slug", str():
            if not _SLUG.fullmatch(value) or len(value) > _LONGEST_SLUG or value in RESERVED_SLUGS:
                raise NotAName(name=value)
            if any(section.slug == value for section in instrument.sections if section.name != name):
                raise NameTaken(name=value)
        case "shuffle", bool():
            pass
        case _:
            raise NotAllowed(place=place, value=str(value))


def set_repeat(name: str, repeat: Repeat | None) -> Change:
    """Ask a section once for each entry of a list, or no more. A list that is renamed is followed by what counts it.

    :raises Missing: when the section is not there
    :raises NameTaken, NotAName: for the name of the list
    :raises BadExpression: when its count cannot be read
    :raises NotAllowed: when at least is more than at most, or more than `MOST_ENTRIES`
    :raises StillReferred: when something counts a list that would be gone
    """

    def apply(instrument: Instrument) -> Instrument:
        before = section_named(instrument, name).repeat
        after = instrument
        if repeat is not None:
            _require_repeat(instrument, name, repeat)
            if before and before.name != repeat.name:
                after = following(instrument, {before.name: repeat.name})
        after = with_section(after, name, lambda section: replace(section, repeat=repeat))
        keep_references(instrument, after)
        return after

    return following_change("repeat_changed", apply, {at_section(name, "repeat")}, section=name)


def change_repeat(section: str, /, **values: Any) -> Change:
    """Set `name`, `count`, `minimum` or `maximum` of the list that a section is; its texts stay. One that is no list
    yet becomes one, and then needs a name.

    :raises Missing, NameTaken, NotAName, BadExpression, NotAllowed, StillReferred: as `set_repeat`
    """
    place = at_section(section, "repeat")

    def apply(instrument: Instrument) -> Instrument:
        if not values.keys() <= {"name", "count", "minimum", "maximum"}:
            raise NotAllowed(place=place, value=str(values))
        repeat = section_named(instrument, section).repeat or Repeat(name=values.get("name", ""))
        return set_repeat(section, replace(repeat, **values)).apply(instrument)

    return following_change("repeat_changed", apply, {place}, section=section)


def _require_repeat(instrument: Instrument, name: str, repeat: Repeat) -> None:
    place = at_section(name, "repeat")
    before = section_named(instrument, name).repeat
    if before is None or before.name != repeat.name:
        require_name(instrument, repeat.name)
    require_expression(place, repeat.count)
    most = MOST_ENTRIES if repeat.maximum is None else repeat.maximum
    if not 0 <= repeat.minimum <= most <= MOST_ENTRIES or most < 1:
        raise NotAllowed(place=place, value=f"{repeat.minimum}-{repeat.maximum}")


def _require_section_name(instrument: Instrument, name: str) -> None:
    if not is_name(name):
        raise NotAName(name=name)
    if any(section.name == name for section in instrument.sections):
        raise NameTaken(name=name)
