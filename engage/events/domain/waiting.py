"""The waiting list: who comes next, why somebody waits, and about where they stand.

After every change the list moves until nobody on it fits: in order, the first party that fits is offered its places,
and the rest is looked at anew. So nobody who waits could take what a newcomer takes, and a newcomer overtakes nobody.
A party that is too large for what is free is passed by a smaller one, and keeps its number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engage.events.domain.places import Limit, Limits, Taken

Shape = frozenset[tuple[Limit, int]]
"""What parties that are alike to all limits have in common."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A party on the waiting list."""

    id: int
    number: int
    size: int
    party: Taken
    """What it would take of each limit."""
    rank: int | None = None
    stratum: str = ""

    @property
    def shape(self) -> Shape:
        return frozenset(self.party.items())


@dataclass(frozen=True, slots=True)
class Shares:
    """After a draw: what each stratum got in it, and has now, in persons."""

    drawn: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, int] = field(default_factory=dict)


def in_order(line: Iterable[Waiting], shares: Shares | None = None) -> list[Waiting]:
    """First come, first; after a draw in its order, and those first whose stratum has less than it drew."""
    shares = shares or Shares()

    def place(party: Waiting) -> tuple[bool, bool, int, int]:
        lacks = shares.held.get(party.stratum, 0) < shares.drawn.get(party.stratum, 0)
        return not lacks, party.rank is None, party.rank or 0, party.number

    return sorted(line, key=place)


def moved_up(
    line: Sequence[Waiting], limits: Limits, taken: Taken, now: datetime, shares: Shares | None = None
) -> list[Waiting]:
    """The parties that are offered places now, in order. Nobody moves up once the event has begun."""
    if now >= limits.starts_at:
        return []
    taken = Counter(taken)
    held = Counter(shares.held if shares else {})
    left, found = list(line), list[Waiting]()
    again = bool(limits.keepers(now)) or shares is not None
    """Where minimums keep places, one who moves up may make room for one before them."""
    refused: set[Shape] = set()
    queue = in_order(left, shares)
    at = 0
    while at < len(queue):
        party = queue[at]
        if party.shape in refused or not limits.fits(party.party, taken, now):
            refused.add(party.shape)
            at += 1
            continue
        found.append(party)
        taken += party.party
        queue.pop(at)
        if again:
            held[party.stratum] += party.size
            queue = in_order(queue, Shares(shares.drawn, held) if shares else None)
            refused, at = set(), 0
    return found


@dataclass(frozen=True, slots=True)
class Why:
    """A limit that stops somebody, by name where it has one."""

    limit: Limit
    name: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands on the waiting list."""

    place_in_line: int
    """Among all who wait, from 1."""
    ahead_same_group: int
    """Parties before them that wait for the same: what stops them stops those too."""
    why: tuple[Why, ...]

    @property
    def about(self) -> int:
        """Their place among those who could take the same places: it may go faster, or slower, where others cancel
        or the organiser adds places."""
        return self.ahead_same_group + 1


def standings_of(
    line: Sequence[Waiting],
    limits: Limits,
    taken: Taken,
    now: datetime,
    names: Mapping[Limit, str],
    shares: Shares | None = None,
) -> dict[int, Standing]:
    """Why each party waits, and where it stands, by id."""
    stops: dict[Shape, tuple[Limit, ...]] = {}
    before: Counter[Shape] = Counter()
    found = {}
    for place, party in enumerate(in_order(line, shares), 1):
        shape = party.shape
        if shape not in stops:
            stops[shape] = limits.stops(taken, taken + party.party, now)
        own = set(stops[shape])
        ahead = sum(number for other, number in before.items() if not own.isdisjoint(stops[other]))
        found[party.id] = Standing(place, ahead, tuple(Why(limit, names.get(limit, "")) for limit in stops[shape]))
        before[shape] += 1
    return found


def answer_by(now: datetime, hours: int, starts_at: datetime) -> datetime:
    """The deadline of an offer, or of confirming an address: never after the start."""
    return min(now + timedelta(hours=hours), starts_at)
