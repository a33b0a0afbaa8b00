"""Minimums stay within reach: the rule of kept places against a search through everybody who could still come."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.events.domain.capacity import MinimumsTooMany, PlacesChange, QuotaChange, check
from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.parties import Cell
from engage.events.domain.places import Limit, LimitKind, Limits, QuotaRule, SiteSeats

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
START = NOW + timedelta(days=10)
SITES = (1, 2)
COUNTRIES, AGES = ("x", "y", "z"), ("p", "q")
Somebody = tuple[int, str, str]
"""Site, country, age: the last two may be empty."""
EVERYBODY: tuple[Somebody, ...] = tuple(product(SITES, (*COUNTRIES, ""), (*AGES, "")))


def cell(one: Somebody) -> Cell:
    said = [f"age={one[2]}" if one[2] else "", f"country={one[1]}" if one[1] else ""]
    return Cell(one[0], AttendeeRole.CITIZEN, ";".join(filter(None, said)))


@dataclass(frozen=True)
class Search:
    """Tries everybody who could still come."""

    limits: Limits

    def belongs(self, one: Somebody, quota: QuotaRule) -> bool:
        says = one[1] if quota.key == "country" else one[2]
        return says in quota.codes and quota.site_id in (None, one[0])

    def reachable(self, there: list[Somebody]) -> bool:
        """Whether every minimum can still be reached without breaking a limit."""
        sizes = Counter(one[0] for one in there)
        free = tuple(99 if (seats := self.limits.sites[site].seats) is None else seats - sizes[site] for site in SITES)
        in_all = 99 if self.limits.seats is None else self.limits.seats - len(there)
        counts = tuple(sum(self.belongs(one, quota) for one in there) for quota in self.limits.quotas)
        if min(*free, in_all) < 0:
            return False
        if any(q.maximum is not None and n > q.maximum for q, n in zip(self.limits.quotas, counts, strict=True)):
            return False

        @cache
        def search(free: tuple[int, ...], in_all: int, counts: tuple[int, ...]) -> bool:
            lacking = [q for q, n in zip(self.limits.quotas, counts, strict=True) if n < q.minimum]
            if not lacking:
                return True
            if in_all == 0:
                return False
            for one in EVERYBODY:
                if not self.belongs(one, lacking[0]) or free[one[0] - 1] == 0:
                    continue
                then = tuple(n + self.belongs(one, q) for q, n in zip(self.limits.quotas, counts, strict=True))
                if any(q.maximum is not None and n > q.maximum for q, n in zip(self.limits.quotas, then, strict=True)):
                    continue
                left = tuple(number - (site == one[0]) for site, number in zip(SITES, free, strict=True))
                if search(left, in_all - 1, then):
                    return True
            return False

        return search(free, in_all, counts)


countries = st.sampled_from([("x",), ("y",), ("z",), ("x", "y"), ("x", "y", "z"), ("y", "z")])
ages = st.sampled_from([("p",), ("q",), ("p", "q")])
quota = st.one_of(st.tuples(st.just("country"), countries), st.tuples(st.just("age"), ages))


@st.composite
def events(draw: st.DrawFn, *, maxima: bool) -> Limits:
    quotas: list[QuotaRule] = []
    for at, (key, codes) in enumerate(draw(st.lists(quota, max_size=4))):
        site = draw(st.sampled_from([None, None, 1, 2]))
        least = draw(st.integers(0, 2))
        most = draw(st.none() | st.integers(least, 3)) if maxima and site is None else None
        quotas.append(QuotaRule(at, key, frozenset(codes), least, most, site))
    seats = draw(st.none() | st.integers(1, 5))
    sites = {site: SiteSeats(draw(st.none() | st.integers(0, 4))) for site in SITES}
    return Limits(START, seats, {}, sites, tuple(quotas))


def nested(limits: Limits) -> bool:
    """Whether groups of one key lie inside one another or apart."""
    search = Search(limits)
    for one, other in product(limits.quotas, repeat=2):
        if one.key == other.key:
            these = {somebody for somebody in EVERYBODY if search.belongs(somebody, one)}
            those = {somebody for somebody in EVERYBODY if search.belongs(somebody, other)}
            if these & those and not (these <= those or those <= these):
                return False
    return True


arrivals = st.lists(st.lists(st.sampled_from(EVERYBODY), min_size=1, max_size=3), max_size=7)


@settings(max_examples=400, deadline=None)
@given(events(maxima=False), arrivals)
def test_who_is_let_in_leaves_every_minimum_within_reach(limits: Limits, parties: list[list[Somebody]]) -> None:
    _let_in(limits, parties, exactly=nested(limits))


@settings(max_examples=200, deadline=None)
@given(events(maxima=True).filter(nested), arrivals)
def test_maximums_of_groups_that_are_nested_leave_minimums_within_reach(
    limits: Limits, parties: list[list[Somebody]]
) -> None:
    _let_in(limits, parties, exactly=False)


def refused_when_set(limits: Limits) -> bool:
    """Whether organisers cannot set these numbers: what is kept is more than there is before anybody comes."""
    return any(left < 0 for left in limits.slacks(Counter(), NOW).values())


def test_numbers_that_could_not_be_kept_are_refused_when_they_are_set() -> None:
    """One place: an x at site 1 would do for both groups, but whoever comes first could be a y."""
    overlapping = (
        QuotaChange("x or y here", "country", ("x", "y"), minimum=1, site_id=1),
        QuotaChange("x anywhere", "country", ("x",), minimum=1),
    )
    sites = {1: SiteSeats(), 2: SiteSeats()}

    with pytest.raises(MinimumsTooMany):
        check(PlacesChange(seats=1, sites=sites, quotas=overlapping))
    check(PlacesChange(seats=2, sites=sites, quotas=overlapping))


def _let_in(limits: Limits, parties: list[list[Somebody]], *, exactly: bool) -> None:
    """`exactly`: whoever is sent away would have put a minimum, or a limit, out of reach."""
    search = Search(limits)
    there: list[Somebody] = []
    if not search.reachable(there) or refused_when_set(limits):
        return
    for party in parties:
        taken = limits.taken(Counter(map(cell, there)))
        fits = limits.fits(limits.taken(Counter(map(cell, party))), taken, NOW)
        reachable = search.reachable([*there, *party])
        assert reachable if fits else not (exactly and reachable)
        if fits:
            there += party


def test_where_groups_only_overlap_more_is_kept_than_needed() -> None:
    """The one place where the rule keeps more: x at site 1 would count for both groups."""
    quotas = (
        QuotaRule(1, "country", frozenset("x"), 1, None, None),
        QuotaRule(2, "country", frozenset("xy"), 1, None, 1),
    )
    limits = Limits(START, 2, {}, {1: SiteSeats(), 2: SiteSeats()}, quotas)
    assert not limits.fits(limits.taken(Counter([cell((2, "", ""))])), Counter(), NOW)
    assert Search(limits).reachable([(2, "", "")])


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(START - timedelta(days=3), False, id="kept until then"),
        pytest.param(START - timedelta(days=2), True, id="released"),
        pytest.param(START, True, id="never after the start"),
    ],
)
def test_a_minimum_keeps_places_until_its_release(at: datetime, expected: bool) -> None:
    release = START - timedelta(days=2)
    quotas = (QuotaRule(1, "country", frozenset("x"), 1, None, None, release),)
    limits = Limits(START, 1, {}, {1: SiteSeats()}, quotas)
    assert limits.fits(limits.taken(Counter([cell((1, "y", ""))])), Counter(), at) is expected
    assert limits.fits(limits.taken(Counter([cell((1, "x", ""))])), Counter(), at)


def test_places_for_a_small_group_are_kept_inside_the_larger_one() -> None:
    quotas = (
        QuotaRule(1, "country", frozenset("xyz"), 0, 2),
        QuotaRule(2, "country", frozenset("x"), 1, None),
    )
    limits = Limits(START, None, {}, {1: SiteSeats()}, quotas)
    two = limits.taken(Counter([cell((1, "y", "")), cell((1, "z", ""))]))
    assert limits.stops(Counter(), two, NOW) == (Limit(LimitKind.KEPT_IN_QUOTA, 1),)
