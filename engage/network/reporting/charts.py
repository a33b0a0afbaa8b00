"""Charts of figures: by month with the line of a target, by country or hub, on the map, and small for a tile.

What may not be shown exactly is drawn pale up to the most that it can be, and said in words beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engage.hubs.geography import europe
from engage.web.charts.drawing import APART, LINE, PLAIN, SIZE, WIDTH, Sheet
from engage.web.charts.land import TINTS, Ground, Land, land
from engage.web.charts.measure import width, wrap

TALL = 120.0
WIDEST = 60.0
"""Of a column: a single month is no wall."""
ROW = 24.0
THICK = 14.0
_HEAD = 26.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure in a chart."""

    label: str
    value: float | None
    """None: nothing is known, or nothing may be said."""
    text: str
    pale: bool = False
    """The value is the most it can be, not what it is."""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """The line of a target."""

    value: float
    text: str


def columns(marks: Sequence[Mark], direction: str, aims: Sequence[Aim] = ()) -> Sheet:
    """A column for each month, from zero."""
    sheet = Sheet(direction)
    slot, scale, floor = _grid(sheet, marks, aims)
    for number, mark in enumerate(marks):
        if mark.value is not None:
            height = mark.value * scale
            wide = min(slot * 0.72, WIDEST)
            sheet.bar((number + 0.5) * slot - wide / 2, floor - height, wide, height, APART if mark.pale else PLAIN)
    _texts(sheet, marks, slot, scale, floor)
    return sheet


def line(marks: Sequence[Mark], direction: str, aims: Sequence[Aim] = ()) -> Sheet:
    """A point for each month and a line between: for what stands at the end of a month, shares and spans of days."""
    sheet = Sheet(direction)
    slot, scale, floor = _grid(sheet, marks, aims)
    run: list[tuple[float, float]] = []
    for number, mark in enumerate([*marks, Mark("", None, "")]):
        if mark.value is None or mark.pale:
            if len(run) > 1:
                sheet.path(run, "eng-line")
            run = []
        else:
            run.append(((number + 0.5) * slot, floor - mark.value * scale))
    for number, mark in enumerate(marks):
        if mark.value is not None and mark.pale:
            sheet.bar((number + 0.3) * slot, floor - mark.value * scale, slot * 0.4, mark.value * scale, APART)
        elif mark.value is not None:
            sheet.circle((number + 0.5) * slot, floor - mark.value * scale, 3.5, "eng-dot", PLAIN.fill)
    _texts(sheet, marks, slot, scale, floor)
    return sheet


def _grid(sheet: Sheet, marks: Sequence[Mark], aims: Sequence[Aim]) -> tuple[float, float, float]:
    """Width of a month, height of one, and where zero is; with the lines of targets and their words above them."""
    known = [mark.value for mark in marks if mark.value is not None]
    most = max([*known, *(aim.value for aim in aims)], default=0.0) or 1.0
    slot, scale = WIDTH / max(len(marks), 1), TALL / most
    head = _HEAD + (LINE if aims else 0)
    floor = head + TALL
    for aim in sorted(aims, key=lambda each: each.value):
        y = floor - aim.value * scale
        sheet.line(0, y, WIDTH, y, "eng-outline-2")
        for number, words in enumerate(reversed(wrap(aim.text, SIZE, WIDTH - 4)[:2])):
            sheet.text(WIDTH, y - 5 - number * LINE, words, anchor="end")
    sheet.line(0, floor, WIDTH, floor, "eng-axis")
    return slot, scale, floor


