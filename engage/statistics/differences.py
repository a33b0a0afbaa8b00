"""How far two shares lie apart, and how closely two answers go together."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from engage.statistics.proportions import wilson_interval


@dataclass(frozen=True, slots=True)
class Difference:
    """Second minus first, as a share in [-1, 1], with its interval."""

    value: float
    low: float
    high: float

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def difference(first: tuple[float, float], second: tuple[float, float], confidence: float = 0.95) -> Difference:
    """The difference of two independent proportions, by Newcombe's hybrid score interval (his method 10).

    With Wilson's limits l, u of each share p: `d − √((p₂−l₂)² + (u₁−p₁)²)` to `d + √((u₂−p₂)² + (p₁−l₁)²)`.
    It keeps within [-1, 1] and needs no large counts.

    Source: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17:873-890.

    :param first: (count, base); of weighted responses the base is the effective sample size
    :raises ValueError: when a base is not positive or a count lies outside 0 … base
    """
    one, other = first[0] / first[1] if first[1] else 0.0, second[0] / second[1] if second[1] else 0.0
    low_one, high_one = wilson_interval(*first, confidence=confidence)
    low_other, high_other = wilson_interval(*second, confidence=confidence)
    value = other - one
    return Difference(
        value,
        value - sqrt((other - low_other) ** 2 + (high_one - one) ** 2),
        value + sqrt((high_other - other) ** 2 + (one - low_one) ** 2),
    )


def cramers_v(counts: Sequence[Sequence[float]]) -> float | None:
    """How closely rows and columns of a table of counts go together: 0 not at all, 1 entirely.

    `√(χ² / (n · (min(r, c) − 1)))` over rows and columns that anybody is in. None where fewer than two rows or
    columns are left.

    Source: H. Cramér (1946), Mathematical Methods of Statistics, section 21.9.
    """
    rows = [row for row in counts if sum(row) > 0]
    kept = [place for place in range(len(rows[0])) if sum(row[place] for row in rows) > 0] if rows else []
    least = min(len(rows), len(kept))
    if least < 2:
        return None
    of_row = [sum(row) for row in rows]
    of_column = {place: sum(row[place] for row in rows) for place in kept}
    total = sum(of_row)
    chi = sum(
        (row[place] - whole * of_column[place] / total) ** 2 / (whole * of_column[place] / total)
        for row, whole in zip(rows, of_row, strict=True)
        for place in kept
    )
    return sqrt(chi / (total * (least - 1)))
