"""How sure a panel's figures are: intervals of dimension scores, and agreement.

Both look at the blind ratings, before anybody heard the others. They come without names, one mapping a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engage.maturity.domain.model import MaturityModel
from engage.statistics.agreement import drawn_alphas, ordinal_alpha
from engage.statistics.bootstrap import percentile_interval, resamples

Ratings = Sequence[Mapping[str, int]]
"""One mapping a person: {indicator: level}; what somebody could not judge is not in it."""

CONFIDENCE = 0.8
FROM_RATERS = 6
"""Intervals are drawn from so many people on; below it, the lowest and the highest person are shown."""
AGREEMENT_FROM = 5


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float
    drawn: bool
    """A percentile bootstrap interval of 80 %; otherwise the lowest and the highest person."""


@dataclass(frozen=True, slots=True)
class Agreement:
    alpha: float
    low: float | None
    high: float | None
    """An 80 % bootstrap interval; None where the draws leave nothing to compare."""
    raters: int


def intervals(
    model: MaturityModel, ratings: Ratings, ceilings: Mapping[str, int], *, seed: int
) -> Mapping[str, Interval]:
    """An interval of each dimension's score, 0 … top; dimensions that nobody rated are not in it.

    From 6 people on: people are drawn with replacement 1000 times, each indicator gets the lower median of its draw
    under its ceiling, and the middle 80 % of the scores make the interval. Below 6: the lowest and the highest score
    that one person alone would give. An indicator that nobody in a draw rated is left out of that draw.

    :param ceilings: how far the evidence carries each indicator; absent: all the way
    :param seed: kept with the assessment, so that the interval can be computed again
    """
    rated = [each for each in ratings if each]
    each_alone = ([at] for at in range(len(rated)))
    draws = resamples(len(rated), seed=seed) if len(rated) >= FROM_RATERS else each_alone
    ordered = [
        (*where, ceilings.get(indicator, model.top), _by_level(rated, indicator))
        for indicator, where in _weights(model).items()
    ]
    found: dict[str, list[float]] = defaultdict(list)
    for draw in draws:
        times = [0] * len(rated)
        for at in draw:
            times[at] += 1
        for dimension, value in _scores(ordered, times).items():
            found[dimension].append(value)
    if len(rated) < FROM_RATERS:
        return {each: Interval(min(values), max(values), drawn=False) for each, values in found.items()}
    return {each: Interval(*percentile_interval(values, CONFIDENCE), drawn=True) for each, values in found.items()}


def agreement(ratings: Ratings, *, seed: int) -> Agreement | None:
    """Krippendorff's alpha (ordinal) over the panel, with a bootstrap interval; shown from 5 people on.

    The interval draws indicators, not people: a person drawn twice would agree with himself and lift every draw.
    None: fewer people, or nothing to compare (`ordinal_alpha`).
    """
    rated = [each for each in ratings if each]
    if len(rated) < AGREEMENT_FROM:
        return None
    units = list(_counted(rated).values())
    alpha = ordinal_alpha(units)
    if alpha is None:
        return None
    values = drawn_alphas(units, resamples(len(units), seed=seed))
    low, high = percentile_interval(values, CONFIDENCE) if values else (None, None)
    return Agreement(alpha, low, high, len(rated))


def _weights(model: MaturityModel) -> Mapping[str, tuple[str, float]]:
    return {each.id: (dimension.id, each.weight) for dimension in model.dimensions for each in dimension.indicators}


def _counted(people: Iterable[Mapping[str, int]]) -> Mapping[str, Mapping[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for each in people:
        for indicator, level in each.items():
            counts = found.setdefault(indicator, {})
            counts[level] = counts.get(level, 0) + 1
    return found


def _by_level(people: Ratings, indicator: str) -> Sequence[tuple[int, int]]:
    """(level, position of the person), the lowest level first."""
    return sorted((each[indicator], at) for at, each in enumerate(people) if indicator in each)


def _scores(
    ordered: Sequence[tuple[str, float, int, Sequence[tuple[int, int]]]], times: Sequence[int]
) -> Mapping[str, float]:
    """The score of each dimension where person p stands in the draw `times[p]` times."""
    sums: dict[str, tuple[float, float]] = {}
    for dimension, weight, ceiling, levels in ordered:
        people = sum([times[at] for _, at in levels])
        if people:
            level = min(ceiling, _lower_median(levels, times, (people + 1) // 2))
            total, over = sums.get(dimension, (0.0, 0.0))
            sums[dimension] = (total + weight * level, over + weight)
    return {dimension: total / over for dimension, (total, over) in sums.items()}


def _lower_median(levels: Sequence[tuple[int, int]], times: Sequence[int], half: int) -> int:
    """The level at which half of the people are passed; a plain loop, for it runs thirty thousand times a round."""
    for level, at in levels:
        half -= times[at]
        if half <= 0:
            return level
    raise AssertionError(half)
