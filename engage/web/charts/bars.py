"""Horizontal bars: one a row, or one a row and group, the label above and the figure at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from engage.web.charts.drawing import LINE, PLAIN, SIZE, WIDTH, Colour, Sheet
from engage.web.charts.measure import BOLD, width, wrap

THICK = 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    value: float
    """In the unit of the scale, from zero."""
    text: str
    """The figure in words, written at the end of the bar."""
    interval: tuple[float, float] | None = None
    mark: float | None = None
    """A second figure on the same scale: the centre of compositions."""
    name: str = ""
    """The group; written above the bar."""
    lang: str = ""
    colour: Colour = PLAIN

    @property
    def reach(self) -> float:
        return max(self.value, self.interval[1] if self.interval else 0, self.mark or 0)


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    bars: Sequence[Bar]
    lang: str = ""


def bars(rows: Sequence[Row], direction: str, *, whole: float = 100.0) -> Sheet:
    """A sheet of bars from zero to the smallest tenth of `whole` that holds them all."""
    sheet = Sheet(direction)
    every = [bar for row in rows for bar in row.bars]
    room = WIDTH - max((width(bar.text, SIZE * BOLD) for bar in every), default=0) - 10
    most = max((bar.reach for bar in every), default=0)
    end = min(whole, ceil(most / whole * 10) * whole / 10) or whole
    y = 0.0
    for row in rows:
        y = sheet.paragraph(0, y + LINE, row.label, WIDTH, lang=row.lang) - LINE + 5
        for bar in row.bars:
            y = _bar(sheet, y, bar, room / max(end, most))
        y += 6
    sheet.height = y + 2
    return sheet


def _bar(sheet: Sheet, y: float, bar: Bar, scale: float) -> float:
    for line in wrap(bar.name, SIZE, WIDTH - 12):
        sheet.text(8, y + LINE - 3, line, lang=bar.lang)
        y += LINE
    y += 3 if bar.name else 0
    sheet.bar(0, y, bar.value * scale, THICK, bar.colour)
    sheet.line(0, y - 2, 0, y + THICK + 2, "eng-axis")
    middle = y + THICK / 2
    if bar.interval:
        low, high = (end * scale for end in bar.interval)
        sheet.line(low, middle, high, middle, "eng-halo")
        sheet.line(low, middle, high, middle, "eng-interval")
        sheet.line(low, middle - 4, low, middle + 4, "eng-interval")
        sheet.line(high, middle - 4, high, middle + 4, "eng-interval")
    if bar.mark is not None:
        sheet.mark(bar.mark * scale, middle, "eng-mark")
    sheet.text(max(bar.reach * scale, 0) + 8, middle + 5, bar.text, css="eng-chart__value")
    return y + THICK + 4
