"""What many rankings say together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

N = TypeVar("N", int, float)
Ranking = tuple[str, ...]
"""Codes, the first preferred; it may stop before all are named."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[N]):
    """One option over all rankings."""

    code: str
    first: N
    """How many put it first."""
    ranked: N
    """How many gave it any place."""
    mean_rank: float | None
    """1 is best; None when there is no ranking."""
    borda: float
    """Points, summed over all rankings: 0 … n(m − 1)."""
    borda_share: float | None
    """Points by the most there are to have: 1 when everybody put it first."""


def standings(options: Sequence[str], rankings: Mapping[Ranking, N]) -> tuple[Standing[N], ...]:
    """First places, mean rank and Borda points of each option, in the order of `options`.

    With m options, rank r gives m − r points. A ranking that names only k options leaves the others tied on
    the mean of the ranks left, (k + 1 + m) / 2, so each ranking gives m(m − 1)/2 points whether complete
    or not. Codes that are not among the options are passed over.

    Source: J.-C. de Borda (1781), Mémoire sur les élections au scrutin; tied places by their mean, as
    D. Black (1958), The Theory of Committees and Elections.

    :param rankings: ranking -> how many people gave it, or their weights
    """
    total = sum(rankings.values())
    first: dict[str, N] = dict.fromkeys(options, 0)
    ranked: dict[str, N] = dict.fromkeys(options, 0)
    ranks = dict.fromkeys(options, 0.0)
    for ranking, count in rankings.items():
        named = [code for code in dict.fromkeys(ranking) if code in ranks]
        rest = (len(named) + 1 + len(options)) / 2
        places = {code: float(place) for place, code in enumerate(named, 1)}
        for code in options:
            ranks[code] += count * places.get(code, rest)
        for code in named:
            ranked[code] += count
        if named:
            first[named[0]] += count
    return tuple(_standing(code, first[code], ranked[code], ranks[code], total, len(options)) for code in options)


def _standing(code: str, first: N, ranked: N, ranks: float, total: N, options: int) -> Standing[N]:
    borda = total * options - ranks
    most = total * (options - 1)
    return Standing(code, first, ranked, ranks / total if total else None, borda, borda / most if most else None)
