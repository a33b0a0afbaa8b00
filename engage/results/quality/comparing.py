"""What leaving responses out changes."""

from dataclasses import dataclass

from engage.results.domain.questions import Question
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable, Results

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Moved:
    """One row of a table, of all responses and of those that count; in percent."""

    question: Question
    row: TableRow
    with_all: float
    counted: float

    @property
    def by(self) -> float:
        return self.counted - self.with_all


def moved(everything: Results, counted: Results) -> list[Moved]:
    """The rows whose share changes most, largest first; none that stays the same."""
    kept = {table.name: table for table in counted.tables}
    found = [each for table in everything.tables if table.name in kept for each in _rows(table, kept[table.name])]
    return sorted(found, key=lambda each: -abs(each.by))[:MOST_SHOWN]


def _rows(whole: ItemTable, part: ItemTable) -> list[Moved]:
    shares = {row.code: row.percent for row in part.rows}
    return [
        Moved(whole.question, row, row.percent, share)
        for row in whole.rows
        if row.percent is not None and (share := shares.get(row.code)) is not None and share != row.percent
    ]
