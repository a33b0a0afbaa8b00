"""Waves side by side: the same questions asked again, and by how much the answers moved.

A question is compared when its name and kind are the same; an answer when its code and its words are. What is not the
same is named, never compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.i18n.text import LocalizedText
from engage.results.domain.questions import Kind, Question
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable
from engage.statistics.differences import Difference, difference

COMPARED = (Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE)
FEWEST = 2
"""Answers that are the same in both; fewer say nothing about the question."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What one wave says of an answer."""

    count: int
    base: int
    percent: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class WaveRow:
    code: str
    label: LocalizedText | None
    bounds: tuple[float, float] | None
    moments: tuple[Moment | None, ...]
    """The oldest wave first; None where a wave did not ask it so, or nobody answered."""
    change: Difference | None
    """From the wave before the newest to the newest."""


@dataclass(frozen=True, slots=True)
class WaveTable:
    question: Question
    """As the newest wave asks it."""
    bases: tuple[int | None, ...]
    """Who answered, by wave; None where it was not asked."""
    rows: tuple[WaveRow, ...]
    different: tuple[str, ...]
    """Codes of answers that an earlier wave did not have, or in other words."""


def side_by_side(waves: Sequence[Sequence[ItemTable]]) -> tuple[WaveTable, ...]:
    """The questions that the newest wave shares with the one before it.

    :param waves: tables of each wave, the oldest first; at least two
    :raises ValueError: with fewer than two waves
    """
    if len(waves) < 2:
        raise ValueError("one wave has nothing beside it")
    known = [{table.name: table for table in tables} for tables in waves]
    found = (_table(key, known) for key in known[-1])
    return tuple(table for table in found if table is not None)


def _table(key: str, known: Sequence[Mapping[str, ItemTable]]) -> WaveTable | None:
    newest = known[-1][key]
    tables = [_same(each.get(key), newest) for each in known]
    before = tables[-2]
    if newest.kind not in COMPARED or newest.question.list or before is None:
        return None
    rows = [row for row in newest.rows if _matching(before, row) is not None]
    if len(rows) < FEWEST or not newest.base or not before.base:
        return None
    different = [row.code for row in newest.rows if row not in rows]
    different += [row.code for row in before.rows if _matching(newest, row) is None and row.code not in different]
    return WaveTable(
        newest.question,
        tuple(table.base if table else None for table in tables),
        tuple(_row(row, tables) for row in rows),
        tuple(different),
    )


def _same(table: ItemTable | None, newest: ItemTable) -> ItemTable | None:
    return table if table is not None and table.kind is newest.kind and not table.question.list else None


def _matching(table: ItemTable | None, row: TableRow) -> TableRow | None:
    """The row of another wave with the same code and the same words."""
    if table is None:
        return None
    return next((each for each in table.rows if each.code == row.code and _words(each) == _words(row)), None)


def _words(row: TableRow) -> str:
    return " ".join(row.label.source.split()).casefold() if row.label else ""


def _row(row: TableRow, tables: Sequence[ItemTable | None]) -> WaveRow:
    moments = tuple(_moment(table, _matching(table, row)) for table in tables)
    before, now = moments[-2], moments[-1]
    change = difference((before.count, before.base), (now.count, now.base)) if before and now else None
    return WaveRow(row.code, row.label, row.bounds, moments, change)


def _moment(table: ItemTable | None, row: TableRow | None) -> Moment | None:
    if table is None or row is None or row.percent is None or row.interval is None:
        return None
    return Moment(row.count, table.base, row.percent, row.interval)
