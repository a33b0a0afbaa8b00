"""Finding and replacing parts of an instrument by name."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, Option, Row, Section
from engage.instruments.domain.editing.change import BadExpression, Missing, NameTaken, NotAName
from engage.instruments.domain.editing.places import step
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression

START = ""
"""As `after`: before all others. None: at the end."""

LONGEST_NAME = 200

P = TypeVar("P", bound=Section | Item | Option | Row)

_FORBIDDEN = r"\s/${}\[\]()'\"<>=+*,;:|@&%#!?^~`\\"
_NAME = re.compile(rf"[^\d.\-{_FORBIDDEN}][^{_FORBIDDEN}]*(/[^{_FORBIDDEN}]+)*")
"""As in the schema of the document."""


def at_item(name: str, *rest: str) -> str:
    """The place of an item or of something in it."""
    return ".".join(("items", step(name), *rest))


def at_section(name: str, *rest: str) -> str:
    return ".".join(("sections", step(name), *rest))


def section_named(instrument: Instrument, name: str) -> Section:
    """:raises Missing: when there is none"""
    for section in instrument.sections:
        if section.name == name:
            return section
    raise Missing(place=at_section(name))


def item_named(instrument: Instrument, name: str) -> Item:
    """:raises Missing: when there is none"""
    item = instrument.item(name)
    if item is None:
        raise Missing(place=at_item(name))
    return item


def section_with(instrument: Instrument, item: str) -> Section:
    """The section an item stands in.

    :raises Missing: when there is no such item
    """
    for section in instrument.sections:
        if any(each.name == item for each in section.items):
            return section
    raise Missing(place=at_item(item))


def with_section(instrument: Instrument, name: str, change: Callable[[Section], Section]) -> Instrument:
    """:raises Missing: when there is no such section"""
    section_named(instrument, name)
    sections = tuple(change(section) if section.name == name else section for section in instrument.sections)
    return replace(instrument, sections=sections)


def with_item(instrument: Instrument, name: str, change: Callable[[Item], Item]) -> Instrument:
    """:raises Missing: when there is no such item"""

    def in_section(section: Section) -> Section:
        return replace(section, items=tuple(change(item) if item.name == name else item for item in section.items))

    return with_section(instrument, section_with(instrument, name).name, in_section)


def with_items(instrument: Instrument, change: Callable[[Item], Item]) -> Instrument:
    """Every item replaced by what `change` makes of it; what stays the same stays the same object."""
    sections = []
    for section in instrument.sections:
        items = tuple(change(item) for item in section.items)
        same = all(new is old for new, old in zip(items, section.items, strict=True))
        sections.append(section if same else replace(section, items=items))
    return replace(instrument, sections=tuple(sections))


def called(part: Section | Item | Option | Row) -> str:
    return part.name if isinstance(part, Section | Item) else part.code


def inserted(parts: tuple[P, ...], new: Iterable[P], after: str | None, place: str) -> tuple[P, ...]:
    """Parts with others put in: at the end, at the start, or after the one that is called so.

    :raises Missing: when there is none that is called so
    """
    if after is None:
        return (*parts, *new)
    if after == START:
        return (*new, *parts)
    for index, part in enumerate(parts, 1):
        if called(part) == after:
            return (*parts[:index], *new, *parts[index:])
    raise Missing(place=f"{place}.{step(after)}")


def moved(parts: tuple[P, ...], name: str, after: str | None, place: str) -> tuple[P, ...]:
    """:raises Missing: when one of the two is not there"""
    part = next((part for part in parts if called(part) == name), None)
    if part is None:
        raise Missing(place=f"{place}.{step(name)}")
    if after == name:
        return parts
    return inserted(tuple(each for each in parts if each is not part), (part,), after, place)


def require_name(instrument: Instrument, name: str) -> None:
    """A name for an item: one that expressions can carry, and that nothing else has.

    :raises NotAName: when it has signs that stand for something else
    :raises NameTaken: when an item, an answer or a list of entries is called so
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise NotAName(name=name)
    if name in taken_names(instrument):
        raise NameTaken(name=name)


def taken_names(instrument: Instrument) -> set[str]:
    taken = {key for item in instrument.items for key in (item.name, *item.keys)}
    return taken | {section.repeat.name for section in instrument.sections if section.repeat}


def is_name(name: str) -> bool:
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def fresh(stem: str, taken: Collection[str]) -> str:
    """The stem, or the stem with the first number that makes a name nobody has: `age`, `age_2`, `age_3`."""
    base = re.sub(r"_\d+$", "", stem) or stem
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def require_expression(place: str, source: str | None) -> None:
    """:raises BadExpression: when it cannot be read"""
    if not source:
        return
    try:
        compile_expression(source)
    except ExpressionError as error:
        raise BadExpression(
            place=place, source=source, error=error.code, position=error.position, detail=str(error)
        ) from None


def in_source(instrument: Instrument, words: str) -> LocalizedText:
    """A text in the source language of an instrument."""
    source = instrument.source_language
    return LocalizedText.of(words, source) if words else LocalizedText(source, {})


def adopted(part: Any, instrument: Instrument) -> Any:
    """A part from elsewhere with its texts as this instrument keeps them: its source, and its languages alone.

    Where a text lacks the source language, its own source stands in.
    """
    source = instrument.source_language

    def text(found: LocalizedText) -> LocalizedText:
        translations = {tag: each for tag, each in found if tag in instrument.languages}
        if found and not found.has(source):
            translations[source] = found.translations[found.pick(source)[1]]
        return LocalizedText(source, translations)

    return with_texts(part, text)


def with_texts(part: Any, change: Callable[[LocalizedText], LocalizedText]) -> Any:
    """A copy of any part with every text changed; what holds no text stays the same object."""
    if isinstance(part, LocalizedText):
        return change(part)
    if isinstance(part, Mapping):
        return {key: with_texts(value, change) for key, value in part.items()}
    if isinstance(part, tuple):
        return tuple(with_texts(value, change) for value in part)
    if is_dataclass(part) and not isinstance(part, type):
        values = {each.name: getattr(part, each.name) for each in fields(part)}
        new = {name: with_texts(value, change) for name, value in values.items()}
        return replace(part, **{name: value for name, value in new.items() if value is not values[name]})
    return part
