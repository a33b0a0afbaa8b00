"""A map: countries in four tints, each tint named in a legend. East is on the right in every direction of writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.web.charts.drawing import APART, LEVELS, WIDTH, Colour, Sheet

SWATCH = 16.0
_REST = Colour("eng-rest", "#eef1f2")
TINTS = LEVELS[1:]
"""Each can be told from land that is not looked at."""


@dataclass(frozen=True, slots=True)
class Land:
    path: str
    at: tuple[float, float]
    small: bool = False
    """Hard to see: it gets a mark as well."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the map is drawn on, in its own units."""

    width: float
    height: float
    lands: Mapping[str, Land]
    other: str
    """Land beside the countries."""


def land(
    ground: Ground, levels: Mapping[str, int | None], legend: Sequence[tuple[int | None, str]], direction: str
) -> Sheet:
    """A sheet with the map and its legend.

    :param levels: country -> place in `TINTS`; None: too few to say
    :param legend: (place in `TINTS`, its name), None for what cannot be said
    """
    sheet = Sheet(direction)
    factor = WIDTH / ground.width
    sheet.land(0, 0, ground.other, factor, _REST)
    for code, each in ground.lands.items():
        if code not in levels:
            sheet.land(0, 0, each.path, factor, _REST)
    for code, level in levels.items():
        if code in ground.lands:
            sheet.land(0, 0, ground.lands[code].path, factor, _tint(level))
    for code, level in levels.items():
        if code in ground.lands and ground.lands[code].small:
            x, y = (place * factor for place in ground.lands[code].at)
            sheet.bar(WIDTH - x - 4 if direction == "rtl" else x - 4, y - 4, 8, 8, _tint(level))
    y = ground.height * factor + 12
    for tint, name in legend:
        sheet.bar(0, y, SWATCH, SWATCH, _tint(tint))
        y = sheet.paragraph(SWATCH + 10, y + 13, name, WIDTH - SWATCH - 10) - 13 + 6
    sheet.height = y
    return sheet


def _tint(level: int | None) -> Colour:
    return APART if level is None else TINTS[level]
