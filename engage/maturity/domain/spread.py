"""How far a panel's ratings of one indicator lie apart.

Everything takes counts by level (`{2: 5, 3: 1}`: five people say 2, one says 3). Who cannot judge is not in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from engage.statistics import location

Counts = Mapping[int, int]
"""{level: people}, at least one."""

WINDOW = 2
"""From the lowest to the highest of three neighbouring levels."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What is printed of the ratings before the workshop."""

    counts: Counts
    cannot_judge: int
    """People who say that they cannot judge: beside the others, neither missing nor zero."""
    median: float
    lower_median: int
    lower_quartile: float
    upper_quartile: float
    at_median: float
    """Share of ratings at the median, 0 … 1."""
    outside: int
    """Ratings outside by the model's own rule (`outside`)."""
    split: bool
    split_by_window: bool
    """By the rule of the SCIROCCO Delphi, for who compares with it."""

    @property
    def people(self) -> int:
        """Those who gave a level."""
        return sum(self.counts.values())

    @property
    def iqr(self) -> float:
        """The inter-quartile range, in levels."""
        return self.upper_quartile - self.lower_quartile


def spread(counts: Counts, *, cannot_judge: int = 0) -> Spread | None:
    """The spread of an indicator; None when nobody gave a level.

    Quartiles are those of type 7 (Hyndman and Fan 1996; `engage.statistics.location`).
    """
    given = {level: people for level, people in sorted(counts.items()) if people}
    if not given:
        return None
    quartiles = location.quartiles(given)
    return Spread(
        counts=given,
        cannot_judge=cannot_judge,
        median=quartiles.median,
        lower_median=lower_median(given),
        lower_quartile=quartiles.lower,
        upper_quartile=quartiles.upper,
        at_median=share_at_median(given),
        outside=outside(given),
        split=is_split(given),
        split_by_window=is_split_by_window(given),
    )


def lower_median(counts: Counts) -> int:
    """The level that at least half say they have reached: of an even number of people the lower of the middle two.

    :raises ValueError: when nobody gave a level
    """
    half, seen = (sum(counts.values()) + 1) // 2, 0
    for level, people in sorted(counts.items()):
        seen += people
        if people and seen >= half:
            return level
    raise ValueError("nobody gave a level")


def share_at_median(counts: Counts) -> float:
    """The share of ratings at the median; for a median half-way between two levels the mean of their shares.

    The half-way reading is inferred from the table of Lim and Yap, Int J Integr Care, doi 10.5334/ijic.7747: with
    12 raters and a median of 2.5 it prints 37.5 and 20.8 %, which are 4.5 and 2.5 of 12.

    :raises ValueError: when nobody gave a level
    """
    median = location.median(counts)
    neighbours = {floor(median), ceil(median)}
    return sum(counts.get(level, 0) for level in neighbours) / len(neighbours) / sum(counts.values())


def outside(counts: Counts) -> int:
    """Ratings more than one level from the lower median: the model's `centred` rule.

    :raises ValueError: when nobody gave a level
    """
    middle = lower_median(counts)
    return sum(people for level, people in counts.items() if abs(level - middle) > 1)


def outside_window(counts: Counts) -> int:
    """Ratings outside the three neighbouring levels that hold the ordinary median and leave fewest out.

    The model's `window3` rule. With 12 people and the threshold of 4 it is the rule of the SCIROCCO Delphi:
    Lim and Yap, Int J Integr Care, doi 10.5334/ijic.7747, tables 2 to 4.

    :raises ValueError: when nobody gave a level
    """
    median = location.median(counts)
    lowest = range(ceil(median) - WINDOW, floor(median) + 1)
    within = max(sum(counts.get(level, 0) for level in range(low, low + WINDOW + 1)) for low in lowest)
    return sum(counts.values()) - within


def threshold(people: int) -> int:
    """How many outside make a split: a third of those who rated, and two at least."""
    return max(2, ceil(people / 3))


def is_split(counts: Counts) -> bool:
    """Whether the panel is split by the model's own rule.

    :raises ValueError: when nobody gave a level
    """
    return outside(counts) >= threshold(sum(counts.values()))


def is_split_by_window(counts: Counts) -> bool:
    """Whether the panel is split by the rule of the SCIROCCO Delphi.

    :raises ValueError: when nobody gave a level
    """
    return outside_window(counts) >= threshold(sum(counts.values()))
