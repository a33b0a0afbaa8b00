"""Whatever people and organisers do, in whatever order: places are given as the plain reference gives them."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events import places
from engage.events.domain.capacity import QuotaChange
from engage.events.domain.kinds import AttendeeRole, Channel
from engage.events.domain.places import DoesNotFit, EventFull, NotPossibleNow, OfferOver, SiteSeats
from engage.events.domain.wanted import Person, Wanted
from engage.events.models_people import Attendee, Registration
from tests.events.places.model import LIVE, Group, Model, One, Party
from tests.factories.events import make_event

EXAMPLES = int(os.environ.get("ENGAGE_TEST_EXAMPLES", "12"))
BEGIN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
COUNTRIES = ("NO", "SE", "DK")
SLUGS = count()

numbers = st.none() | st.integers(0, 6)
person = st.tuples(st.sampled_from(COUNTRIES), st.sampled_from([True, False, None]), st.booleans())
people = st.lists(person, min_size=1, max_size=4)


class Places(RuleBasedStateMachine):
    """An event of two sites. `session` is set by the test."""

    session: Session
    parties = Bundle("parties")

    @initialize(
        seats=st.none() | st.integers(1, 9),
        approval=st.sampled_from([False, False, True]),
        waiting=st.none() | st.integers(0, 6),
    )
    def begin(self, seats: int | None, approval: bool, waiting: int | None) -> None:
        self.now = BEGIN
        self.event = make_event(
            self.session,
            slug=f"event-{next(SLUGS)}",
            seats=seats,
            waiting_seats=waiting,
            mode="approval" if approval else "first_come",
            sites=[{}, {}],
            now=BEGIN,
            starts_in=timedelta(days=9),
            max_party=9,
        )
        self.sites = [site.id for site in self.event.sites]
        self.model = Model(
            self.event.starts_at,
            seats,
            dict.fromkeys(self.sites, (None, None)),
            waiting_seats=waiting,
            approval=approval,
        )
        self.rows: dict[int, Registration] = {}

    def teardown(self) -> None:
        self.session.rollback()

    # -- words of a form

    def _asked(
        self, site: int, party: list[tuple[str, bool | None, bool]], channel: Channel
    ) -> tuple[Wanted, list[One]]:
        """The same for both; whoever is said to be a companion comes with the first."""
        persons, ones = [], []
        for at, (country, organised, companion) in enumerate(party):
            role = AttendeeRole.COMPANION if companion and at else AttendeeRole.CITIZEN
            name = f"{country} {organised} {at}"
            persons.append(Person(name, role, 0 if companion and at else None, None, country, None, organised))
            ones.append(One(self.sites[site], role.value, country, organised))
        return Wanted(self.sites[site], tuple(persons), "en", email="ada@example.org", channel=channel), ones

    @rule(target=parties, site=st.integers(0, 1), party=people, by_oneself=st.booleans())
    def register(self, site: int, party: list[tuple[str, bool | None, bool]], by_oneself: bool) -> object:
        if self.now >= self.event.starts_at:
            return multiple()
        wanted, ones = self._asked(site, party, Channel.WEB if by_oneself else Channel.PHONE)
        expected = self.model.register(ones, self.now, by_oneself=by_oneself)
        if expected is None:
            with pytest.raises(EventFull), self.session.begin_nested():
                places.register(self.session, self.event, wanted, now=self.now)
            self.model.numbers = count(max((one.number for one in self.model.parties), default=0) + 1)
            return multiple()
        row = places.register(self.session, self.event, wanted, now=self.now)
        assert row.number == expected.number
        self.rows[expected.number] = row
        return expected

    @rule(party=parties)
    def confirm(self, party: Party) -> None:
        row = self.rows[party.number]
        if party.status not in LIVE:
            with pytest.raises(NotPossibleNow):
                places.confirm_address(self.session, row, now=self.now)
        elif party.confirm_by is not None and party.confirm_by <= self.now < self.event.starts_at:
            with pytest.raises(OfferOver):
                places.confirm_address(self.session, row, now=self.now)
        else:
            party.confirm_by = None
            places.confirm_address(self.session, row, now=self.now)

    @rule(party=parties, yes=st.booleans())
    def answer(self, party: Party, yes: bool) -> None:
        row = self.rows[party.number]
        act = places.accept_offer if yes else places.decline_offer
        if party.status != "offered":
            with pytest.raises(NotPossibleNow):
                act(self.session, row, now=self.now)
        elif yes and party.answer_by is not None and party.answer_by <= self.now:
            with pytest.raises(OfferOver):
                act(self.session, row, now=self.now)
        else:
            act(self.session, row, now=self.now)
            if yes:
                self.model.accept(party)
            else:
                self.model.end(party, "declined", self.now)

    @rule(party=parties, by_team=st.booleans())
    def cancel(self, party: Party, by_team: bool) -> None:
        row = self.rows[party.number]
        if party.status in LIVE and self.now < self.event.ends_at:
            places.cancel(self.session, row, now=self.now, by_team=by_team)
            self.model.end(party, "cancelled", self.now)
        else:
            with pytest.raises(NotPossibleNow):
                places.cancel(self.session, row, now=self.now)

    @rule(party=parties, site=st.integers(0, 1), persons=people)
    def change(self, party: Party, site: int, persons: list[tuple[str, bool | None, bool]]) -> None:
        if party.status not in LIVE or self.now >= self.event.starts_at:
            return
        wanted, ones = self._asked(site, persons, Channel.WEB)
        if self.model.change(party, ones, self.now):
            places.change(self.session, self.rows[party.number], wanted, now=self.now)
        else:
            with pytest.raises(DoesNotFit):
                places.change(self.session, self.rows[party.number], wanted, now=self.now)

    @rule(party=parties, country=st.sampled_from(COUNTRIES))
    def hand_over(self, party: Party, country: str) -> None:
        if party.status != "confirmed" or self.now >= self.event.starts_at:
            return
        new = One(party.people[0].site, "citizen", country, None)
        row = self.rows[party.number]

        def act() -> None:
            person = Person("Someone Else", country=country)
            places.hand_over(
                self.session, row, name="", email="bo@example.org", language="de", person=person, now=self.now
            )

        if self.model.change(party, [new, *party.people[1:]], self.now):
            act()
            if party.status == "confirmed":
                party.confirm_by = min(self.now + timedelta(hours=24), self.event.starts_at)
        else:
            with pytest.raises(DoesNotFit):
                act()

    @rule(party=parties)
    def approve(self, party: Party) -> None:
        if party.status == "applied" and self.now < self.event.starts_at:
            self.model.approve(party, self.now)
            places.approve(self.session, self.rows[party.number], now=self.now)

    @rule(party=parties)
    def refuse(self, party: Party) -> None:
        if party.status in ("applied", "waiting"):
            places.refuse(self.session, self.rows[party.number], "Sorry.", now=self.now)
            self.model.end(party, "refused", self.now)

    # -- what organisers set

    @rule(seats=numbers, companions=numbers, at_sites=st.lists(st.tuples(numbers, numbers), min_size=2, max_size=2))
    def set_seats(
        self, seats: int | None, companions: int | None, at_sites: list[tuple[int | None, int | None]]
    ) -> None:
        if self.model.groups and any(group.least for group in self.model.groups):
            return  # minimums above the seats are refused: tests of their own
        self.model.seats, self.model.companions = seats, companions
        self.model.sites = dict(zip(self.sites, at_sites, strict=True))
        now_ = places.current(self.session, self.event)
        change = replace(
            now_,
            seats=seats,
            role_seats={} if companions is None else {"companion": companions},
            sites={site: SiteSeats(*given) for site, given in self.model.sites.items()},
        )
        places.set_places(self.session, self.event, change, now=self.now)
        self.model.move_up(self.now)

    @rule(
        by_country=st.dictionaries(
            st.sampled_from(COUNTRIES), st.tuples(st.integers(0, 1), st.integers(1, 4)), max_size=3
        ),
        organised=st.dictionaries(st.integers(0, 1), st.tuples(st.integers(0, 1), st.integers(1, 3)), max_size=2),
        hours=st.none() | st.integers(1, 100),
    )
    def set_quotas(
        self, by_country: dict[str, tuple[int, int]], organised: dict[int, tuple[int, int]], hours: int | None
    ) -> None:
        release = None if hours is None else self.now + timedelta(hours=hours)
        groups = [Group("country", code, least, most, None, release) for code, (least, most) in by_country.items()]
        groups += [
            Group("organised", "yes", least, most, self.sites[site]) for site, (least, most) in organised.items()
        ]
        lowest = min(
            (n for n in (self.model.seats, *(n for two in self.model.sites.values() for n in two)) if n is not None),
            default=9,
        )
        if lowest < sum(group.least for group in groups):
            return
        self.model.groups = groups
        quotas = tuple(
            QuotaChange(group.code, group.key, (group.code,), group.least, group.most, group.site, group.release)
            for group in groups
        )
        places.set_places(
            self.session, self.event, replace(places.current(self.session, self.event), quotas=quotas), now=self.now
        )
        self.model.move_up(self.now)

    @rule(hours=st.integers(1, 60), job=st.booleans())
    def time_passes(self, hours: int, job: bool) -> None:
        self.now += timedelta(hours=hours)
        if job:
            places.expire(self.session, self.now)
            self.model.expire(self.now)

    @invariant()
    def the_same_stands_where_the_reference_says(self) -> None:
        if not hasattr(self, "event"):
            return
        self.session.flush()
        rows = self.session.execute(
            select(Registration.number, Registration.status, Registration.answer_by).where(
                Registration.event_id == self.event.id
            )
        )
        found = {number: (str(status), answer_by) for number, status, answer_by in rows}
        assert found == {party.number: (party.status, party.answer_by) for party in self.model.parties}

    @invariant()
    def everybody_is_of_their_registrations_event(self) -> None:
        """By it they are counted on PostgreSQL."""
        elsewhere = select(Attendee.id).join(Registration).where(Attendee.event_id != Registration.event_id)
        assert self.session.scalars(elsewhere).all() == []


def test_places_are_given_as_the_plain_reference_gives_them(session: Session) -> None:
    class Here(Places):
        pass

    Here.session = session
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
