"""Columns side by side: the distribution of a number, or something by day; and a box that sums it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

from engage.web.charts.drawing import BOX, LINE, PLAIN, SIZE, WIDTH, Sheet
from engage.web.charts.measure import width

TALL = 140.0
GAP = 8.0
"""Between the labels of two columns."""


@dataclass(frozen=True, slots=True)
class ColumnBar:
    label: str
    """Under the column, where there is room."""
    value: float
    text: str
    """Above the column, where there is room."""
    inner: float | None = None
    """The part of it that is drawn stronger; None where a column has no parts."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Positions along the axis, in columns: 2.5 is the middle of the third."""

    lower: float
    median: float
    upper: float
    mean: float


def columns(
    bars: Sequence[ColumnBar],
    direction: str,
    *,
    ends: tuple[tuple[str, str], tuple[str, str]] | None = None,
    summary: Summary | None = None,
) -> Sheet:
    """Columns from zero. `ends`: what the first and the last stand for, each with its language."""
    sheet = Sheet(direction)
    slot = WIDTH / max(len(bars), 1)
    most = max((bar.value for bar in bars), default=0) or 1
    base = TALL + LINE
    roomy = all(width(bar.text, SIZE) + 5 <= slot for bar in bars)  # they are bold
    for number, bar in enumerate(bars):
        height = bar.value / most * TALL
        x, wide = number * slot + slot * 0.08, slot * 0.84
        sheet.bar(x, base - height, wide, height, PLAIN if bar.inner is None else BOX)
        if bar.inner is not None:
            inner = bar.inner / most * TALL
            sheet.bar(x, base - inner, wide, inner, PLAIN)
        if roomy or (bar.value == most and not any(b.value == most for b in bars[:number])):
            _within(sheet, (number + 0.5) * slot, base - height - 4, bar.text)
    sheet.line(0, base, WIDTH, base, "eng-axis")
    _labels(sheet, bars, slot, base + LINE - 2)
    y = base + LINE + 4
    if summary:
        _box(sheet, summary, slot, y + 10)
        y += 24
    if ends:
        y = _ends(sheet, ends, y + LINE - 4)
    sheet.height = y + 2
    return sheet


def _within(sheet: Sheet, x: float, y: float, text: str) -> None:
    """A centred text that stays on the sheet."""
    sheet.text(_moved_in(x, text), y, text, anchor="middle", css="eng-chart__value")


def _moved_in(x: float, text: str) -> float:
    """Where the middle of a text must be so that it stays on the sheet."""
    half = width(text, SIZE) / 2
    return min(max(x, half), max(WIDTH - half, half))


def _labels(sheet: Sheet, bars: Sequence[ColumnBar], slot: float, y: float) -> None:
    """Every label, or every second, third … so that they keep apart, also where one was moved in."""
    placed = [(_moved_in((number + 0.5) * slot, bar.label), bar.label) for number, bar in enumerate(bars)]
    every = next((n for n in range(1, len(bars) + 1) if all(starmap(_are_apart, pairwise(placed[::n])))), 1)
    for x, text in placed[::every]:
        sheet.text(x, y, text, anchor="middle")


def _are_apart(one: tuple[float, str], other: tuple[float, str]) -> bool:
    return other[0] - one[0] >= (width(one[1], SIZE) + width(other[1], SIZE)) / 2 + GAP


def _box(sheet: Sheet, summary: Summary, slot: float, y: float) -> None:
    lower, upper = summary.lower * slot, summary.upper * slot
    sheet.line(0, y, WIDTH, y, "eng-axis")
    sheet.bar(lower, y - 7, max(upper - lower, 1), 14, BOX)
    sheet.line(summary.median * slot, y - 9, summary.median * slot, y + 9, "eng-median")
    sheet.mark(summary.mean * slot, y, "eng-mark")


def _ends(sheet: Sheet, ends: tuple[tuple[str, str], tuple[str, str]], y: float) -> float:
    (low, low_lang), (high, high_lang) = ends
    room = WIDTH / 2 - 8
    after_low = sheet.paragraph(0, y, low, room, lang=low_lang)
    after_high = sheet.paragraph(WIDTH, y, high, room, anchor="end", lang=high_lang)
    return max(after_low, after_high) - LINE + 4
