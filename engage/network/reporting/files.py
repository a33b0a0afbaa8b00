"""Figures as files: CSV and a workbook. What a page shows, and nothing beside it; columns do not change with language.

A number that is not shown has no value, and `state` says why: `few`, `hidden`, `nothing`. `about` stands for one that
is rounded.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from engage.core.spreadsheets import guarded
from engage.network.domain.figures import Number
from engage.network.reporting.board import Board, Figure, Named
from engage.network.reporting.telling import Teller

Value = str | int | float | None
Row = tuple[Value, ...]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
COLUMNS = ("figure", "title", "unit", "by", "code", "name", "value", "state", "base")
LONGEST_CELL = 32_767


def made(board: Board, teller: Teller, kind: str) -> bytes:
    return to_csv(board, teller) if kind == "csv" else to_xlsx(board, teller)


def state(number: Number) -> str:
    """`shown`, `about`, `few`, `hidden` or `nothing`."""
    if number.withheld:
        return "hidden"
    if number.below is not None:
        return "few"
    if number.value is None:
        return "nothing"
    return "about" if number.about else "shown"


def rows(board: Board, teller: Teller) -> Iterator[Row]:
    """One line a number: of the whole, of the period before, by country, by hub, by month, by part."""
    for figure in board.figures:
        head = (figure.key, teller.pick(figure.title), str(figure.unit))
        yield (*head, "total", "", "", *_number(figure.total))
        yield (*head, "before", "", "", *_number(figure.before))
        for by, numbers, name in _cuts(board, figure, teller):
            for code, number in numbers:
                yield (*head, by, code, name(code), *_number(number))
        for part in figure.parts:
            yield (*head, "part", part.key, teller.pick(part.name), *_number(part.number))


def _cuts(board: Board, figure: Figure, teller: Teller) -> Iterator[tuple[str, Named, Any]]:
    yield "country", figure.countries, teller.country
    yield "hub", figure.hubs, lambda slug: teller.hub(board, slug)
    yield "month", figure.months, teller.month


def _number(number: Number) -> Row:
    return (_plain(number.value), state(number), number.base)


def _plain(value: float | None) -> Value:
    return int(value) if value is not None and float(value).is_integer() else value


def to_csv(board: Board, teller: Teller) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF; no cell begins like a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(each) if isinstance(each, str) else each for each in row] for row in rows(board, teller))
    return ("\ufeff" + out.getvalue()).encode()


def to_xlsx(board: Board, teller: Teller) -> bytes:
    """Sheets `figures`, `by country`, `by hub`, `by month`, `definitions`, `about`; every text is a text."""
    from xlsxwriter import Workbook  # loaded where a file is wanted

    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with Workbook(out, safe) as book:
        bold = book.add_format({"bold": True})
        for name, head, lines in _sheets(board, teller):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 28)
            sheet.set_column(1, max(1, len(head) - 1), 18)
            for number, row in enumerate([head, *lines]):
                for place, value in enumerate(row):
                    _write(sheet, number, place, value, bold if number == 0 else None)
    return out.getvalue()


def _sheets(board: Board, teller: Teller) -> Iterator[tuple[str, Sequence[Value], list[Row]]]:
    yield (
        "figures",
        ("figure", "title", "unit", "value", "state", "base", "before", "before_state", "definition"),
        [
            (
                *(each.key, teller.pick(each.title), str(each.unit)),
                *_number(each.total),
                *_number(each.before)[:2],
                teller.pick(each.definition),
            )
            for each in board.figures
        ],
    )
    for name in ("country", "hub", "month"):
        yield f"by {name}", *_wide(board, teller, name)
    yield (
        "definitions",
        ("figure", "title", "definition"),
        [(each.key, teller.pick(each.title), teller.pick(each.definition)) for each in board.figures],
    )
    yield "about", ("name", "value"), about(board, teller)


def _wide(board: Board, teller: Teller, by: str) -> tuple[Sequence[Value], list[Row]]:
    """A line for each country, hub or month; a column for each figure. What is not shown says so in words."""
    lines: dict[str, list[Value]] = {}
    for figure in board.figures:
        numbers, name = next((named, say) for cut, named, say in _cuts(board, figure, teller) if cut == by)
        for code, _ in numbers:
            lines.setdefault(code, [code, name(code)])
    for figure in board.figures:
        found = dict(next(named for cut, named, _ in _cuts(board, figure, teller) if cut == by))
        for code, line in lines.items():
            line.append(_shown(found.get(code), figure, teller))
    head = ("code", "name", *(each.key for each in board.figures))
    ordered = sorted(lines.values(), key=lambda line: str(line[0]) or "~")
    return head, [tuple(line) for line in ordered]


def _shown(number: Number | None, figure: Figure, teller: Teller) -> Value:
    if number is None or state(number) == "nothing":
        return None
    if state(number) in ("few", "hidden"):
        return teller.number(number, figure.unit)
    return _plain(number.value)


def about(board: Board, teller: Teller) -> list[Row]:
    narrowed = board.narrowed
    return [
        ("since", board.since),
        ("until", board.until),
        ("hub", narrowed.hub),
        ("country", narrowed.country),
        ("scope", narrowed.scope),
        ("area", narrowed.area),
        ("counted_on", board.counted_on.isoformat()),
        ("definitions", board.definitions),
        ("answer_days", board.answer_days),
        ("protection", teller.protection(board.exact)),
    ]


def _write(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_CELL], look)
    elif value is not None:
        sheet.write_number(row, column, value, look)