def _texts(sheet: Sheet, marks: Sequence[Mark], slot: float, scale: float, floor: float) -> None:
    """Figures where there is room for all; else of the highest and the last. Months below, as many as fit."""
    roomy = all(width(mark.text, SIZE) * 1.1 + 4 <= slot for mark in marks if mark.value is not None)
    known = [number for number, mark in enumerate(marks) if mark.value is not None and not mark.pale]
    highest = max(known, key=lambda number: marks[number].value or 0, default=None)
    shown = set(range(len(marks))) if roomy else {*known[-1:], *([] if highest is None else [highest])}
    if not roomy and len(shown) == 2 and abs(max(shown) - min(shown)) * slot < 64:
        shown = {highest} if highest is not None else set()
    for number in sorted(shown):
        mark = marks[number]
        if mark.value is not None:
            _within(sheet, (number + 0.5) * slot, floor - mark.value * scale - 6, mark.text, "eng-chart__value")
    widest = max((width(mark.label, SIZE) for mark in marks), default=0) + 8
    every = next((n for n in range(1, len(marks) + 1) if n * slot >= widest), max(len(marks), 1))
    for number in range(0, len(marks), every):
        _within(sheet, (number + 0.5) * slot, floor + LINE, marks[number].label, "eng-chart__label")
    sheet.height = floor + LINE + 8


def _within(sheet: Sheet, x: float, y: float, text: str, css: str) -> None:
    """A centred text that stays on the sheet."""
    half = width(text, SIZE) / 2
    sheet.text(min(max(x, half), max(WIDTH - half, half)), y, text, anchor="middle", css=css)


def rows(marks: Sequence[Mark], direction: str) -> Sheet:
    """A line for each country or hub: its name, a bar from zero, the figure at its end."""
    sheet = Sheet(direction)
    names = min(max((width(mark.label, SIZE) for mark in marks), default=0) + 10, WIDTH * 0.42)
    figures = max((width(mark.text, SIZE * 1.08) for mark in marks), default=0) + 8
    room = max(WIDTH - names - figures, 40.0)
    most = max((mark.value or 0 for mark in marks), default=0) or 1.0
    y = 0.0
    for mark in marks:
        lines = wrap(mark.label, SIZE, names - 8)
        for number, words in enumerate(lines):
            sheet.text(0, y + 12 + number * LINE, words, lang=mark.lang)
        long = (mark.value or 0) / most * room
        if mark.value:
            sheet.bar(names, y, long, THICK, APART if mark.pale else PLAIN)
        sheet.line(names, y - 3, names, y + THICK + 3, "eng-axis")
        sheet.text(names + long + 6, y + 12, mark.text, css="eng-chart__value")
        y += ROW + (len(lines) - 1) * LINE if lines else ROW
    sheet.height = y + 2
    return sheet


def spark(marks: Sequence[Mark], direction: str) -> Sheet:
    """The months of a figure at a glance, without words: its table stands one click away."""
    sheet = Sheet(direction, 46.0)
    most = max((mark.value or 0 for mark in marks), default=0) or 1.0
    slot = WIDTH / max(len(marks), 1)
    for number, mark in enumerate(marks):
        height = (mark.value or 0) / most * 42
        if height:
            wide = min(slot * 0.8, WIDEST)
            sheet.bar((number + 0.5) * slot - wide / 2, 44 - height, wide, height, APART if mark.pale else PLAIN)
    sheet.line(0, 44, WIDTH, 44, "eng-axis")
    return sheet


@lru_cache(maxsize=1)
def _ground() -> Ground:
    drawn = europe()
    lands = {code: Land(shape.path, (shape.x, shape.y), shape.small) for code, shape in drawn.shapes.items()}
    return Ground(drawn.width, drawn.height, lands, drawn.other)


def on_map(values: Mapping[str, float | None], legend: Sequence[str], nothing: str, few: str, direction: str) -> Sheet:
    """Countries in tints, by quarters of the highest figure; those with nothing look like those not looked at.

    :param values: ISO 3166 code -> figure; None: too few to say
    :param legend: the names of the four quarters; empty for one that nothing lies in
    """
    most = max((value for value in values.values() if value), default=0.0)
    step = most / len(TINTS)
    levels = {
        code: None if value is None else min(int(value / step - 1e-9), len(TINTS) - 1)
        for code, value in values.items()
        if value is None or value > 0
    }
    named: list[tuple[int | None, str]] = [(tint, words) for tint, words in enumerate(legend) if most and words]
    if None in levels.values():
        named.append((None, few))
    sheet = land(_ground(), levels, named, direction)
    y = sheet.paragraph(0, sheet.height + 12, nothing, WIDTH) if nothing else sheet.height
    sheet.height = max(sheet.height, y - 6)
    return sheet
