"""Stacked bars: one row a bar, all of the same length, for statements judged on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.web.charts.drawing import APART, ENDS, LINE, SIZE, WIDTH, Colour, Sheet
from engage.web.charts.measure import width

THICK = 24.0
SWATCH = 14.0
_PLACES = {
    1: (9,), 2: (1, 9), 3: (1, 5, 9), 4: (1, 3, 7, 9), 5: (1, 3, 5, 7, 9), 6: (1, 2, 3, 7, 8, 9),
    7: (1, 2, 3, 5, 7, 8, 9), 8: (1, 2, 3, 4, 6, 7, 8, 9), 9: (1, 2, 3, 4, 5, 6, 7, 8, 9),
}  # fmt: skip
MOST_STEPS = len(ENDS)


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of the scale."""

    label: str
    lang: str = ""
    apart: bool = False
    """Not on the scale ("I do not know"): grey."""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    note: str
    parts: Sequence[tuple[float, str]]
    """Percent and its text, for each step."""
    lang: str = ""


def colours(steps: Sequence[Step]) -> list[Colour]:
    """From brown to teal over the steps of the scale, grey for what stands apart."""
    scale = iter(_PLACES[max(sum(not step.apart for step in steps), 1)])
    return [APART if step.apart else ENDS[next(scale) - 1] for step in steps]


def stacked(steps: Sequence[Step], rows: Sequence[Row], direction: str) -> Sheet:
    """The legend in the order of the segments, then a bar a row; a figure stands in each segment with room."""
    sheet, fills = Sheet(direction), colours(steps)
    y = 0.0
    for step, colour in zip(steps, fills, strict=True):
        sheet.bar(0, y + 3, SWATCH, SWATCH, colour)
        y = sheet.paragraph(SWATCH + 8, y + 15, step.label, WIDTH - SWATCH - 8, lang=step.lang) - 15
    y += 8
    for row in rows:
        y = sheet.paragraph(0, y + LINE, row.label, WIDTH, lang=row.lang) - LINE
        y = sheet.paragraph(0, y + LINE, row.note, WIDTH) - LINE + 5
        x = 0.0
        for (percent, text), colour in zip(row.parts, fills, strict=True):
            length = percent / 100 * WIDTH
            if length > 0:
                sheet.bar(x, y, length, THICK, colour)
            if width(text, SIZE) + 4 <= length:
                css = "eng-on-dark" if colour.text == "#ffffff" else "eng-on-light"
                sheet.text(x + length / 2, y + 17, text, anchor="middle", css=css, fill=colour.text)
            x += length
        y += THICK + 6
    sheet.height = y + 2
    return sheet
