"""What a hub may see of its peers: the rules of the model's `benchmark_rules`, in one place.

A benchmark tells a hub whether a level is usual, and must not tell it what another hub scored. So:

- only signed-off full rounds of one major version that their hubs opened for it, none older than 24 months, one a hub;
- the reader's own family (a hub with its regional and local parts) is left out of what it reads;
- fewer than 5 peers: nothing; 5 to 9: the median; 10 to 19: median and quartiles; 20 and more: deciles;
- everything is rounded to 0.25, there is no minimum, no maximum, no rank and no exact number of peers;
- a group is shown only where it and the rest both have at least 5 peers;
- figures come from frozen editions, and a new one only when at least 3 peers changed;
- a dimension in which somebody who knows their own scores and all editions could narrow the score of another hub to
  less than 1.0 is held back (`held_back`).

No ranking, as CLEAR asks for self-assessments; a least number of peers, as the OWASP SAMM benchmark has; the report
belongs to who is assessed, as in SELFIE. That medians of few change little when one joins or leaves follows from the
order statistics: the middle one moves to a neighbour at most.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import floor
from random import Random

FEWEST = 5
"""Peers in a group that is shown, and in what is left beside it."""
QUARTILES_FROM, DECILES_FROM = 10, 20
STEP = 0.25
MOST_MONTHS = 24
MUST_CHANGE = 3
"""Peers between one edition and the next."""
WIDTH = 1.0
"""What a reader must be left in doubt about, in levels."""
TOP = 4.0


class Range(StrEnum):
    """How many peers stand behind a figure; the exact number is not said."""

    FEW = "5-9"
    SOME = "10-19"
    MANY = "20+"


@dataclass(frozen=True, slots=True)
class Peer:
    """One signed-off round that its hub opened for comparison."""

    snapshot: int
    hub: int
    family: int
    """The hub at the top of its tree: parts of one hub know each other's scores."""
    signed_on: date
    scores: Mapping[str, float]
    """Dimension -> score, 0 to 4; a dimension that was not computed is missing."""
    groups: frozenset[str] = frozenset()
    """Names of groups that a benchmark may be asked for: a scope, a part of Europe."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of one dimension."""

    peers: Range
    median: float
    lower: float | None = None
    """Lower quartile, from ten peers."""
    upper: float | None = None
    deciles: tuple[float, ...] = ()
    """The nine of them, from twenty peers."""


class Place(StrEnum):
    """Where a hub's own score lies, in words; never a rank."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


def newest(peers: Iterable[Peer], on: date) -> tuple[Peer, ...]:
    """One round a hub, the last, none older than 24 months; by hub."""
    last: dict[int, Peer] = {}
    for peer in sorted(peers, key=lambda each: (each.signed_on, each.snapshot)):
        if months_between(peer.signed_on, on) <= MOST_MONTHS:
            last[peer.hub] = peer
    return tuple(last[hub] for hub in sorted(last))


def months_between(earlier: date, later: date) -> int:
    """Whole months, a begun one counted."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months + (1 if later.day > earlier.day else 0)


def may_follow(previous: Collection[Peer], new: Collection[Peer]) -> bool:
    """Whether enough changed for a new edition: hubs that joined, left or have another round."""
    before, after = ({each.hub: each.snapshot for each in group} for group in (previous, new))
    changed = {hub for hub in before.keys() | after.keys() if before.get(hub) != after.get(hub)}
    return len(changed) >= MUST_CHANGE


def read(
    peers: Collection[Peer], dimension: str, *, family: int | None, group: str = "", held: Collection[str] = ()
) -> Shown | None:
    """What somebody of a family reads of one dimension of an edition; None: nothing is shown.

    :param peers: all of the edition
    :param family: of the reader, left out; None for the network office, which belongs to none
    :param group: only peers of this group; shown only where as many others are left
    :param held: dimensions that are held back
    """
    if dimension in held:
        return None
    others = [each for each in peers if each.family != family and dimension in each.scores]
    wanted = [each for each in others if not group or group in each.groups]
    rest = len(others) - len(wanted)
    if len(wanted) < FEWEST or 0 < rest < FEWEST:
        return None
    return shown([each.scores[dimension] for each in wanted])


def shown(scores: Collection[float]) -> Shown | None:
    """The display table. Order statistics only, so that no figure mixes two hubs into one that is neither's."""
    size = len(scores)
    if size < FEWEST:
        return None
    ordered = sorted(scores)
    median = _at(ordered, 1, 2)
    if size < QUARTILES_FROM:
        return Shown(Range.FEW, median)
    lower, upper = _at(ordered, 1, 4), _at(ordered, 3, 4)
    if size < DECILES_FROM:
        return Shown(Range.SOME, median, lower, upper)
    return Shown(Range.MANY, median, lower, upper, tuple(_at(ordered, tenth, 10) for tenth in range(1, 10)))


def place(own: float, peers: Shown) -> Place:
    """Where an own score lies: within the middle half, where quartiles are known, else within a step of the median."""
    lower = peers.lower if peers.lower is not None else peers.median - STEP
    upper = peers.upper if peers.upper is not None else peers.median + STEP
    if own < lower:
        return Place.BELOW
    return Place.ABOVE if own > upper else Place.WITHIN


