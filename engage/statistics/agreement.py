"""How far several people who judge the same things agree beyond chance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

Counts = Mapping[int, int]
"""One unit: {value: how many judged so}. Who did not judge it is not in it."""


def ordinal_alpha(units: Iterable[Counts]) -> float | None:
    """Krippendorff's alpha for ordered values: 1 is perfect agreement, 0 what chance gives, below 0 worse than chance.

    With m judgements of a unit, each pair of them counts 1/(m - 1); a unit with fewer than two has no pair and is
    left out, so that values may be missing anywhere. The distance of two values c and k squares how many judgements
    lie between them: `δ²(c,k) = (n_c/2 + Σ_{c<g<k} n_g + n_k/2)²`, with n_g the pairable judgements of value g, and
    `α = 1 - (n - 1) Σ o_ck δ² / Σ n_c n_k δ²`, o_ck being the coincidences.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), University of Pennsylvania.

    :returns: None when nothing can be paired, or when all pairable judgements are the same (chance and agreement
        cannot be told apart)
    """
    pairable = [counts for counts in units if sum(counts.values()) > 1]
    totals: dict[int, int] = defaultdict(int)
    for counts in pairable:
        for value, count in counts.items():
            totals[value] += count
    values = sorted(value for value, count in totals.items() if count)
    if len(values) < 2:
        return None
    distance = _distances(values, totals)
    observed = fsum(_pairs(counts, distance) / (sum(counts.values()) - 1) for counts in pairable)
    expected = fsum(totals[low] * totals[high] * square for (low, high), square in distance.items())
    return 1 - (sum(totals.values()) - 1) * observed / expected


def nominal_alpha(units: Iterable[Counts]) -> float | None:
    """Krippendorff's alpha for values without order, where two are the same or are not.

    With the coincidences of `ordinal_alpha`, `α = 1 - (n - 1) Σ_{c≠k} o_ck / Σ_{c≠k} n_c n_k`.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), University of Pennsylvania.

    :returns: None when nothing can be paired, or when all pairable judgements are the same
    """
    pairable = [counts for counts in units if sum(counts.values()) > 1]
    totals: dict[int, int] = defaultdict(int)
    for counts in pairable:
        for value, count in counts.items():
            totals[value] += count
    number = sum(totals.values())
    expected = number**2 - sum(count**2 for count in totals.values())
    if not expected:
        return None
    observed = fsum(_unlike(counts) / (sum(counts.values()) - 1) for counts in pairable)
    return 1 - (number - 1) * observed / expected


def drawn_alphas(units: Sequence[Counts], draws: Iterable[Sequence[int]]) -> list[float]:
    """`ordinal_alpha` of each draw of the units (positions); draws that have none are left out.

    What a unit adds to totals and coincidences is worked out once, and only added up in each draw.
    """
    values = sorted({value for counts in units for value, count in counts.items() if count})
    pairs = [(low, high) for low in range(len(values)) for high in range(low + 1, len(values))]
    rows = [_adds([counts.get(value, 0) for value in values], pairs) for counts in units]
    found = []
    for draw in draws:
        sums = [sum(column) for column in zip(*[rows[at] for at in draw], strict=True)]
        totals, coincidences = sums[: len(values)], sums[len(values) :]
        distance = _distances(list(range(len(values))), dict(enumerate(totals)))
        observed = fsum(each * distance[pair] for pair, each in zip(pairs, coincidences, strict=True))
        expected = fsum(totals[low] * totals[high] * square for (low, high), square in distance.items())
        if expected:
            found.append(1 - (sum(totals) - 1) * observed / expected)
    return found


def _adds(counts: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Sequence[float]:
    """What a unit adds to the total of each value, then to each pair; nothing when it has no pair."""
    judged = sum(counts)
    if judged < 2:
        return [0.0] * (len(counts) + len(pairs))
    return [*map(float, counts), *(counts[low] * counts[high] / (judged - 1) for low, high in pairs)]


def _distances(values: list[int], totals: Mapping[int, float]) -> Mapping[tuple[int, int], float]:
    """The squared distance of each two different values, the lower one first."""
    found = {}
    for at, low in enumerate(values):
        between = totals[low] / 2
        for high in values[at + 1 :]:
            found[low, high] = (between + totals[high] / 2) ** 2
            between += totals[high]
    return found


def _unlike(counts: Counts) -> int:
    """Pairs of judgements of a unit that differ, each counted both ways."""
    return sum(counts.values()) ** 2 - sum(count**2 for count in counts.values())


def _pairs(counts: Counts, distance: Mapping[tuple[int, int], float]) -> float:
    return fsum(
        counts[low] * counts[high] * square
        for (low, high), square in distance.items()
        if low in counts and high in counts
    )
