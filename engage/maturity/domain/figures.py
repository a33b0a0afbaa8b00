"""What a figure of a metric can be, and what of it people outside the team see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.maturity.domain.model import Figure, Metric, Unit

SMALLEST = 10
"""Fewer people than this are shown as "fewer than 10" to anybody outside the team."""
LARGEST = 1_000_000_000
_MOST = {Unit.PERCENT: 100.0, Unit.SHARE: 100.0, Unit.MEAN: 5.0, Unit.GAP: 1.0}
_LEAST = {Unit.MEAN: 1.0}
_WHOLE = frozenset({Unit.COUNT, Unit.PEOPLE})
_OF_PEOPLE = frozenset({Unit.SHARE, Unit.MEAN, Unit.GAP})


class Trouble(StrEnum):
    """What is wrong with a figure that somebody declares."""

    UNKNOWN = "unknown"
    """The metric has no such figure."""
    COUNTED = "counted"
    """The platform has counted it."""
    TOO_LOW = "too-low"
    TOO_HIGH = "too-high"
    NOT_WHOLE = "not-whole"


@dataclass(frozen=True, slots=True)
class Problem:
    figure: str
    trouble: Trouble


def bounds(unit: Unit) -> tuple[float, float]:
    """The lowest and the highest number that a figure can be."""
    return _LEAST.get(unit, 0.0), _MOST.get(unit, float(LARGEST))


def whole(unit: Unit) -> bool:
    """Whether it counts things."""
    return unit in _WHOLE


def problems(metric: Metric, given: Mapping[str, float], counted: Mapping[str, float]) -> Sequence[Problem]:
    """What is wrong with figures that somebody declares, in their order.

    :param counted: figures that the platform has counted: nobody says something else
    """
    figures = {each.name: each for each in metric.figures}
    found = ((name, _trouble(figures.get(name), value, name in counted)) for name, value in given.items())
    return [Problem(name, trouble) for name, trouble in found if trouble is not None]


def _trouble(figure: Figure | None, value: float, counted: bool) -> Trouble | None:
    if figure is None:
        return Trouble.UNKNOWN
    if counted:
        return Trouble.COUNTED
    least, most = bounds(figure.unit)
    if not value >= least:
        return Trouble.TOO_LOW
    if value > most:
        return Trouble.TOO_HIGH
    return Trouble.NOT_WHOLE if whole(figure.unit) and value != int(value) else None


def counted(figures: Mapping[str, float | None], by_hand: Collection[str]) -> Mapping[str, float]:
    """What the platform has counted of a metric: without figures that are not known, and those that somebody declared.
    These alone verify a level."""
    return {name: value for name, value in figures.items() if value is not None and name not in by_hand}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is shown."""

    figure: Figure
    value: float | None
    """None: it is too small to be shown."""


def shown(metric: Metric, figures: Mapping[str, float], *, inside: bool) -> Sequence[Shown]:
    """The figures of a metric that are known, in the order of the model.

    Outside the team, a number of people below ten stands as "fewer than 10", and while one of a metric does, its
    shares and means of people are not shown at all: the number could be worked out from them. The team sees all.

    :param figures: what is known, by name
    """
    there = [(each, figures[each.name]) for each in metric.figures if each.name in figures]
    if inside:
        return [Shown(figure, value) for figure, value in there]
    few = any(figure.unit is Unit.PEOPLE and value < SMALLEST for figure, value in there)
    return [_outside(figure, value, few) for figure, value in there if not (few and figure.unit in _OF_PEOPLE)]


def _outside(figure: Figure, value: float, few: bool) -> Shown:
    hidden = few and figure.unit is Unit.PEOPLE and value < SMALLEST
    return Shown(figure, None if hidden else value)
