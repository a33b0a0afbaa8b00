"""The form of a section: what it holds, what was typed, and what of it is a change.

Whether it is a list, and everything about the list, are fields like the others; of a section that is none they are
empty.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.instruments.domain.definition import Instrument, Section
from engage.instruments.domain.editing.change import Change
from engage.instruments.domain.editing.items import fresh_name
from engage.instruments.domain.editing.sections import MOST_ENTRIES, change_repeat, change_section, set_repeat
from engage.instruments.domain.editing.texts import set_text
from engage.instruments.domain.editing.tree import at_section, is_name
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression
from engage.instruments.views import item_form

Values = dict[str, Any]

_WRITTEN = ("title", "description", "slug")
_LIST_TEXTS = ("entry", "add")
_LIST = ("repeat_name", "repeat_entry", "repeat_add", "repeat_minimum", "repeat_maximum", "repeat_count")


def values_of(section: Section) -> Values:
    repeat = section.repeat
    found: Values = {
        "title": section.title.source,
        "description": section.description.source if section.description else "",
        "slug": section.slug,
        "shuffle": section.shuffle,
        "relevance": section.relevance or "",
        "repeat": repeat is not None,
        **dict.fromkeys(_LIST, ""),
    }
    if repeat is not None:
        found |= {
            "repeat_name": repeat.name,
            "repeat_entry": repeat.entry.source if repeat.entry else "",
            "repeat_add": repeat.add.source if repeat.add else "",
            "repeat_minimum": str(repeat.minimum or ""),
            "repeat_maximum": "" if repeat.maximum is None else str(repeat.maximum),
            "repeat_count": repeat.count or "",
        }
    return found


def posted(form: "MultiDict[str, str]", before: Mapping[str, Any]) -> Values:
    """What somebody typed; the condition is read elsewhere. Fields that the form did not have keep what they held."""
    after = dict(before)
    for field in (*_WRITTEN, *_LIST):
        after[field] = form.get(field, before[field]).replace("\r\n", "\n").strip()
    for field in ("shuffle", "repeat"):
        after[field] = field in form
    return after


def whole(after: Mapping[str, Any], before: Mapping[str, Any], instrument: Instrument, section: Section) -> Values:
    """With a name for a list that nobody named, and nothing about a list in a section that is none."""
    if not after["repeat"]:
        return {**after, **dict.fromkeys(_LIST, "")}
    if after["repeat_name"]:
        return dict(after)
    stem = section.name if is_name(section.name) else "entries"
    return {**after, "repeat_name": before["repeat_name"] or fresh_name(instrument, stem)}


def problems(after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a list: field and sentence."""
    if not after["repeat"]:
        return
    few, many = (after[field] for field in ("repeat_minimum", "repeat_maximum"))
    for field, text in (("repeat_minimum", few), ("repeat_maximum", many)):
        if text and not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= MOST_ENTRIES):
            yield field, gettext("Write a whole number, at most %(most)s.", most=MOST_ENTRIES)
            return
    if many and int(many) < max(1, int(few or 0)):
        yield "repeat_maximum", gettext("At most must not be less than at least, and not 0.")
    if after["repeat_count"]:
        try:
            compile_expression(after["repeat_count"])
        except ExpressionError as error:
            position = error.position + 1
            wrong = gettext("The expression cannot be read, from character %(position)s on.", position=position)
            yield "repeat_count", wrong


def changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any], source: str) -> Iterator[Change]:
    """What makes the one the other, as operations.

    :param source: the source language, in which the form is written
    """
    fields = item_form.changed(dict(before), dict(after))
    for field in ("title", "description"):
        if field in fields:
            yield set_text(at_section(name, field), after[field], language=source, source=source)
    values = {field: after[field] or None for field in ("relevance",) if field in fields}
    values |= {field: after[field] for field in ("slug", "shuffle") if field in fields}
    if values:
        yield change_section(name, **values)
    if after["repeat"]:
        yield from _list_changes(name, after, fields, source)
    elif "repeat" in fields:
        yield set_repeat(name, None)


def _list_changes(name: str, after: Mapping[str, Any], fields: list[str], source: str) -> Iterator[Change]:
    values: dict[str, Any] = {}
    if "repeat_name" in fields:
        values["name"] = after["repeat_name"]
    if "repeat_minimum" in fields:
        values["minimum"] = int(after["repeat_minimum"] or 0)
    if "repeat_maximum" in fields:
        values["maximum"] = int(after["repeat_maximum"]) if after["repeat_maximum"] else None
    if "repeat_count" in fields:
        values["count"] = after["repeat_count"] or None
    if values:
        yield change_repeat(name, **values)
    for field in _LIST_TEXTS:
        if f"repeat_{field}" in fields:
            words = after[f"repeat_{field}"]
            yield set_text(at_section(name, "repeat", field), words, language=source, source=source)