def rounded(value: float) -> float:
    """To the nearest quarter, halves up."""
    return floor(value / STEP + 0.5) * STEP


def rank_of(size: int, part: int, whole: int) -> int:
    """Which of `size` ordered values stands for a part: the lower median for 1 of 2. Counted from 0."""
    return (size - 1) * part // whole


def _at(ordered: Sequence[float], part: int, whole: int) -> float:
    return rounded(ordered[rank_of(len(ordered), part, whole)])


# What somebody could find out ------------------------------------------------------------------------------------


def held_back(editions: Sequence[Collection[Peer]], dimensions: Iterable[str]) -> frozenset[str]:
    """Dimensions of the last edition in which a reader could narrow another hub's score to less than `WIDTH`.

    The reader knows their own family's scores, which rounds stand in which edition, and everything shown of every
    edition; a round has one score in all editions that it stands in. A score is safe when there is a second
    assignment of scores to all rounds, `WIDTH` or more away for this one, that shows the same everywhere. It is
    looked for (min-conflicts search, Minton et al. 1992, Artificial Intelligence 58:161-205); not found within the
    budget counts as not safe. So the answer errs on the side of holding back, never on the other.

    :param editions: all of the model's major version, the one to be judged last
    """
    readers = {each.family for peers in editions for each in peers}
    return frozenset(
        dimension
        for dimension in dimensions
        if not all(_safe_from(reader, editions, dimension) for reader in (*sorted(readers), None))
    )


def _safe_from(reader: int | None, editions: Sequence[Collection[Peer]], dimension: str) -> bool:
    seen: list[tuple[tuple[int, ...], Shown]] = []
    scores: dict[int, float] = {}
    for peers in editions:
        for group in ("", *sorted({name for each in peers for name in each.groups})):
            what = read(peers, dimension, family=reader, group=group)
            if what is None:
                continue
            there = [each for each in peers if each.family != reader and dimension in each.scores]
            asked = [each for each in there if not group or group in each.groups]
            seen.append((tuple(each.snapshot for each in asked), what))
            scores.update({each.snapshot: each.scores[dimension] for each in asked})
    return all(_in_doubt(snapshot, scores, seen) for snapshot in scores)


def _in_doubt(snapshot: int, scores: Mapping[int, float], seen: Sequence[tuple[tuple[int, ...], Shown]]) -> bool:
    """Whether another assignment, this score far enough away, shows the same in every edition."""
    true = scores[snapshot]
    others = [value for value in (0.0, TOP, true - WIDTH, true + WIDTH) if 0 <= value <= TOP]
    return any(_witness(snapshot, value, scores, seen) for value in others if abs(value - true) >= WIDTH)


_BUDGET = 300


def _witness(
    fixed: int, value: float, scores: Mapping[int, float], seen: Sequence[tuple[tuple[int, ...], Shown]]
) -> bool:
    """Whether scores can be found that show the same, with one of them fixed at a value. Same search every time."""
    found = {**scores, fixed: value}
    random = Random(fixed)  # noqa: S311 (a search, no secret)
    values = sorted({0.0, TOP, *(each for _, what in seen for each in _figures(what))})
    for _ in range(_BUDGET):
        wrong = [who for who, what in seen if shown([found[each] for each in who]) != what]
        if not wrong:
            return True
        movable = [each for each in random.choice(wrong) if each != fixed]
        moved = random.choice(movable)
        conflicts = _conflicts_with(found, moved, seen)
        found[moved] = min(values, key=lambda each: (conflicts(each), random.random()))
    return False


def _conflicts_with(
    found: Mapping[int, float], moved: int, seen: Sequence[tuple[tuple[int, ...], Shown]]
) -> Callable[[float], float]:
    """How far what is shown would be from what was shown, if one score were another."""
    around = [
        (sorted(found[each] for each in who if each != moved), _figures(what)) for who, what in seen if moved in who
    ]

    def distance(value: float) -> float:
        total = 0.0
        for rest, figures in around:
            where = bisect_left(rest, value)
            for rank, figure in zip(_ranks(len(rest) + 1), figures, strict=True):
                score = value if rank == where else rest[rank if rank < where else rank - 1]
                total += abs(rounded(score) - figure)
        return total

    return distance


@cache
def _ranks(size: int) -> tuple[int, ...]:
    """Of the figures that are shown of so many, in the order of `_figures`."""
    quartiles = (rank_of(size, 1, 4), rank_of(size, 3, 4)) if size >= QUARTILES_FROM else ()
    deciles = tuple(rank_of(size, tenth, 10) for tenth in range(1, 10)) if size >= DECILES_FROM else ()
    return (rank_of(size, 1, 2), *quartiles, *deciles)


def _figures(what: Shown | None) -> tuple[float, ...]:
    if what is None:
        return ()
    quartiles = tuple(each for each in (what.lower, what.upper) if each is not None)
    return (what.median, *quartiles, *what.deciles)
