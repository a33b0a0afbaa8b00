"""Signs that a response was not given with care. A sign is a reason to look, never a reason to delete.

Speed: N. Conrad, R. Tourangeau, M. Couper, C. Zhang (2017), "Reducing speeding in web surveys", Survey Research Methods
11(1): time by question against what others need. Straight-lining: J. Krosnick (1991), "Response strategies for coping
with the cognitive demands of attitude measures in surveys", Applied Cognitive Psychology 5(3).
"""

from collections.abc import Iterator
from enum import StrEnum

from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Section

FAST = 1 / 3
"""Less time by answered question than this part of the median of the same language is fast."""
LEAST_TIMED = 20
"""Responses that a median of time needs."""
LEAST_ROWS = 5
"""Rows of a matrix, or scales in a row, that all say the same."""
LEAST_ALIKE = 10
"""Answers that two responses must share, all of them: fewer can be alike by chance."""


class Flag(StrEnum):
    FAST = "fast"
    """Much faster than others."""
    STRAIGHT = "straight"
    """The same answer in every row of a matrix, or on every scale of a page."""
    ALIKE = "alike"
    """All answers, texts too, are those of another response."""


def batteries(instrument: Instrument) -> tuple[tuple[str, ...], ...]:
    """Answer keys that are asked one below the other on the same scale: at least `LEAST_ROWS` of them."""
    found = []
    for section in instrument.sections:
        if section.repeat is None:
            found += [keys for keys in _of_section(section) if len(keys) >= LEAST_ROWS]
    return tuple(found)


def _of_section(section: Section) -> Iterator[tuple[str, ...]]:
    scales: dict[tuple[object, ...], list[str]] = {}
    for item in section.items:
        if item.type is ItemType.MATRIX and item.cell is Cell.SINGLE:
            yield item.keys
        elif item.type is ItemType.SCALE:
            scales.setdefault(_scale_of(item), []).append(item.name)
    yield from map(tuple, scales.values())


def _scale_of(item: Item) -> tuple[object, ...]:
    return item.minimum, item.maximum, item.step
