"""How far the composition of those who answered lies from that of the population."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.statistics.proportions import wilson_interval


@dataclass(frozen=True, slots=True)
class Gap:
    """One group. All shares in [0, 1]."""

    count: int
    base: int
    """Those whose group is known."""
    wanted: float
    """In the population."""

    @property
    def share(self) -> float:
        return self.count / self.base if self.base else 0.0

    @property
    def difference(self) -> float:
        """Share of those who answered less share of the population; below zero: there are too few."""
        return self.share - self.wanted

    @property
    def interval(self) -> tuple[float, float]:
        """Of the difference, at 95 percent: Wilson's interval of the share, less the population's share, which is
        taken as known."""
        if not self.base:
            return -self.wanted, 1 - self.wanted
        low, high = wilson_interval(self.count, self.base)
        return low - self.wanted, high - self.wanted

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would hardly have made it."""
        low, high = self.interval
        return bool(self.base) and not low <= 0 <= high

    @property
    def missing(self) -> int:
        """How many more of this group it would take to have their share, if nobody else answered any more."""
        if self.difference >= 0 or self.wanted >= 1:
            return 0
        exact = (self.wanted * self.base - self.count) / (1 - self.wanted)
        return max(0, -int(-(exact - 1e-9) // 1))


def gaps(counts: Sequence[int], population: Sequence[float]) -> tuple[Gap, ...]:
    """The gap of each group.

    :param counts: by group, of those whose group is known
    :param population: numbers or shares, by group; only their proportions count
    :raises ValueError: when a count is negative, a number is not positive, or they are not of the same groups
    """
    if len(counts) != len(population) or any(n < 0 for n in counts) or any(not n > 0 for n in population):
        raise ValueError("a count and a positive number of the population for each group")
    base, whole = sum(counts), sum(population)
    return tuple(Gap(count, base, number / whole) for count, number in zip(counts, population, strict=True))


def distance(found: Sequence[Gap]) -> float | None:
    """Half the sum of the differences, without their sign: 0, composed alike, to 1, nothing in common. None when nobody
    is known.

    The index of dissimilarity: O. D. Duncan and B. Duncan (1955), A methodological analysis of segregation indexes,
    American Sociological Review 20:210-217.
    """
    if not found or not found[0].base:
        return None
    return sum(abs(each.difference) for each in found) / 2
