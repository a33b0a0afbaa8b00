"""The 55 success criteria of WCAG 2.2 at levels A and AA, and what `rows/accessibility.yaml` says of each."""

import re
from collections.abc import Iterable
from enum import StrEnum

from scripts.assurance_pages import Row

_LEVEL_A = (
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4"
    " 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"
)
_LEVEL_AA = (
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2"
    " 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
)
CRITERIA = tuple(sorted(f"{_LEVEL_A} {_LEVEL_AA}".split(), key=lambda each: [int(part) for part in each.split(".")]))
_NUMBER = re.compile(r"\b\d\.\d\.\d{1,2}\b")


class State(StrEnum):
    MET = "met"
    IN_PART = "in part"
    """Proven, with a note of what is missing."""
    DOES_NOT_APPLY = "does not apply"
    NOT_SHOWN = "not shown"
    """Nothing proves it, or a step that proves it did not keep what it promises."""


_WORST_FIRST = (State.NOT_SHOWN, State.IN_PART, State.MET, State.DOES_NOT_APPLY)


def criteria_of(row: Row) -> list[str]:
    """Those that a row is about: it may name several."""
    return [each for each in _NUMBER.findall(row.row) if each in CRITERIA]


def states(rows: Iterable[Row], kept: Iterable[str]) -> dict[str, State]:
    """Each criterion, by the worst of its rows.

    :param kept: names of steps whose last run kept what they promise
    """
    done = set(kept)
    found: dict[str, State] = {}
    for row in rows:
        own = _of(row, done)
        for each in criteria_of(row):
            known = found.get(each, own)
            found[each] = min(known, own, key=_WORST_FIRST.index)
    return {each: found.get(each, State.NOT_SHOWN) for each in CRITERIA}


def _of(row: Row, kept: set[str]) -> State:
    if row.not_applicable:
        return State.DOES_NOT_APPLY
    if row.is_open or not set(row.steps) <= kept:
        return State.NOT_SHOWN
    return State.IN_PART if row.note else State.MET
