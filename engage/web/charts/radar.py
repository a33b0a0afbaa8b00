"""A radar: several outlines around one centre, to see a shape at a glance.

Its area means nothing and the order of its axes is arbitrary, so it never stands without a table and a dot plot. Each
outline has a line of its own (solid, dashed, dotted), because colour alone tells nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from engage.web.charts.drawing import LINE, SIZE, WIDTH, Sheet
from engage.web.charts.measure import width

RADIUS = 118.0
STYLES = ("eng-outline-1", "eng-outline-2", "eng-outline-3", "eng-outline-4")
"""Solid, dashed, dotted, dash and dot; see `_charts.scss`."""


@dataclass(frozen=True, slots=True)
class Outline:
    name: str
    values: Sequence[float | None]
    """One for each axis; None leaves the axis out of the outline."""


def radar(axes: Sequence[str], outlines: Sequence[Outline], direction: str, *, top: int) -> Sheet:
    """A sheet with a legend and the outlines from 0 in the centre to `top`.

    :param axes: short names, written around; at least three
    """
    sheet = Sheet(direction)
    y = _legend(sheet, outlines)
    centre = (WIDTH / 2, y + RADIUS + 34)
    corners = [_on_circle(number, len(axes)) for number in range(len(axes))]
    for level in range(1, top + 1):
        sheet.outline([_point(centre, corner, level / top) for corner in corners], "eng-grid")
    for corner, name in zip(corners, axes, strict=True):
        end = _point(centre, corner, 1)
        sheet.line(*centre, *end, "eng-grid")
        _name(sheet, _point(centre, corner, 1.07 if corner[1] > -0.9 else 1.14), corner, name)
    for level in range(top + 1):
        x, height = _point(centre, corners[0], level / top)
        sheet.text(x - 4, height + 5, str(level), anchor="end", css="eng-chart__label")
    for style, outline in zip(STYLES, outlines, strict=False):
        pairs = zip(corners, outline.values, strict=True)
        points = [_point(centre, corner, value / top) for corner, value in pairs if value is not None]
        if points:
            sheet.outline(points, style)
    sheet.height = centre[1] + RADIUS + 30
    return sheet


def _legend(sheet: Sheet, outlines: Sequence[Outline]) -> float:
    y = 4.0
    for style, outline in zip(STYLES, outlines, strict=False):
        sheet.line(0, y + 9, 34, y + 9, style)
        y = sheet.paragraph(42, y + 14, outline.name, WIDTH - 42) - 14 + 4
    return y


def _on_circle(number: int, of: int) -> tuple[float, float]:
    """The direction of an axis, clockwise from the top; the sheet mirrors it where people read from the right."""
    turn = 2 * pi * number / of
    return sin(turn), -cos(turn)


def _point(centre: tuple[float, float], corner: tuple[float, float], share: float) -> tuple[float, float]:
    return centre[0] + corner[0] * RADIUS * share, centre[1] + corner[1] * RADIUS * share


def _name(sheet: Sheet, at: tuple[float, float], corner: tuple[float, float], name: str) -> None:
    x, y = at
    anchor = "middle" if abs(corner[0]) < 0.2 else ("start" if corner[0] > 0 else "end")
    room = width(name, SIZE)
    x = min(max(x, room if anchor == "end" else 0), WIDTH - (room if anchor == "start" else 0))
    sheet.text(x, y + (LINE / 3 if abs(corner[1]) < 0.9 else (0 if corner[1] < 0 else LINE * 0.7)), name, anchor=anchor)
