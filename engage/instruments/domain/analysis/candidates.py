"""A handful of answers that stand for all: whatever an expression could tell apart is among them.

For a question with options these are its options; for a number, the numbers just below, at and above every number
it is compared with. Where no handful can stand for all, there is none, and nothing is concluded.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from engage.instruments.domain.definition import DECLINED, Cell, Instrument, Item, ItemType
from engage.instruments.expressions.values import number_text

Inputs = dict[str, str | tuple[str, ...]]
"""What a form sends; nothing under a key: not answered."""

MOST_POINTS = 101
MOST_TOLD_APART = 5
_SMALL = 5
"""So many options can be taken in all combinations."""
_ELSE = "\N{BULLET}"
"""A text that nothing is compared with."""


@dataclass(frozen=True, slots=True)
class Use:
    """How all expressions in question use one answer."""

    compared: frozenset[str | float] = frozenset()
    ordered: bool = False
    """It matters whether it is more or less than something."""
    otherwise: bool = False
    """It matters in ways that no handful of values can stand for."""

    @property
    def words(self) -> frozenset[str]:
        """The fixed values as texts."""
        return frozenset(value if isinstance(value, str) else number_text(value) for value in self.compared)


def candidates(instrument: Instrument, item: Item, key: str, use: Use) -> list[Inputs] | None:
    """Inputs that stand for all answers under one key, no answer the last; None where there are no such few."""
    found = list(_answered(instrument, item, key, use) or ())
    if not found:
        return None
    found = _likely_first(found, key, use)
    if item.prefer_not_to_say:
        found += [{key: DECLINED}, {f"{item.name}/declined": "1"}]
    return [*found, {}]


def _likely_first(found: list[Inputs], key: str, use: Use) -> list[Inputs]:
    mentioned = use.words

    def rank(inputs: Inputs) -> bool:
        value = inputs.get(key, "")
        return not (set(value) & mentioned if isinstance(value, tuple) else value in mentioned)

    return sorted(found, key=rank)


def _answered(instrument: Instrument, item: Item, key: str, use: Use) -> Iterable[Inputs] | None:
    if key == f"{item.name}/other":
        return _texts(key, use)
    kind = item.type
    if kind is ItemType.MATRIX:
        kind = {
            Cell.SINGLE: ItemType.SINGLE,
            Cell.MULTIPLE: ItemType.MULTIPLE,
            Cell.TEXT: ItemType.TEXT,
            Cell.INTEGER: ItemType.INTEGER,
            Cell.DECIMAL: ItemType.DECIMAL,
        }[item.cell]
    if kind not in (ItemType.SINGLE, ItemType.MULTIPLE) and key != item.name and item.type is not ItemType.MATRIX:
        return None
    match kind:
        case ItemType.SINGLE:
            return [{key: code} for code in _codes(instrument, item)]
        case ItemType.MULTIPLE:
            return _several(instrument, item, key, use)
        case ItemType.CONSENT:
            return [{key: item.agreed}]
        case ItemType.SCALE | ItemType.INTEGER | ItemType.YEAR:
            return _whole(item, key, use)
        case ItemType.DECIMAL if not use.otherwise:
            return [{key: f"{number:.10g}"} for number in _around(item, use, 0.5)]
        case ItemType.TEXT | ItemType.REGION | ItemType.COUNTRY | ItemType.LANGUAGE:
            return _texts(key, use)
        case ItemType.DATE if not use.otherwise and use.compared <= {""}:
            return [{key: "2026-11-22"}]
    return None


def _codes(instrument: Instrument, item: Item) -> list[str]:
    """Its options, and those that national editions put in their place."""
    codes = dict.fromkeys(option.code for option in item.options)
    for edition in instrument.editions.values():
        national = edition.items.get(item.name)
        for option in national.options if national else ():
            codes |= dict.fromkeys((option.code, *((option.common,) if option.common else ())))
    return list(codes)


def _several(instrument: Instrument, item: Item, key: str, use: Use) -> list[Inputs] | None:
    codes = _codes(instrument, item)
    apart = {part for word in use.words for part in word.split()}
    if use.otherwise or use.ordered:
        if len(codes) > _SMALL:
            return None
        told = codes
    else:
        told = [code for code in codes if code in apart]
        if len(told) > MOST_TOLD_APART:
            return None
        told += [code for code in codes if code not in apart][:1]
    exclusive = {option.code for option in item.options if option.exclusive}
    sets = (chosen for size in range(1, len(told) + 1) for chosen in combinations(told, size))
    return [{key: chosen} for chosen in sets if len(chosen) == 1 or not exclusive & set(chosen)]


def _texts(key: str, use: Use) -> list[Inputs] | None:
    """Words that it is compared with and another; where it is compared as a number, numbers in two spellings."""
    words = sorted(use.words - {""})
    numbers = [_number(word) for word in words]
    if use.otherwise or (use.ordered and None in numbers):
        return None
    found = [*words, _ELSE]
    if use.ordered or any(isinstance(value, float) for value in use.compared):
        marks = sorted({number for number in numbers if number is not None})
        between = [(low + high) / 2 for low, high in pairwise(marks)]
        near = sorted({mark + shift for mark in marks for shift in (-0.5, 0.0, 0.5)} | set(between))
        found += [f"{number:.10g}" for number in near] + [f"{number:.3f}" for number in marks]
    return [{key: word} for word in dict.fromkeys(found)]


def _whole(item: Item, key: str, use: Use) -> list[Inputs] | None:
    low, high = item.minimum, item.maximum
    by = item.step if item.type is ItemType.SCALE and item.step else 1.0
    if item.type is not ItemType.SCALE and low is not None:
        low = float(math.ceil(low))
    if low is not None and high is not None and 0 <= (high - low) / by < MOST_POINTS:
        count = math.floor((high - low) / by + 1e-9)
        return [{key: f"{low + by * number:.10g}"} for number in range(count + 1)]
    if use.otherwise or item.type is ItemType.SCALE:
        return None
    return [{key: str(int(number))} for number in _around(item, use, 1.0)]


def _around(item: Item, use: Use, by: float) -> Iterator[float]:
    """Just below, at and above every number in question, as far as the range allows; halves lie between neighbours."""
    edges = [bound for bound in (item.minimum, item.maximum) if bound is not None]
    marks = sorted({number for value in use.compared if (number := _number(value)) is not None} | set(edges)) or [0.0]
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    near = {mark + shift for mark in marks for shift in (-by, 0.0, by)} | set(between)
    if by == 1.0:
        near = {float(round_to) for value in near for round_to in (math.floor(value), math.ceil(value))}
    for number in sorted(near):
        if (item.minimum is None or number >= item.minimum) and (item.maximum is None or number <= item.maximum):
            yield number


def _number(value: str | float) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
