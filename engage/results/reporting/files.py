"""Published figures as files: CSV, a workbook, JSON. What a page shows, and nothing beside it."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engage.core.spreadsheets import guarded
from engage.results.charts.published import Teller
from engage.results.publishing.figures import Published, Question, Table
from engage.results.reporting.items import Item, crossed

Value = str | int | float | None
Row = Sequence[Value]
COLUMNS = (
    "question", "label", "row", "by", "by_label", "group", "group_label", "answer", "answer_label",
    "state", "count", "percent", "percent_weighted", "base", "mean", "median",
)  # fmt: skip
"""Documented in docs/reference/public-results.md."""
LONGEST_CELL = 32_767


def rows(published: Published, teller: Teller) -> Iterator[Row]:
    """One row a figure: of everybody, of each group that can be chosen, of crossings, of earlier surveys."""
    for question in published.questions:
        yield from _table(question, question.table, ("", "", "", ""), teller)
        for each in published.filters:
            for value in each.values:
                table = question.by.get(each.key, {}).get(value.code)
                if table is not None:
                    group = (each.key, teller.pick(each.label)[0], value.code, teller.pick(value.label)[0])
                    yield from _table(question, table, group, teller)
        for wave in question.waves:
            by = ("_wave", "", f"{wave.survey}/{wave.edition}", "")
            yield from _table(question, wave.table, by, teller)
    for crossing, of, columns in crossed(published):
        for option in columns.options:
            if option.code in crossing.tables:
                group = (columns.key, teller.title(columns)[0], option.code, teller.pick(option.label)[0])
                yield from _table(of, crossing.tables[option.code], group, teller)


def _table(question: Question, table: Table, group: tuple[str, str, str, str], teller: Teller) -> Iterator[Row]:
    label, row = teller.pick(question.label)[0], teller.pick(question.row)[0] if question.row else ""
    head = (question.key, label, row, *group)
    whole = (table.base, table.mean, table.median)
    if not table.cells:
        yield (*head, "", "", "few" if table.few else "hidden", None, None, None, *whole)
    labels = {each.code: teller.pick(each.label)[0] for each in question.options}
    for cell in table.cells:
        figures = (cell.state.value, cell.count, cell.percent, cell.weighted)
        yield (*head, cell.code, labels[cell.code], *figures, *whole)


def to_csv(columns: Sequence[str], lines: Iterator[Row]) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF; no cell begins like a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(value) if isinstance(value, str) else value for value in line] for line in lines)
    return ("\ufeff" + out.getvalue()).encode("utf-8", errors="replace")


def to_xlsx(
    columns: Sequence[str], lines: Iterator[Row], about: Sequence[tuple[str, str]], *, mirrored: bool = False
) -> bytes:
    """A sheet of figures and one that says what they are; every text is a text, also after `=`.

    :param mirrored: from right to left
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with Workbook(out, safe) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("figures")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns, bold)
        for number, line in enumerate(lines, start=1):
            for place, value in enumerate(line):
                _write(sheet, number, place, value)
        sheet = book.add_worksheet("about")
        for number, (label, text) in enumerate(about):
            _write(sheet, number, 0, label)
            _write(sheet, number, 1, text)
        if mirrored:
            for sheet in book.worksheets():
                sheet.right_to_left()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_CELL])
    elif value is not None:
        sheet.write_number(row, column, value)


def to_json(edition: Mapping[str, Any], figures: Mapping[str, Any], texts: Mapping[str, Any]) -> bytes:
    """The edition as it is stored, in all its languages."""
    document = {"edition": edition, "figures": figures, "texts": texts}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def item_to_csv(item: Item) -> bytes:
    """The tables of one item as the page shows them."""
    lines: list[Row] = []
    for grid in item.grids:
        lines += [[grid.caption.text], [head.text for head in grid.heads]]
        lines += [[label.text, *cells] for label, cells in grid.rows]
        lines.append([])
    title = [item.title.text, item.note] if item.note else [item.title.text]
    return to_csv(title, iter(lines))
