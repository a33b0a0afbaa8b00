"""A cross-tabulation as hub teams read it: grids for the page, rows for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from engage.results.charts.crossed import NOTHING, amount_text, axis_name, category_name, share_text, title_of
from engage.results.charts.reader import Reader
from engage.results.domain.crossing import Cell, Centre, Crossing, Line, Of, Share, Table
from engage.results.views.presenting import Words


@dataclass(frozen=True, slots=True)
class CrossCell:
    share: str
    count: str
    interval: str
    weighted: str = ""
    """Empty without a weighting."""


@dataclass(frozen=True, slots=True)
class CrossLine:
    label: Words
    cells: Sequence[CrossCell]
    figures: Sequence[str] = ()
    """Mean and median of a number."""
    total: bool = False


@dataclass(frozen=True, slots=True)
class CrossGrid:
    caption: str
    heads: Sequence[Words]
    lines: Sequence[CrossLine]


def cross_grid(found: Crossing, table: Table, of: Of, reader: Reader) -> CrossGrid:
    """Rows by columns with the row and the column of all."""
    first, two = found.axes[0], len(found.axes) > 1
    second = [Words(*category_name(found.axes[1], each, reader)) for each in found.axes[1].categories] if two else []
    heads = [Words(gettext("Answer")), *second, Words(gettext("All") if two else gettext("People"))]
    if table.centre is not None:
        heads += [Words(head) for head in _centre_heads(weighted=found.weighted)]
    lines = [
        CrossLine(
            Words(*category_name(first, line.category, reader)),
            _cells(line, of, reader),
            _centre(found, line.centre, reader),
        )
        for line in table.lines
    ]
    if two:
        whole = _whole_cell(table, reader, weighted=found.weighted)
        cells = [_cell(cell, of, reader) for cell in table.columns]
        bottom = [*(_trivial(cell) if of is Of.COLUMN else cell for cell in cells), whole]
        lines.append(CrossLine(Words(gettext("All")), bottom, _centre(found, table.centre, reader), total=True))
    return CrossGrid(title_of(found, table, reader), heads, lines)


def _cells(line: Line, of: Of, reader: Reader) -> list[CrossCell]:
    whole = _cell(line.whole, _of_whole(line, of), reader)
    return [
        *(_cell(cell, of, reader) for cell in line.cells),
        _trivial(whole) if line.cells and of is Of.ROW else whole,
    ]


def _trivial(cell: CrossCell) -> CrossCell:
    """A margin that the percentages are of: nothing about it is left to chance."""
    return replace(cell, interval="")


def _of_whole(line: Line, of: Of) -> Of:
    """The column of all: a single item has nothing but its percentages of everybody."""
    return of if line.cells else Of.TOTAL


def _cell(cell: Cell, of: Of, reader: Reader) -> CrossCell:
    shown = cell.weighted if cell.weighted else cell.shares
    return CrossCell(
        share_text(cell, of, reader),
        reader.count(cell.count),
        interval_text(shown.get(of), reader),
        share_text(cell, of, reader, weighted=True) if cell.weighted else "",
    )


def _whole_cell(table: Table, reader: Reader, *, weighted: bool) -> CrossCell:
    text = reader.percent(100) if table.base.count else NOTHING
    return CrossCell(text, reader.count(table.base.count), "", text if weighted else "")


def interval_text(share: Share | None, reader: Reader) -> str:
    if share is None:
        return NOTHING
    low, high = share.interval
    return f"{reader.percent(low)}–{reader.percent(high)}"


def _centre_heads(*, weighted: bool) -> list[str]:
    heads = [gettext("Mean"), gettext("Median")]
    return [*heads, gettext("Weighted mean"), gettext("Weighted median")] if weighted else heads


def _centre(found: Crossing, centre: Centre | None, reader: Reader) -> list[str]:
    if len(found.axes) < 2 or all(table.centre is None for table in found.tables):
        return []
    second = found.axes[1]
    if centre is None:
        return [NOTHING] * (4 if found.weighted else 2)
    values = [centre.mean, centre.median]
    values += [centre.weighted_mean, centre.weighted_median] if found.weighted else []
    return [amount_text(second, value, reader) for value in values]


# -- as a file


def cross_rows(found: Crossing, reader: Reader) -> Iterator[Sequence[str | int | float | None]]:
    """The heads, then a row for each cell and margin, with all three percentages; figures as plain numbers."""
    heads = []
    for axis in reversed(found.axes):
        heads += [axis_name(axis, reader), gettext("Code: %(item)s", item=axis.key)]
    yield [*heads, gettext("People"), *_share_heads(weighted=found.weighted)]
    for table in found.tables:
        group = _named(found, 2, table, reader)
        for line in table.lines:
            row = [category_name(found.axes[0], line.category, reader)[0], line.category.code]
            for place, cell in enumerate(line.cells):
                column = found.axes[1].categories[place]
                yield [*group, category_name(found.axes[1], column, reader)[0], column.code, *row, *_figures(cell)]
            every = [gettext("All"), ""] if len(found.axes) > 1 else []
            yield [*group, *every, *row, *_figures(line.whole)]
        for place, cell in enumerate(table.columns):
            column = found.axes[1].categories[place]
            label = category_name(found.axes[1], column, reader)[0]
            yield [*group, label, column.code, gettext("All"), "", *_figures(cell)]


def _named(found: Crossing, place: int, table: Table, reader: Reader) -> list[str]:
    if table.group is None:
        return []
    return [category_name(found.axes[place], table.group, reader)[0], table.group.code]


def _share_heads(*, weighted: bool) -> list[str]:
    names = {
        Of.ROW: gettext("Percent of row"),
        Of.COLUMN: gettext("Percent of column"),
        Of.TOTAL: gettext("Percent of all"),
    }
    plain = [
        head
        for name in names.values()
        for head in (name, gettext("%(what)s, low", what=name), gettext("%(what)s, high", what=name))
    ]
    if not weighted:
        return plain
    return [*plain, gettext("Weighted number"), *(gettext("%(what)s, weighted", what=head) for head in plain)]


def _figures(cell: Cell) -> Sequence[str | int | float | None]:
    plain = [cell.count, *(figure for of in Of for figure in _share_figures(cell.shares.get(of)))]
    if not cell.weighted:
        return plain
    return [*plain, round(cell.weight, 3), *(figure for of in Of for figure in _share_figures(cell.weighted.get(of)))]


def _share_figures(share: Share | None) -> list[float | None]:
    return [None] * 3 if share is None else [round(value, 3) for value in (share.percent, *share.interval)]
