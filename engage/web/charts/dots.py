"""A dot plot: each row a scale with what holds, what was said, is wanted and was, and how far people lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from engage.web.charts.drawing import LINE, SIZE, WIDTH, Sheet
from engage.web.charts.measure import width

TALL = 26.0
DOT = 6.0


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: float | None
    """What holds; None: nothing to draw."""
    text: str
    """The figure in words, at the end of the row."""
    beside: float | None = None
    """What was said, where it differs."""
    target: float | None = None
    earlier: float | None = None
    spread: tuple[float, float] | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """What the signs are called; an empty name leaves the sign out of the legend."""

    value: str
    beside: str = ""
    target: str = ""
    earlier: str = ""
    spread: str = ""


def dots(rows: Sequence[Row], legend: Legend, direction: str, *, top: int) -> Sheet:
    """A sheet with a legend and a row for each, on a scale from 0 to `top`."""
    sheet = Sheet(direction)
    y = _legend(sheet, legend)
    start, end = DOT + 2, WIDTH - max((width(row.text, SIZE) for row in rows), default=0) - 16
    scale = (end - start) / top
    for row in rows:
        y = sheet.paragraph(0, y + LINE, row.label, WIDTH, lang=row.lang) - LINE + 2
        _row(sheet, row, y, start, scale, top)
        y += TALL + 6
    for level in range(top + 1):
        sheet.text(start + level * scale, y + 8, str(level), anchor="middle")
    sheet.height = y + 16
    return sheet


def _row(sheet: Sheet, row: Row, y: float, start: float, scale: float, top: int) -> None:
    middle = y + TALL / 2
    sheet.line(start, middle, start + top * scale, middle, "eng-grid")
    for level in range(top + 1):
        sheet.line(start + level * scale, middle - 5, start + level * scale, middle + 5, "eng-grid")
    if row.spread:
        low, high = (start + each * scale for each in row.spread)
        sheet.line(low, middle, high, middle, "eng-spread")
    if row.earlier is not None:
        _sign(sheet, "earlier", start + row.earlier * scale, middle)
    if row.target is not None:
        _sign(sheet, "target", start + row.target * scale, middle)
    if row.beside is not None:
        _sign(sheet, "beside", start + row.beside * scale, middle)
    if row.value is not None:
        _sign(sheet, "value", start + row.value * scale, middle)
    sheet.text(WIDTH, middle + 5, row.text, anchor="end", css="eng-chart__value")


def _legend(sheet: Sheet, legend: Legend) -> float:
    y = 4.0
    for field in fields(legend):
        name = getattr(legend, field.name)
        if name:
            _sign(sheet, field.name, 12, y + 9)
            y = sheet.paragraph(32, y + 14, name, WIDTH - 32) - 14 + 4
    return y + 4


def _sign(sheet: Sheet, what: str, x: float, y: float) -> None:
    match what:
        case "value":
            sheet.circle(x, y, DOT, "eng-dot", "#0a5c63")
        case "beside":
            sheet.circle(x, y, DOT, "eng-ring")
        case "target":
            sheet.mark(x, y, "eng-mark")
        case "earlier":
            sheet.circle(x, y, DOT - 2, "eng-earlier", "#5a5a5a")
        case _:
            sheet.line(x - 10, y, x + 10, y, "eng-spread")
