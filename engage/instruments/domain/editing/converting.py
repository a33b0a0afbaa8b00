"""Giving an item another type, where it makes sense; what would be lost is named first."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Option
from engage.instruments.domain.editing.change import Change, NotConvertible, StillReferred, change
from engage.instruments.domain.editing.codes import places_with_code
from engage.instruments.domain.editing.editions import keep_editions
from engage.instruments.domain.editing.references import keep_references
from engage.instruments.domain.editing.tree import at_item, item_named, with_item

T = ItemType
_CHOICE = {T.SINGLE, T.MULTIPLE, T.MATRIX, T.RANKING}
_ROWS = {T.MATRIX, T.ALLOCATION}
_NUMBERS = {T.INTEGER, T.DECIMAL, T.SCALE, T.YEAR}
FIELDS_OF_TYPES: Mapping[str, set[ItemType]] = {
    "heading": {T.NOTE},
    "options": _CHOICE,
    "choice_filter": _CHOICE,
    "rows": _ROWS,
    "cell": {T.MATRIX},
    "shuffle": _CHOICE | _ROWS,
    "other_required": {T.SINGLE, T.MULTIPLE},
    "min_choices": _CHOICE - {T.SINGLE},
    "max_choices": _CHOICE - {T.SINGLE},
    "minimum": _NUMBERS | {T.MATRIX},
    "maximum": _NUMBERS | {T.MATRIX},
    "step": _NUMBERS,
    "low_label": {T.SCALE},
    "high_label": {T.SCALE},
    "max_length": {T.TEXT, T.MATRIX},
    "pattern": {T.TEXT},
    "multiline": {T.TEXT},
    "dropdown": {T.SINGLE, T.MATRIX},
    "prefix": {T.TEXT} | _NUMBERS,
    "suffix": {T.TEXT} | _NUMBERS,
    "total": {T.ALLOCATION},
    "countries": {T.REGION, T.COUNTRY},
    "tags": {T.LANGUAGE},
    "units": {T.DURATION},
    "accept": {T.FILE},
    "max_megabytes": {T.FILE},
    "agreed": {T.CONSENT},
    "answer": {T.SINGLE},
}
"""Fields that mean something for some types alone."""

_QUESTION_FIELDS = ("required", "required_message", "constraint", "constraint_message", "prefer_not_to_say")
_DEFAULTS = {
    each.name: each.default_factory() if each.default_factory is not MISSING else each.default for each in fields(Item)
}
_LARGEST_SCALE = 11


def convert_item(name: str, kind: ItemType, *, lose: bool = False) -> Change:
    """Give an item another type. Options stay between single, multiple and ranking; a scale becomes options.

    :param lose: what has no meaning for the new type is taken away; without it, such a change is refused
    :raises Missing: when the item is not there
    :raises NotConvertible: naming the fields that would be lost, or none where a type has nothing in common (a
        calculation is worked out and not asked)
    :raises StillReferred: when something refers to rows or codes that would be gone
    :raises DoesNotFit: when a country has own options that the type has no place for
    """

    def apply(instrument: Instrument) -> Instrument:
        item = item_named(instrument, name)
        if item.type is kind:
            return instrument
        if T.CALCULATION in (item.type, kind):
            raise NotConvertible(item=name, type=kind.value, loses=[])
        new = converted(item, kind)
        losing = lost(item, new)
        if losing and not lose:
            raise NotConvertible(item=name, type=kind.value, loses=losing)
        after = with_item(instrument, name, lambda _: new)
        keep_references(instrument, after)
        _keep_codes(after, item, new)
        keep_editions(instrument, after)
        return after

    return change("item_converted", apply, {at_item(name)}, item=name, type=kind.value)


def converted(item: Item, kind: ItemType) -> Item:
    """The item as another type, with what that type needs, without what has no meaning there."""
    values: dict[str, Any] = {"type": kind}
    for field, kinds in FIELDS_OF_TYPES.items():
        if kind not in kinds:
            values[field] = _DEFAULTS[field]
    if kind is T.NOTE:
        values |= {field: _DEFAULTS[field] for field in _QUESTION_FIELDS}
    if item.type is T.SCALE and kind in (T.SINGLE, T.MULTIPLE, T.RANKING):
        values["options"] = _points(item)
    if kind is T.SCALE and not (item.minimum is not None and item.maximum is not None):
        values |= {"minimum": 1.0, "maximum": 5.0, "step": 1.0}
    if kind is T.DURATION:
        values["units"] = ("years", "months")
    if kind is T.MATRIX and item.type is T.MULTIPLE:
        values["cell"] = Cell.MULTIPLE
    return replace(item, **values)


def lost(before: Item, after: Item) -> list[str]:
    """Fields of the one that say something and are gone in the other."""
    return sorted(
        field
        for field, default in _DEFAULTS.items()
        if default is not MISSING
        and field != "type"
        and getattr(before, field) != default
        and getattr(after, field) == default
        and not (before.type is T.SCALE and after.options and field in ("minimum", "maximum", "step"))
        and not (before.type is T.SCALE and after.options and field in ("low_label", "high_label"))
    )


def _points(scale: Item) -> tuple[Option, ...]:
    """The points of a scale as options; its ends keep their words."""
    low, high, by = int(scale.minimum or 0), int(scale.maximum or 0), int(scale.step or 1) or 1
    points = list(range(low, high + 1, by))[:_LARGEST_SCALE]
    source = scale.label.source_language
    labels = {point: LocalizedText.of(str(point), source) for point in points}
    for point, label in ((low, scale.low_label), (high, scale.high_label)):
        if label and point in labels:
            labels[point] = label
    return tuple(Option(code=str(point), label=labels[point]) for point in points)


def _keep_codes(after: Instrument, item: Item, new: Item) -> None:
    gone = [option.code for option in item.options if new.option(option.code) is None]
    broken = {place for code in gone for place in places_with_code(after, item, code)}
    if broken:
        raise StillReferred(names=gone, by=sorted(broken))
