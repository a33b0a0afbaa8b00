"""Frequencies and their uncertainty."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Generic, TypeVar

Code = TypeVar("Code", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Frequency(Generic[Code]):
    """How often a value was given: `share` is `count / base`, None when nobody answered."""

    code: Code
    count: int
    share: float | None


def frequencies(counts: Mapping[Code, int], base: int) -> tuple[Frequency[Code], ...]:
    """Count and share of each value, in the order of `counts`.

    For one answer a person, `base` is the sum of the counts and the shares add up to 1. For several
    answers a person (multiple response), `base` is the number of respondents who gave any answer:
    "percent of cases", which add up to more than 1.

    :param counts: value -> how many respondents gave it, none negative
    :param base: respondents with a valid answer
    :raises ValueError: when a count is negative or larger than the base
    """
    if any(not 0 <= count <= base for count in counts.values()):
        raise ValueError("a count lies outside 0 … base")
    return tuple(Frequency(code, count, count / base if base else None) for code, count in counts.items())


def wilson_interval(count: float, base: float, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a proportion, as shares in [0, 1].

    `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`, with z the standard normal quantile at
    (1 + confidence) / 2. It assumes a simple random sample; for people who chose to take part it shows
    only how far chance alone could move the figure. Of weighted responses the base is the effective sample size,
    and the count the weighted share of it.

    Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    JASA 22:209-212; recommended by Brown, Cai and DasGupta (2001), Statistical Science 16:101-133.

    :raises ValueError: when the base is not positive or the count lies outside 0 … base
    """
    if base <= 0 or not 0 <= count <= base:
        raise ValueError("an interval needs a base, and a count within it")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, z2 = count / base, z * z
    middle = share + z2 / (2 * base)
    reach = z * sqrt(share * (1 - share) / base + z2 / (4 * base * base))
    scale = 1 + z2 / base
    low = 0.0 if count == 0 else (middle - reach) / scale
    high = 1.0 if count == base else (middle + reach) / scale
    return low, high
