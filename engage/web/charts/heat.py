"""A heat map: a line of cells for each row, the level written in every cell, darker where it is higher."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.web.charts.drawing import APART, LEVELS, LINE, WIDTH, Sheet

TALL = 44.0
GAP = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    name: str
    """Short: "INC-1", with a sign where it is a core indicator."""
    level: int | None
    """None: not answered, or it does not apply."""
    text: str
    """What stands in the cell: the level, or a sign for none."""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: Sequence[Cell]
    lang: str = ""


def heat(rows: Sequence[Row], direction: str) -> Sheet:
    """A sheet of rows; all cells have one width, that of the longest row."""
    sheet = Sheet(direction)
    most = max((len(row.cells) for row in rows), default=1)
    wide = (WIDTH - GAP * (most - 1)) / most
    y = 0.0
    for row in rows:
        y = sheet.paragraph(0, y + LINE, row.label, WIDTH, lang=row.lang) - LINE + 6
        for number, cell in enumerate(row.cells):
            _cell(sheet, cell, number * (wide + GAP), y, wide)
        y += TALL + 8
    sheet.height = y
    return sheet


def _cell(sheet: Sheet, cell: Cell, x: float, y: float, wide: float) -> None:
    colour = APART if cell.level is None else LEVELS[min(cell.level, len(LEVELS) - 1)]
    sheet.bar(x, y, wide, TALL, colour)
    css = "eng-on-dark" if colour.text == "#ffffff" else "eng-on-light"
    sheet.text(x + wide / 2, y + 17, cell.name, anchor="middle", css=css, fill=colour.text)
    sheet.text(x + wide / 2, y + 35, cell.text, anchor="middle", css=css, fill=colour.text)
