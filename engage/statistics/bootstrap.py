"""How far a figure would move had other people of the same kind been asked."""

from collections.abc import Iterator, Sequence
from random import Random

from engage.statistics.location import quantile

DRAWS = 1000


def resamples(size: int, *, seed: int, draws: int = DRAWS) -> Iterator[Sequence[int]]:
    """Positions of `size` people drawn with replacement, `draws` times; the same for the same seed, everywhere.

    Only `Random.random` is used, whose numbers Python promises never to change for a seed.

    :raises ValueError: when there is nobody to draw from
    """
    if size < 1:
        raise ValueError("there is nobody to draw from")
    chance = Random(seed).random  # noqa: S311 - repeatable on purpose
    for _ in range(draws):
        yield [int(chance() * size) for _ in range(size)]


def percentile_interval(values: Sequence[float], confidence: float) -> tuple[float, float]:
    """The percentile interval of a bootstrapped figure: its (1 ∓ confidence)/2 quantiles, of type 7.

    Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), section 13.3.

    :param values: the figure in each draw
    :raises ValueError: when there is none, or the confidence lies outside 0 … 1
    """
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    counts: dict[float, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    tail = round((1 - confidence) / 2, 12)
    return quantile(counts, tail), quantile(counts, 1 - tail)
