"""Response options and rows: add, move, change, delete, recode, paste a list.

`kind` is "options" or "rows"; both are called by their codes.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from engage.instruments.domain.definition import DECLINED, Instrument, Item, Option, Row
from engage.instruments.domain.editing.change import (
    Change,
    Missing,
    NameTaken,
    NotAllowed,
    NotAName,
    StillReferred,
    change,
    following_change,
)
from engage.instruments.domain.editing.codes import code_changed, places_with_code
from engage.instruments.domain.editing.deleting import Consequence, forgetting
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.editing.references import keep_references, uses
from engage.instruments.domain.editing.renaming import following
from engage.instruments.domain.editing.tree import (
    at_item,
    in_source,
    inserted,
    item_named,
    moved,
    require_expression,
    with_item,
)

Kind: TypeAlias = Literal["options", "rows"]
Parts: TypeAlias = tuple[Option, ...] | tuple[Row, ...]

MOST_PASTED = 1000
_LONGEST = 200
_CODE = re.compile(r"\S(.*\S)?")
_FIELDS: dict[str, dict[str, tuple[type, ...]]] = {
    "options": {
        "exclusive": (bool,),
        "other": (bool,),
        "fixed": (bool,),
        "attributes": (dict,),
        "relevance": (str, type(None)),
        "image": (dict,),
        "common": (str, type(None)),
    },
    "rows": {"relevance": (str, type(None))},
}
"""What `change_part` sets, besides the label (`set_text`) and the code (`recode`)."""


def add_part(item: str, kind: Kind, code: str, label: str, *, after: str | None = None) -> Change:
    """Add an option or a row: at the end, at the `START`, or after another.

    :raises Missing: when the item or the other part is not there
    :raises NameTaken, NotAName: for the code
    """

    def apply(instrument: Instrument) -> Instrument:
        _require_code(item_named(instrument, item), kind, code)
        new = _made(kind, code, in_source(instrument, label))
        return _with_parts(instrument, item, kind, lambda parts: inserted(parts, (new,), after, at_item(item, kind)))

    return change("part_added", apply, {at_item(item, kind, step(code))}, item=item, kind=kind, code=code)


def move_part(item: str, kind: Kind, code: str, *, after: str | None) -> Change:
    """:raises Missing: when one of them is not there"""

    def apply(instrument: Instrument) -> Instrument:
        return _with_parts(instrument, item, kind, lambda parts: moved(parts, code, after, at_item(item, kind)))

    return change("part_moved", apply, {f"at.{at_item(item, kind, step(code))}"}, item=item, kind=kind, code=code)


def change_part(item: str, kind: Kind, code: str, **values: Any) -> Change:
    """Set fields of an option (`exclusive`, `other`, `fixed`, `attributes`, `relevance`, `image`, `common`) or of a
    row (`relevance`).

    :raises Missing: when it is not there
    :raises NotAllowed: for any other field or value; for a second "other" option
    :raises BadExpression: when the relevance cannot be read
    """
    place = at_item(item, kind, step(code))

    def apply(instrument: Instrument) -> Instrument:
        for field, value in values.items():
            if not isinstance(value, _FIELDS[kind].get(field, ())):
                raise NotAllowed(place=f"{place}.{field}", value=str(value))
        require_expression(f"{place}.relevance", values.get("relevance"))
        clean = values | ({"relevance": values["relevance"] or None} if "relevance" in values else {})
        after = _with_part(instrument, item, kind, code, clean)
        if sum(option.other for option in item_named(after, item).options) > 1:
            raise NotAllowed(place=f"{place}.other", value="True")
        keep_references(instrument, after)
        return after

    touches = {f"{place}.{field}" for field in values}
    return change("part_changed", apply, touches, item=item, kind=kind, code=code, fields=sorted(values))


def recode(item: str, kind: Kind, code: str, new_code: str) -> Change:
    """Give an option or a row another code. Comparisons with it, quotas, the correct answer and the default follow.

    :raises Missing: when it is not there
    :raises NameTaken, NotAName: for the new code
    """

    def apply(instrument: Instrument) -> Instrument:
        if code == new_code:
            return instrument
        owner = item_named(instrument, item)
        _require_code(owner, kind, new_code)
        after = _with_part(instrument, item, kind, code, {"code": new_code})
        if kind == "rows":
            after = following(after, {f"{item}/{code}": f"{item}/{new_code}"})
        else:
            after = code_changed(after, item, code, new_code)
        keep_references(instrument, after)
        return after

    touches = {at_item(item, kind, step(code)), at_item(item, kind, step(new_code))}
    return following_change("part_recoded", apply, touches, item=item, kind=kind, code=code, new_code=new_code)


def delete_part(
    item: str,
    kind: Kind,
    code: str,
    *,
    consequence: Consequence = Consequence.REFUSE,
    seen: Collection[str] = (),
) -> Change:
    """Delete an option or a row. To forget takes away the expressions that compare with it.

    :param seen: the places that its author has seen to refer to it (`referring_to_part`)
    :raises Missing: when it is not there
    :raises StillReferred: when something refers to it, or more than its author has seen; always when a country's own
        options count as it
    """

    def apply(instrument: Instrument) -> Instrument:
        referring = referring_to_part(instrument, item, kind, code)
        unseen = [place for place in referring if place not in seen or place.startswith("editions.")]
        if referring and (consequence is Consequence.REFUSE or unseen):
            raise StillReferred(names=[f"{item}/{code}" if kind == "rows" else code], by=unseen or list(referring))
        left = _with_parts(instrument, item, kind, lambda parts: tuple(p for p in parts if p.code != code))
        if not referring:
            return left
        return forgetting(left, {f"{item}/{code}"}) if kind == "rows" else code_changed(left, item, code, None)

    touches = {at_item(item, kind, step(code)), *seen}
    return change("part_deleted", apply, touches, item=item, kind=kind, code=code, consequence=consequence.value)


def referring_to_part(instrument: Instrument, item: str, kind: Kind, code: str) -> tuple[str, ...]:
    """The places that refer to an option or a row.

    :raises Missing: when it is not there
    """
    owner = item_named(instrument, item)
    if all(part.code != code for part in getattr(owner, kind)):
        raise Missing(place=at_item(item, kind, step(code)))
    if kind == "rows":
        return tuple(dict.fromkeys(use.place for use in uses(instrument) if use.key == f"{item}/{code}"))
    return tuple(dict.fromkeys(places_with_code(instrument, owner, code)))


def _with_parts(instrument: Instrument, item: str, kind: Kind, change: Callable[[Any], Any]) -> Instrument:
    return with_item(instrument, item, lambda found: replace(found, **{kind: change(getattr(found, kind))}))


def _with_part(instrument: Instrument, item: str, kind: Kind, code: str, values: dict[str, Any]) -> Instrument:
    def put(parts: Parts) -> Parts:
        if all(part.code != code for part in parts):
            raise Missing(place=at_item(item, kind, step(code)))
        return tuple(replace(part, **values) if part.code == code else part for part in parts)  # type: ignore[return-value]

    return _with_parts(instrument, item, kind, put)


def _made(kind: Kind, code: str, label: Any) -> Option | Row:
    return Option(code=code, label=label) if kind == "options" else Row(code=code, label=label)


def _require_code(item: Item, kind: Kind, code: str) -> None:
    """:raises NameTaken, NotAName: when the code cannot be one more"""
    require_form(kind, code)
    if any(part.code == code for part in getattr(item, kind)):
        raise NameTaken(name=code)


def require_form(kind: Kind, code: str) -> None:
    """:raises NotAName: when the code cannot be one"""
    fits = len(code) <= _LONGEST and _CODE.fullmatch(code) and code != DECLINED
    if not fits or (kind == "rows" and any(sign in code for sign in " ${}/")):
        raise NotAName(name=code)
