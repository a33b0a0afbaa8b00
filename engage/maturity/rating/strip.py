"""A strip of dots: one dot a person above the level that the person gave."""

from collections.abc import Mapping
from dataclasses import dataclass

_CELL, _PER_ROW, _STEP, _RADIUS, _AXIS = 30.0, 3, 8.5, 3.4, 16.0


@dataclass(frozen=True, slots=True)
class Strip:
    """In units of the picture; level 0 stands at the start of a line of text."""

    width: float
    height: float
    axis: float
    """Where the line between dots and levels is."""
    dots: tuple[tuple[float, float], ...]
    levels: tuple[tuple[float, int], ...]
    """Where each level's number stands."""
    radius: float = _RADIUS


def strip(levels: Mapping[int, int], top: int, *, rtl: bool = False) -> Strip:
    """Lay out the dots.

    :param levels: {level: people}
    :param top: the highest level that could be given
    """
    most = max(levels.values(), default=1)
    axis = _STEP * max(1, -(-most // _PER_ROW)) + 4
    width = _CELL * (top + 1)

    def place(x: float) -> float:
        return round(width - x if rtl else x, 1)

    dots = []
    for level, people in levels.items():
        for number in range(people):
            row, column = divmod(number, _PER_ROW)
            in_row = min(_PER_ROW, people - row * _PER_ROW)
            x = _CELL * (level + 0.5) + (column - (in_row - 1) / 2) * _STEP
            dots.append((place(x), round(axis - 6 - row * _STEP, 1)))
    names = tuple((place(_CELL * (level + 0.5)), level) for level in range(top + 1))
    return Strip(width, axis + _AXIS, axis, tuple(dots), names)
