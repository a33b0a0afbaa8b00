"""What differs between two states of an item's form, as operations on the instrument."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from engage.instruments.domain.definition import Cell
from engage.instruments.domain.editing.change import Change, Summary, together
from engage.instruments.domain.editing.deleting import Consequence
from engage.instruments.domain.editing.items import change_item, rename_item
from engage.instruments.domain.editing.parts import add_part, change_part, delete_part, move_part, recode
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.editing.texts import set_text
from engage.instruments.domain.editing.tree import START, at_item
from engage.instruments.views import parts_of_answers
from engage.instruments.views.item_form import (
    CONDITIONS,
    FLAGS,
    KINDS,
    LISTS,
    NUMBERS,
    TEXTS,
    WHOLE,
    WORDS,
    Values,
    changed,
    number,
)

PartKind = Literal["options", "rows"]
_PART_KINDS: tuple[PartKind, PartKind] = ("options", "rows")
_NEVER_EMPTY = {"total": 100, "agreed": "yes"}


def changes(name: str, before: Values, after: Values, source: str) -> Change | None:
    """One change of an item from one state of its form to another; None when they are the same.

    :param source: the source language, in which the form is written
    """
    fields = changed(before, after)
    parts = list(_all(name, before, after, fields, source))
    if not parts:
        return None
    summary = parts[0].summary if len(parts) == 1 else Summary("item_changed", {"item": name, "fields": fields})
    return together(*parts, summary=summary)


def _all(name: str, before: Values, after: Values, fields: list[str], source: str) -> Iterator[Change]:
    for field in TEXTS:
        if field in fields:
            yield set_text(at_item(name, field), after[field], language=source, source=source)
    for kind in _PART_KINDS:
        if kind in fields:
            yield from _parts(name, kind, before[kind], after[kind], source)
    values = {field: _value(field, after[field]) for field in fields if field in _SETTABLE}
    if values:
        yield change_item(name, **values)
    if "name" in fields and after["name"]:
        yield rename_item(name, after["name"])


_SETTABLE = frozenset({*FLAGS, *WHOLE, *NUMBERS, *LISTS, *WORDS, *CONDITIONS})


def _value(field: str, value: Any) -> Any:
    if field in FLAGS or field in LISTS:
        return value
    if not value:
        return _NEVER_EMPTY.get(field)
    if field in WHOLE:
        return int(value)
    if field in NUMBERS:
        return number(value)
    return Cell(value) if field == "cell" else value


def _parts(
    item: str, kind: PartKind, before: list[dict[str, str]], after: list[dict[str, str]], source: str
) -> Iterator[Change]:
    """Deleted first, so that a code can be given anew; then new codes, texts, kinds, new parts and the order."""
    former = {part["code"]: part for part in before}
    after = [{**part, "was": _former(part, former)} for part in after]
    kept = {part["was"] for part in after if part["was"]}
    for code in former:
        if code not in kept:
            yield delete_part(item, kind, code, consequence=Consequence.REFUSE)
    order = [part["code"] for part in before if part["code"] in kept]
    for part in after:
        old = former.get(part["was"])
        if old is None:
            continue
        if part["code"] != old["code"]:
            yield recode(item, kind, old["code"], part["code"])
            order[order.index(old["code"])] = part["code"]
        if part["label"] != old["label"]:
            path = at_item(item, kind, step(part["code"]))
            yield set_text(path, part["label"], language=source, source=source)
        values = _part_values(part, old)
        if values:
            yield change_part(item, kind, part["code"], **values)
    yield from _new_and_moved(item, kind, after, order)


def _former(part: dict[str, str], former: dict[str, dict[str, str]]) -> str:
    """What a part was called before; the page may not know yet what its last save made of it."""
    if part["was"] in former:
        return part["was"]
    return part["code"] if part["code"] in former else ""


def _new_and_moved(item: str, kind: PartKind, after: list[dict[str, str]], order: list[str]) -> Iterator[Change]:
    for at, part in enumerate(after):
        before = after[at - 1]["code"] if at else START
        if part["code"] not in order:
            last = at == len(order)
            yield add_part(item, kind, part["code"], part["label"], after=None if last else before)
            order.insert(at, part["code"])
            values = _part_values(part, parts_of_answers.EMPTY)
            if values:
                yield change_part(item, kind, part["code"], **values)
        elif order[at] != part["code"]:
            yield move_part(item, kind, part["code"], after=before)
            order.remove(part["code"])
            order.insert(at, part["code"])


def _part_values(part: Mapping[str, str], old: Mapping[str, str]) -> dict[str, Any]:
    """What differs between two states of an option or a row, besides its code and text."""
    values: dict[str, Any] = _flags(part["kind"]) if part["kind"] != old["kind"] else {}
    if part["if"] != old["if"]:
        values["relevance"] = part["if"] or None
    if part["attributes"] != old["attributes"]:
        values["attributes"] = parts_of_answers.read(part["attributes"]) or {}
    return values


def _flags(kind: str) -> dict[str, bool]:
    return {name: name == kind for name in KINDS if name}
