"""Shares of a whole: what points divided over several things say.

The parts of one answer add up to a fixed total, so more for one is less for another and the parts are not
separate variables.
"""

from collections.abc import Mapping
from math import exp, fsum, log

Parts = tuple[float, ...]


def arithmetic_mean(compositions: Mapping[Parts, float]) -> tuple[float, ...]:
    """The mean share of each part, in [0, 1]; the shares add up to 1. What people read as "on average".

    :param compositions: parts in a fixed order, none negative -> how many people gave them, or their weights;
        those that add up to nothing are passed over
    :raises ValueError: when no composition is left
    """
    closed, total = _closed(compositions)
    return tuple(fsum(parts[i] * n for parts, n in closed) / total for i in range(len(closed[0][0])))


def centre(compositions: Mapping[Parts, float], *, detection: float = 0.005) -> tuple[float, ...]:
    """The centre of compositions: the geometric mean of each part, closed to add up to 1.

    Zeros have no logarithm; each is first replaced by `detection` (a share; 0.005 is half a point of 100) and
    the other parts of that answer shrink in proportion (multiplicative replacement), which keeps their
    ratios.

    Source: J. Aitchison (1986), The Statistical Analysis of Compositional Data; zeros as Martín-Fernández,
    Barceló-Vidal and Pawlowsky-Glahn (2003), Mathematical Geology 35:253-278.

    :raises ValueError: when no composition is left
    """
    closed, total = _closed(compositions)
    filled = [(_without_zeros(parts, detection), n) for parts, n in closed]
    means = [exp(fsum(log(parts[i]) * n for parts, n in filled) / total) for i in range(len(filled[0][0]))]
    whole = fsum(means)
    return tuple(value / whole for value in means)


def _closed(compositions: Mapping[Parts, float]) -> tuple[list[tuple[Parts, float]], float]:
    closed = [
        (tuple(part / whole for part in parts), n)
        for parts, n in compositions.items()
        if n > 0 and (whole := fsum(parts)) > 0
    ]
    if not closed:
        raise ValueError("there is no composition")
    return closed, sum(n for _, n in closed)


def _without_zeros(parts: Parts, detection: float) -> Parts:
    rest = 1 - detection * sum(part == 0 for part in parts)
    return tuple(part * rest if part else detection for part in parts)
