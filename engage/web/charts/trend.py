"""Something over time: a line for each row from one moment to the next, each figure written at its point.

Rows stand below each other, so that lines never cross and no colour has to tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.web.charts.drawing import LINE, SIZE, WIDTH, Sheet
from engage.web.charts.measure import width, wrap

TALL = 64.0
DOT = 3.5


@dataclass(frozen=True, slots=True)
class Point:
    value: float
    text: str
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    points: Sequence[Point | None]
    """One for each moment; None where nothing is known, and the line breaks."""
    lang: str = ""


def trend(moments: Sequence[str], rows: Sequence[Row], direction: str, *, whole: float = 100.0) -> Sheet:
    """A sheet with a band for each row, all on one scale from zero, and the moments under the last.

    :param whole: the top of the scale, where the highest figure comes near it
    """
    sheet = Sheet(direction)
    every = [point for row in rows for point in row.points if point is not None]
    most = max((point.interval[1] if point.interval else point.value for point in every), default=0.0)
    top = min(whole, most * 1.1) or whole
    slot = WIDTH / max(len(moments), 1)
    roomy = all(width(point.text, SIZE) + 8 <= slot for point in every)
    y = 0.0
    for row in rows:
        y = sheet.paragraph(0, y + LINE, row.label, WIDTH, lang=row.lang) - LINE + LINE
        _band(sheet, row, y, slot, TALL / top, roomy=roomy)
        y += TALL + 10
    sheet.height = _moments(sheet, moments, slot, y)
    return sheet


def _band(sheet: Sheet, row: Row, y: float, slot: float, scale: float, *, roomy: bool) -> None:
    floor = y + TALL
    sheet.line(0, floor, WIDTH, floor, "eng-grid")
    run: list[tuple[float, float]] = []
    for place, point in enumerate([*row.points, None]):
        if point is None:
            if len(run) > 1:
                sheet.path(run, "eng-line")
            run = []
            continue
        run.append(((place + 0.5) * slot, floor - point.value * scale))
    shown = [(place, point) for place, point in enumerate(row.points) if point is not None]
    ends = {shown[0][0], shown[-1][0]} if shown else set()
    for place, point in shown:
        x, height = (place + 0.5) * slot, floor - point.value * scale
        if point.interval:
            low, high = (floor - end * scale for end in point.interval)
            sheet.line(x, low, x, high, "eng-interval")
        sheet.circle(x, height, DOT if roomy else 2.0, "eng-dot", "#0a5c63")
        if roomy or place in ends:
            above = min(height, floor - point.interval[1] * scale) if point.interval else height
            half = width(point.text, SIZE) / 2
            sheet.text(min(max(x, half), WIDTH - half), above - 7, point.text, anchor="middle", css="eng-chart__value")


def _moments(sheet: Sheet, moments: Sequence[str], slot: float, y: float) -> float:
    """What stands under the points: wrapped where there is room for words, else the first and the last."""
    if slot >= 60:
        bottom = y
        for place, moment in enumerate(moments):
            for number, line in enumerate(wrap(moment, SIZE, slot - 6)):
                sheet.text((place + 0.5) * slot, y + 12 + number * LINE, line, anchor="middle")
                bottom = max(bottom, y + 12 + number * LINE)
        return bottom + 8
    first = sheet.paragraph(0, y + 12, moments[0], WIDTH / 2 - 8)
    last = sheet.paragraph(WIDTH, y + 12, moments[-1], WIDTH / 2 - 8, anchor="end")
    return max(first, last) - LINE + 8
