"""Published figures as tables: on the page, in the report, as a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.results.charts.published import NOTHING, Teller
from engage.results.publishing.figures import Cell, Question, Table
from engage.results.reporting.blocks import Text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first column names the rows, all others hold figures."""

    caption: Text
    heads: Sequence[Text]
    rows: Sequence[tuple[Text, Sequence[str]]]


def of_question(question: Question, table: Table, teller: Teller) -> Grid:
    """A row for each answer: people, percent, and the weighted percent beside it."""
    _ = teller.reader.gettext
    heads, columns = [_("Answer"), _("People, about")], [teller.count]
    if table.base is not None:
        heads.append(_("Percent"))
        columns.append(lambda cell: teller.percent(cell.percent))
    if any(cell.weighted is not None for cell in table.cells):
        heads.append(_("Percent, weighted"))
        columns.append(lambda cell: teller.percent(cell.weighted))
    labels = {each.code: Text(*teller.pick(each.label)) for each in question.options}
    rows = [(labels[cell.code], [column(cell) for column in columns]) for cell in table.cells]
    return Grid(Text(*teller.title(question)), [Text(head) for head in heads], rows)


def of_groups(question: Question, groups: Sequence[tuple[Text, Table]], caption: Text, teller: Teller) -> Grid:
    """A row for each answer, a column for each group of people; groups of which nothing is shown say so."""
    heads = [Text(teller.reader.gettext("Answer")), *(name for name, _table in groups)]
    rows = []
    for option in question.options:
        found = [_cell(table, option.code) for _name, table in groups]
        rows.append((Text(*teller.pick(option.label)), [_said(cell, teller) for cell in found]))
    return Grid(caption, heads, rows)


def of_matrix(rows: Sequence[Question], tables: Sequence[Table], teller: Teller) -> Grid:
    """A row for each statement, a column for each answer."""
    _ = teller.reader.gettext
    options = rows[0].options
    heads = [Text(_("Statement")), Text(_("People, about")), *(Text(*teller.pick(each.label)) for each in options)]
    lines = []
    for row, table in zip(rows, tables, strict=True):
        base = NOTHING if table.base is None else teller.reader.count(table.base)
        cells = [_said(_cell(table, each.code), teller) for each in options]
        lines.append((Text(*teller.pick(row.row)), [base, *cells]))
    return Grid(Text(*teller.pick(rows[0].label)), heads, lines)


def _cell(table: Table, code: str) -> Cell | None:
    return next((cell for cell in table.cells if cell.code == code), None)


def _said(cell: Cell | None, teller: Teller) -> str:
    return teller.reader.gettext("not shown") if cell is None else teller.figure(cell)
