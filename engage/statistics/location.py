"""Where the values of a variable lie: mean, median, quartiles.

All take counts by value (`{3: 10, 4: 2}` says that ten gave 3 and two gave 4), so that a hundred thousand
answers cost no more than the values that differ. `collections.Counter(values)` makes one from a list.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import floor, fsum, isclose

Counts = Mapping[int, int] | Mapping[float, int]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The five-number summary, in the unit of the values."""

    minimum: float
    lower: float
    median: float
    upper: float
    maximum: float

    @property
    def spread(self) -> float:
        """The interquartile range."""
        return self.upper - self.lower


def mean(counts: Counts) -> float:
    """The arithmetic mean, `Σ nᵢxᵢ / Σ nᵢ`, summed without loss (Shewchuk, as in `math.fsum`).

    :raises ValueError: when there is no value
    """
    return fsum(value * count for value, count in counts.items()) / _size(counts)


def median(counts: Counts) -> float:
    """The middle value; between two middle values their half-way point, exactly as written in decimals.

    :raises ValueError: when there is no value
    """
    return quantile(counts, 0.5)


def quartiles(counts: Counts) -> Quartiles:
    """Minimum, lower quartile, median, upper quartile, maximum.

    :raises ValueError: when there is no value
    """
    _size(counts)
    ordered = _Ordered(counts)
    return Quartiles(*(ordered.quantile(probability) for probability in (0, 0.25, 0.5, 0.75, 1)))


def quantile(counts: Counts, probability: float) -> float:
    """The sample quantile of type 7: `x₍ₕ₎ + (h − ⌊h⌋)(x₍ₕ₊₁₎ − x₍ₕ₎)` at `h = (n − 1)p + 1`.

    What R and NumPy call linear. Source: Hyndman and Fan (1996), Sample quantiles in statistical packages,
    The American Statistician 50:361-365.

    :raises ValueError: when there is no value, or the probability lies outside 0 … 1
    """
    if not 0 <= probability <= 1:
        raise ValueError("a probability lies in 0 … 1")
    _size(counts)
    return _Ordered(counts).quantile(probability)


def weighted_median(weights: Mapping[float, float]) -> float | None:
    """The value with half of the weight below it and half above; between two of them their half-way point.

    None without weight. Equal weights give the ordinary median.

    :param weights: value -> the sum of the weights of those who gave it
    """
    ordered = sorted((value, weight) for value, weight in weights.items() if weight > 0)
    half, below = fsum(weight for _, weight in ordered) / 2, 0.0
    for place, (value, weight) in enumerate(ordered):
        below += weight
        if isclose(below, half, rel_tol=1e-9):
            return (value + ordered[place + 1][0]) / 2
        if below > half:
            return value
    return None


class _Ordered:
    """All values in ascending order, without writing out those given more than once."""

    def __init__(self, counts: Counts) -> None:
        pairs = sorted((value, count) for value, count in counts.items() if count)
        self._values = [value for value, _ in pairs]
        self._ends = list(accumulate(count for _, count in pairs))

    def quantile(self, probability: float) -> float:
        place = (self._ends[-1] - 1) * Decimal(str(probability))
        below = floor(place)
        lower = self._at(below)
        upper = self._at(below + 1) if place > below else lower
        return float(lower + (place - below) * (upper - lower))

    def _at(self, place: int) -> Decimal:
        return Decimal(str(self._values[bisect_right(self._ends, place)]))


def _size(counts: Counts) -> int:
    size = sum(counts.values())
    if size <= 0:
        raise ValueError("there is no value")
    return size
