"""What is shown of each count, and what a reader then knows of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from engage.statistics.disclosure.tables import MINIMUM, NONE, STEP, Box, State, Study, Table, rounded

Place = tuple[str, str, str]
"""Table, answer (or one of the words below), group value."""
BASE = "\0base"
SILENT = "\0silent"
NOT = "\0not:"
TOTAL: Place = ("", BASE, "")
"""How many responses there are, said roughly."""


class Shown(StrEnum):
    COUNT = "count"
    FEW = "few"
    """Fewer than 10."""
    HIDDEN = "hidden"
    """10 or more, not shown."""
    ZERO = "zero"
    """A true zero."""
    SUM = "sum"
    """Of a base: the sum of the counts shown; says nothing more."""
    NOTHING = "nothing"
    """Not even whether it is small: of the counts of a group that is left out."""


@dataclass(frozen=True, slots=True)
class Known:
    """A reader knows that the people of `box` are between `low` and `high`."""

    place: Place
    box: Box
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Small:
    """A count of 0 to 9 that must stay possible from 0 to 9."""

    place: Place
    box: Box


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier edition said."""

    known: tuple[Known, ...]
    small: tuple[Small, ...]
    variables: dict[str, tuple[str, ...]]
    excluded: frozenset[frozenset[State]]
    number: int
    batch: int | None
    """Which responses it was made of: None for the present ones, else earlier ones, in the order in which they came;
    of a later batch are all of an earlier one and more."""


@dataclass(slots=True)
class Shape:
    """What is shown of a study. Everything that is missing here is not shown."""

    study: Study
    shown: dict[Place, Shown] = field(default_factory=dict)
    step: int = 0
    """To what the number of responses is rounded; 0: not said."""

    def of(self, table: Table, code: str, value: str) -> Shown:
        return self.shown.get((table.name, code, value), Shown.NOTHING)

    def count(self, table: Table, code: str, value: str) -> int | None:
        """The published count, of an answer or (BASE) of those who answered."""
        match self.of(table, code, value):
            case Shown.COUNT:
                return rounded(table.bases[value] if code == BASE else table.counts[code, value])
            case Shown.ZERO:
                return 0
            case Shown.SUM:
                return sum(self.count(table, each, value) or 0 for each in table.codes)
        return None

    def known(self) -> Iterator[Known]:
        """All relations that a reader has."""
        if self.step:
            about = said_roughly(self.study.total, self.step)
            yield Known(TOTAL, (), about - self.step / 2, about + self.step / 2)
        for table in self.study.tables:
            for value in table.groups:
                for code in (BASE, *table.codes):
                    part = table.answered if code == BASE else table.answer(code)
                    band = self._band(table, code, value)
                    if band:
                        yield Known((table.name, code, value), table.within(part, value), *band)

    def _band(self, table: Table, code: str, value: str) -> tuple[float, float] | None:
        match self.of(table, code, value):
            case Shown.COUNT:
                return band_of(rounded(table.bases[value] if code == BASE else table.counts[code, value]))
            case Shown.FEW:
                return 0, MINIMUM - 1
            case Shown.HIDDEN:
                return MINIMUM, inf
            case Shown.ZERO:
                return 0, 0
        return None

    def small(self) -> Iterator[Small]:
        """All counts below 10 of the tables that are published, said or not: those that nobody may narrow."""
        for table in self.study.tables:
            if any((table.name, BASE, value) in self.shown for value in table.groups):
                for value in table.groups:
                    yield from _small(table, value)
                if table.group and NONE in self.study.groups.get(table.group, (NONE,)):
                    yield from _beside(table)


def _small(table: Table, value: str) -> Iterator[Small]:
    base = table.bases[value]
    if base < MINIMUM:
        yield Small((table.name, BASE, value), table.within(table.answered, value))
    for code in table.possible(value):
        count = table.counts[code, value]
        if count < MINIMUM:
            yield Small((table.name, code, value), table.within(table.answer(code), value))
        if table.multiple and base - count < MINIMUM <= base:
            yield Small((table.name, NOT + code, value), table.within(table.other(code), value))
    if table.totals[value] - base < MINIMUM <= base:
        yield Small((table.name, SILENT, value), table.within(table.silent, value))


def _beside(table: Table) -> Iterator[Small]:
    """Who is in no group has no row, but everybody without the groups is who."""
    for code in table.codes:
        if table.beside.get(code, 0) < MINIMUM:
            yield Small((table.name, code, NONE), table.within(table.answer(code), NONE))


def band_of(count: int) -> tuple[int, int]:
    """What a published count may have been."""
    return max(count - STEP // 2, MINIMUM), count + STEP // 2


def roughly(total: int) -> int:
    """To what the number of responses is rounded: 1, 2 or 5 times a power of ten, at least 20, about a tenth of it."""
    step = 20
    for factor in (2.5, 2, 2) * 9:
        if step * 15 >= total:
            break
        step = int(step * factor)
    return step


def said_roughly(total: int, step: int) -> int:
    return step * ((2 * total + step) // (2 * step))
