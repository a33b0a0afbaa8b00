"""Items: add, move, duplicate, change, rename."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engage.instruments.domain.definition import Cell, Instrument, Item, Section
from engage.instruments.domain.editing.change import Change, NotAllowed, NotAName, change, following_change
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.editing.references import EXPRESSIONS, keep_references
from engage.instruments.domain.editing.renaming import following, rewritten, with_expressions
from engage.instruments.domain.editing.tree import (
    adopted,
    at_item,
    at_section,
    fresh,
    inserted,
    is_name,
    item_named,
    moved,
    require_expression,
    require_name,
    section_with,
    taken_names,
    with_item,
    with_section,
)
from engage.instruments.domain.questionnaire import is_dynamic


def add_item(section: str, item: Item, *, after: str | None = None) -> Change:
    """Add an item at the end of a section, at its `START`, or after another.

    :raises Missing: when the section or the other item is not there
    :raises NameTaken, NotAName, BadExpression: for what the item brings
    """

    def apply(instrument: Instrument) -> Instrument:
        require_name(instrument, item.name)
        require_expressions(item)
        return _with_items(instrument, section, (adopted(item, instrument),), after)

    return change(
        "item_added", apply, {at_item(item.name), f"at.{at_section(section)}"}, item=item.name, section=section
    )


def insert_items(section: str, items: Sequence[Item], *, after: str | None = None) -> Change:
    """Add items from a library: a name that is taken gets a number, and what refers to it among them follows.

    :raises ValueError: when there are none
    :raises Missing: when the section or the other item is not there
    """
    if not items:
        raise ValueError("no items")

    def apply(instrument: Instrument) -> Instrument:
        named = with_fresh_names(items, taken_names(instrument))
        return _with_items(instrument, section, tuple(adopted(item, instrument) for item in named), after)

    names = [item.name for item in items]
    return change("items_inserted", apply, {f"at.{at_section(section)}"}, items=names, section=section)


def _with_items(instrument: Instrument, section: str, items: tuple[Item, ...], after: str | None) -> Instrument:
    def put(found: Section) -> Section:
        return replace(found, items=inserted(found.items, items, after, "items"))

    return with_section(instrument, section, put)


def with_fresh_names(items: Sequence[Item], taken: set[str]) -> list[Item]:
    names: dict[str, str] = {}
    taken = set(taken)
    for item in items:
        names[item.name] = fresh(item.name, taken)
        taken.add(names[item.name])
    new = {old: name for old, name in names.items() if old != name}
    return [_renamed(item, names[item.name], _keys_renamed(items, new)) for item in items] if new else list(items)


def _keys_renamed(items: Sequence[Item], names: Mapping[str, str]) -> dict[str, str]:
    """New names of items as new names of the keys of their answers."""
    found: dict[str, str] = {}
    for item in items:
        if item.name in names:
            found |= {key: names[item.name] + key.removeprefix(item.name) for key in (item.name, *item.keys)}
    return found


def _renamed(item: Item, name: str, keys: Mapping[str, str]) -> Item:
    changed: Item = with_expressions(replace(item, name=name), lambda source: rewritten(source, keys))
    return replace(changed, trigger=tuple(keys.get(each, each) for each in item.trigger))


def duplicate_item(name: str, new_name: str) -> Change:
    """Put a copy right after an item, under a new name (`fresh_name`). What the item says of itself, the copy says
    of itself.

    :raises Missing: when it is not there
    :raises NameTaken, NotAName: for the new name
    """

    def apply(instrument: Instrument) -> Instrument:
        item = item_named(instrument, name)
        require_name(instrument, new_name)
        copy = _renamed(item, new_name, _keys_renamed([item], {name: new_name}))
        return _with_items(instrument, section_with(instrument, name).name, (copy,), name)

    return change("item_duplicated", apply, {at_item(name), at_item(new_name)}, item=name, copy=new_name)


def fresh_name(instrument: Instrument, stem: str = "question") -> str:
    """A name that nothing has: the stem, or the stem with a number."""
    return fresh(stem if is_name(stem) else "question", taken_names(instrument))


def move_item(name: str, *, section: str, after: str | None) -> Change:
    """Move an item within its section or to another: to the end, to the `START`, or after another item.

    :raises Missing: when one of them is not there
    """

    def apply(instrument: Instrument) -> Instrument:
        item = item_named(instrument, name)
        home = section_with(instrument, name)
        if home.name == section:
            return with_section(
                instrument, section, lambda found: replace(found, items=moved(found.items, name, after, "items"))
            )
        left = replace(home, items=tuple(each for each in home.items if each.name != name))
        return _with_items(with_section(instrument, home.name, lambda _: left), section, (item,), after)

    touches = {f"at.{at_item(name)}", f"at.{at_section(section)}"}
    return change("item_moved", apply, touches, item=name, section=section)


_BOOLEANS = frozenset(
    {
        "heading", "read_only", "shuffle", "fixed", "other_required", "multiline", "dropdown", "prefer_not_to_say",
        "special_category", "pulse", "personal",
    }
)  # fmt: skip
_WHOLE = frozenset({"min_choices", "max_choices", "max_length", "total"})
_NUMBERS = frozenset({"minimum", "maximum", "step", "max_megabytes"})
_LISTS = frozenset({"trigger", "countries", "tags", "units", "accept"})
_WORDS = frozenset({"pattern", "agreed", "concept", "answer", *EXPRESSIONS})
CHANGEABLE = _BOOLEANS | _WHOLE | _NUMBERS | _LISTS | _WORDS | {"cell", "image"}
"""Fields of an item that `change_item` sets. Its texts, options, rows, name and type have operations of their own."""
_NEVER_NONE = _BOOLEANS | _LISTS | {"total", "agreed", "cell", "image"}


def change_item(name: str, **values: Any) -> Change:
    """Set fields of an item, of those in `CHANGEABLE`; None takes a value away.

    :raises Missing: when it is not there
    :raises NotAllowed: when a field cannot have the value
    :raises BadExpression: when an expression cannot be read
    """

    def apply(instrument: Instrument) -> Instrument:
        for field, value in values.items():
            _require_value(name, field, value)
        after = with_item(instrument, name, lambda item: replace(item, **_clean(values)))
        require_expressions(item_named(after, name))
        return after

    places = {at_item(name, field) for field in values}
    return change("item_changed", apply, places, item=name, fields=sorted(values))


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    for field, value in values.items():
        if field in _LISTS:
            value = tuple(value)
        elif field in _NUMBERS and value is not None:
            value = float(value)
        elif field in _WORDS and isinstance(value, str) and not value.strip():
            value = None
        cleaned[field] = value
    return cleaned


def _require_value(name: str, field: str, value: Any) -> None:
    place = at_item(name, field)
    if field not in CHANGEABLE:
        raise NotAllowed(place=place, value=None)
    if value is None:
        fits = field not in _NEVER_NONE
    elif field in _BOOLEANS:
        fits = isinstance(value, bool)
    elif field in _WHOLE:
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    elif field in _NUMBERS:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
    elif field in _LISTS:
        fits = isinstance(value, list | tuple) and all(isinstance(part, str) for part in value)
    elif field == "cell":
        fits = isinstance(value, Cell)
    elif field == "image":
        fits = isinstance(value, Mapping)
    else:
        fits = isinstance(value, str) and (field != "agreed" or bool(value.strip()))
    if not fits:
        raise NotAllowed(place=place, value=str(value))


def require_expressions(item: Item) -> None:
    """:raises BadExpression: for the first expression of an item that cannot be read"""
    for role in EXPRESSIONS:
        source = getattr(item, role)
        if role != "default" or (source and is_dynamic(source)):
            require_expression(at_item(item.name, role), source)
    for kind, parts in (("options", item.options), ("rows", item.rows)):
        for part in parts:
            require_expression(at_item(item.name, kind, step(part.code), "relevance"), part.relevance)


def rename_item(name: str, new_name: str) -> Change:
    """Give an item another name; every expression, text, trigger, quota and national edition follows.

    :raises Missing: when it is not there
    :raises NameTaken, NotAName: for the new name
    :raises StillReferred: when an expression refers to it in a way that cannot be rewritten
    """

    def apply(instrument: Instrument) -> Instrument:
        if new_name == name:
            return instrument
        item = item_named(instrument, name)
        if new_name not in item.keys:
            require_name(instrument, new_name)
        elif not is_name(new_name):
            raise NotAName(name=new_name)
        keys = _keys_renamed([item], {name: new_name})
        after = with_item(following(instrument, keys), name, lambda each: replace(each, name=new_name))
        keep_references(instrument, after)
        return after

    return following_change("item_renamed", apply, {at_item(name), at_item(new_name)}, item=name, name=new_name)
