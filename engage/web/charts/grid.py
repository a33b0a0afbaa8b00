"""A heat map of a table: a block of cells for each row, a figure in every cell, darker where it is higher."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.web.charts.drawing import APART, LEVELS, LINE, WIDTH, Sheet

MOST_A_LINE = 8
"""More cells go on in a second line: a figure needs room on a phone."""
TALL = 44.0
GAP = 3.0


@dataclass(frozen=True, slots=True)
class Cell:
    share: float | None
    """In percent, what the colour says; None where there is nothing to show."""
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: Sequence[Cell]
    """One for each column."""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column. Its number stands in the cells, its name in the list above them."""

    number: str
    label: str
    lang: str = ""


def level(share: float, most: float) -> int:
    """The place among the tints: fifths of the highest figure."""
    return min(int(share / most * len(LEVELS)), len(LEVELS) - 1) if most > 0 else 0


def grid(heads: Sequence[Head], rows: Sequence[Row], direction: str) -> Sheet:
    """A sheet with the numbered names of the columns, then a block of cells for each row."""
    sheet = Sheet(direction)
    y = 4.0
    for head in heads:
        sheet.text(0, y + 14, head.number, css="eng-chart__value")
        y = sheet.paragraph(26, y + 14, head.label, WIDTH - 26, lang=head.lang) - 14
    y += 8
    wide = (WIDTH - GAP * (min(len(heads), MOST_A_LINE) - 1)) / max(min(len(heads), MOST_A_LINE), 1)
    most = max((cell.share for row in rows for cell in row.cells if cell.share is not None), default=0.0)
    for row in rows:
        y = sheet.paragraph(0, y + LINE, row.label, WIDTH, lang=row.lang) - LINE + 6
        for place, (head, cell) in enumerate(zip(heads, row.cells, strict=True)):
            line, column = divmod(place, MOST_A_LINE)
            _cell(sheet, head, cell, column * (wide + GAP), y + line * (TALL + GAP), wide, most)
        y += (-(-len(row.cells) // MOST_A_LINE)) * (TALL + GAP) + 6
    sheet.height = y
    return sheet


def _cell(sheet: Sheet, head: Head, cell: Cell, x: float, y: float, wide: float, most: float) -> None:
    colour = APART if cell.share is None else LEVELS[level(cell.share, most)]
    sheet.bar(x, y, wide, TALL, colour)
    css = "eng-on-dark" if colour.text == "#ffffff" else "eng-on-light"
    sheet.text(x + wide / 2, y + 17, head.number, anchor="middle", css=css, fill=colour.text)
    sheet.text(x + wide / 2, y + 35, cell.text, anchor="middle", css=css, fill=colour.text)
