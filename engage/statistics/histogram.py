"""Bins for the distribution of a number."""

from collections.abc import Mapping
from decimal import Decimal
from math import ceil, floor, log10

from engage.statistics.location import Counts, quartiles

MOST_SINGLE_VALUES = 16
"""A range of whole numbers up to this long is shown value by value."""
FEWEST_BINS = 5
MOST_BINS = 20


def edges(counts: Counts) -> tuple[tuple[float, float], ...]:
    """The bins' ends for these values, ascending and without a gap.

    Whole numbers over a short range stand alone. Otherwise the width is that of Freedman and Diaconis,
    `2 · IQR / ∛n`, held between what makes 5 and 20 bins, and rounded up to 1, 2 or 5 times a power of ten
    so that the ends are numbers people read; whole numbers never get a width below 1.

    Source: Freedman and Diaconis (1981), On the histogram as a density estimator: L2 theory,
    Zeitschrift für Wahrscheinlichkeitstheorie und verwandte Gebiete 57:453-476.
    """
    present = {value: count for value, count in counts.items() if count}
    if not present:
        return ()
    whole = all(float(value).is_integer() for value in present)
    low, high = min(present), max(present)
    if whole and high - low < MOST_SINGLE_VALUES:
        return tuple((float(value), float(value)) for value in range(int(low), int(high) + 1))
    if low == high:
        return ((float(low), float(high)),)
    width = _readable(_width(present, float(high - low)), whole=whole)
    first = floor(Decimal(str(low)) / width)
    last = max(ceil(Decimal(str(high)) / width), first + 1)
    return tuple((float(n * width), float((n + 1) * width)) for n in range(first, last))


def _width(counts: Mapping[float, int] | Mapping[int, int], reach: float) -> float:
    size = sum(counts.values())
    wanted = 2 * quartiles(counts).spread / size ** (1 / 3)
    return float(min(max(wanted, reach / MOST_BINS), reach / FEWEST_BINS))


def _readable(width: float, *, whole: bool) -> Decimal:
    """The next of 1, 2, 5 times a power of ten that is not smaller."""
    power = Decimal(10).scaleb(floor(log10(width)) - 1)
    exact = Decimal(str(width))
    readable = next(step * power for step in (1, 2, 5, 10) if step * power >= exact)
    return max(readable, Decimal(1)) if whole else readable


def bin_of(value: float, bins: tuple[tuple[float, float], ...]) -> int | None:
    """The number of the bin that a value lies in; None outside of all."""
    for number, (low, high) in enumerate(bins):
        if low <= value < high or value == low:
            return number
    return len(bins) - 1 if bins and value == bins[-1][1] else None
