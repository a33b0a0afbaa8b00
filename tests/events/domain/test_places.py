"""Traits, numbers that contradict each other, and where an event stands."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engage.core.refusal import Refusal
from engage.events.domain.capacity import PlacesChange, QuotaChange, check
from engage.events.domain.kinds import AttendeeRole, Phase
from engage.events.domain.parties import Cell, Trait, read_traits, traits_of
from engage.events.domain.phases import Window, phase
from engage.events.domain.places import EVENT, Limits, QuotaRule, SiteSeats
from engage.events.domain.wanted import Person

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def quota(key: str, *codes: str) -> QuotaRule:
    return QuotaRule(1, key, frozenset(codes))


@pytest.mark.parametrize(
    ("person", "quotas", "expected"),
    [
        pytest.param(Person("A", country="NO"), [quota("country", "NO")], "country=NO", id="country"),
        pytest.param(Person("A", country="SE"), [quota("country", "NO")], "", id="a code that no quota names"),
        pytest.param(Person("A", hub_id=7), [quota("hub", "7")], "hub=7", id="hub, by its id"),
        pytest.param(Person("A", organised=False), [quota("organised", "no")], "organised=no", id="not organised"),
        pytest.param(Person("A"), [quota("organised", "no")], "", id="nothing said"),
        pytest.param(Person("A"), [quota("group", "a;b=c%")], "group=a%3Bb%3Dc%25", id="a name with our own signs"),
        pytest.param(
            Person("A", country="NO", answers={"age": "young", "langs": ["nb", "se"]}),
            [quota("item:langs", "se", "nb"), quota("item:age", "young"), quota("country", "NO", "SE")],
            "country=NO;item:age=young;item:langs=nb;item:langs=se",
            id="several, in an order of their own",
        ),
    ],
)
def test_a_person_has_the_traits_that_quotas_ask_for(person: Person, quotas: list[QuotaRule], expected: str) -> None:
    assert traits_of(person, quotas, "a;b=c%") == expected
    assert all(trait.code in {code for one in quotas for code in one.codes} for trait in read_traits(expected))


def test_traits_are_read_as_they_were_written() -> None:
    assert read_traits("group=a%3Bb%3Dc%25;hub=7") == {Trait("group", "a;b=c%"), Trait("hub", "7")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"quotas": (("country", ("NO",), 6, None),)}, "minimums_too_many", id="one group"),
        pytest.param(
            {"quotas": (("country", ("NO",), 3, None), ("country", ("SE",), 3, None))},
            "minimums_too_many",
            id="groups that are apart",
        ),
        pytest.param(
            {"quotas": (("country", ("NO",), 3, None), ("item:age", ("young",), 3, None))}, "", id="of two keys"
        ),
        pytest.param({"quotas": (("country", ("NO",), 3, 2),)}, "quota_upside_down", id="a maximum below the minimum"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(change: dict[str, Any], code: str) -> None:
    quotas = tuple(QuotaChange("Q", key, codes, least, most) for key, codes, least, most in change["quotas"])
    numbers = PlacesChange(seats=5, quotas=quotas)
    if not code:
        check(numbers)
        return
    with pytest.raises(Refusal) as refused:
        check(numbers)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        pytest.param({"announced": False}, Phase.DRAFT, id="draft"),
        pytest.param({"opens_at": NOW + HOUR}, Phase.ANNOUNCED, id="announced"),
        pytest.param({}, Phase.OPEN, id="open"),
        pytest.param({"paused": True}, Phase.CLOSED, id="paused"),
        pytest.param({"closes_at": NOW}, Phase.CLOSED, id="closed"),
        pytest.param({"starts_at": NOW}, Phase.RUNNING, id="running"),
        pytest.param({"starts_at": NOW - HOUR, "ends_at": NOW}, Phase.OVER, id="over"),
        pytest.param({"starts_at": NOW - HOUR, "ends_at": NOW, "cancelled": True}, Phase.CANCELLED, id="cancelled"),
    ],
)
def test_an_event_stands_where_its_times_say(window: dict[str, Any], expected: Phase) -> None:
    given = {"starts_at": NOW + 2 * HOUR, "ends_at": NOW + 4 * HOUR} | window
    assert phase(Window(**given), NOW) is expected


def test_what_is_overfull_stops_only_who_adds_to_it() -> None:
    """A capacity was lowered at one site: people still come to the other."""
    limits = Limits(NOW + HOUR, 9, {}, {1: SiteSeats(1), 2: SiteSeats(3)})
    there = limits.taken(Counter({Cell(1, AttendeeRole.CITIZEN, ""): 3}))
    assert there[EVENT] == 3
    assert not limits.fits(limits.taken(Counter({Cell(1, AttendeeRole.CITIZEN, ""): 1})), there, NOW)
    assert limits.fits(limits.taken(Counter({Cell(2, AttendeeRole.CITIZEN, ""): 1})), there, NOW)
