"""Several desks at once: whoever is in is in once, and every desk knows it. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events import queries_desk
from engage.events.attending import checking_in
from engage.events.attending.checking_in import Desk, WalkIn
from engage.events.domain.attendance import NotHere, NotNow, Verdict
from engage.events.domain.kinds import AttendeeRole, Mode, RegistrationStatus
from engage.events.models import Event
from engage.events.models_people import Attendance, Attendee, Registration
from tests.factories.attending import event_today, make_party, today
from tests.support.databases import reading, transaction

NOW = datetime.now(UTC)
WHO = WalkIn("Grace Hopper", AttendeeRole.CITIZEN, photos=False)


def desk(event: Event, name: str = "") -> Desk:
    return Desk(event, event.sites[0], today(event.sites[0]), name)


def test_of_two_desks_at_the_same_moment_one_lets_somebody_in_and_both_see_it(app: Flask):
    with transaction(app) as session:
        event = event_today(session)
        attendee_id = make_party(session, event, "Ada").attendees[0].id
        event_id = event.id
    together = Barrier(4)

    def scan(number: int) -> tuple[Verdict, bool]:
        with transaction(app) as session:
            event = session.get_one(Event, event_id) if number % 2 else None
            together.wait(20)
            event = event or session.get_one(Event, event_id)
            return checking_in.check_in(session, desk(event, f"Desk {number}"), attendee_id, now=NOW)

    if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"]:
        together = Barrier(1)  # one writer at a time there
        answers = [scan(number) for number in range(4)]
    else:
        with ThreadPoolExecutor(4) as desks:
            answers = list(desks.map(scan, range(4)))

    assert sorted(now_in for _, now_in in answers) == [False, False, False, True]
    assert {standing for standing, _ in answers} == {Verdict.IN}
    with reading(app) as session:
        assert len(session.scalars(select(Attendance)).all()) == 1


def test_a_second_desk_does_not_change_when_and_where_somebody_came_in(session: Session):
    event = event_today(session)
    attendee_id = make_party(session, event, "Ada").attendees[0].id
    checking_in.check_in(session, desk(event, "Desk 1"), attendee_id, now=NOW)
    checking_in.check_in(session, desk(event, "Desk 2"), attendee_id, now=NOW + timedelta(minutes=5))

    (seen,) = queries_desk.expected(session, event.id, event.sites[0].id, today(event.sites[0]))
    assert (seen.at, seen.desk) == (NOW, "Desk 1")


def test_what_was_taken_back_can_be_done_anew_and_days_are_counted_apart(session: Session):
    event = event_today(session)
    here = desk(event)
    attendee_id = make_party(session, event, "Ada").attendees[0].id
    checking_in.check_in(session, here, attendee_id, now=NOW)

    assert checking_in.undo(session, here, attendee_id, now=NOW)
    assert not checking_in.undo(session, here, attendee_id, now=NOW)
    assert checking_in.check_in(session, here, attendee_id, now=NOW) == (Verdict.IN, True)
    tomorrow = Desk(event, event.sites[0], here.day + timedelta(days=1))
    assert checking_in.check_in(session, tomorrow, attendee_id, now=NOW) == (Verdict.OTHER_DAY, False)
    later = NOW + timedelta(days=1)
    assert checking_in.check_in(session, tomorrow, attendee_id, now=later) == (Verdict.IN, True)
    assert queries_desk.came_by_site(session, event.id) == {
        (event.sites[0].id, here.day): 1,
        (event.sites[0].id, tomorrow.day): 1,
    }


def test_a_desk_undoes_nothing_of_another_site(session: Session):
    event = event_today(session, sites=({}, {}))
    attendee_id = make_party(session, event, "Ada").attendees[0].id
    checking_in.check_in(session, desk(event), attendee_id, now=NOW)
    other = Desk(event, event.sites[1], today(event.sites[1]))

    assert not checking_in.undo(session, other, attendee_id, now=NOW)
    assert checking_in.check_in(session, other, attendee_id, now=NOW) == (Verdict.IN, False)


def test_who_has_an_offer_takes_it_by_coming(session: Session):
    event = event_today(session)
    event.starts_at = NOW + timedelta(minutes=20)  # desks open before the start
    party = make_party(session, event, "Ada", status=RegistrationStatus.OFFERED)
    party.answer_by = event.starts_at
    session.flush()

    assert checking_in.check_in(session, desk(event), party.attendees[0].id, now=NOW) == (Verdict.IN, True)
    session.refresh(party)
    assert party.status is RegistrationStatus.CONFIRMED


def test_a_paper_list_lets_in_only_who_has_a_place_here(session: Session):
    event = event_today(session, sites=({}, {}))
    ada, byron = make_party(session, event, "Ada", "Byron").attendees
    waits = make_party(session, event, "Wanda", status=RegistrationStatus.WAITING).attendees[0]
    elsewhere = make_party(session, event, "Elsa", site=event.sites[1]).attendees[0]
    checking_in.check_in(session, desk(event), ada.id, now=NOW)

    ticked = {ada.id, byron.id, waits.id, elsewhere.id, 12345}
    assert checking_in.check_in_many(session, desk(event), ticked, now=NOW) == 1


@pytest.mark.parametrize("mode", [Mode.FIRST_COME, Mode.APPROVAL, Mode.INVITATION])
def test_a_walk_in_takes_a_place_by_the_service_of_places_or_is_told_that_none_is_left(session: Session, mode: Mode):
    event = event_today(session, seats=1, mode=mode, waiting_seats=5)
    event.starts_at = NOW + timedelta(minutes=20)
    session.flush()

    came = checking_in.walk_in(session, desk(event), WHO, language="en", now=NOW)
    session.commit()
    with pytest.raises(NotHere):
        checking_in.walk_in(session, desk(event), WHO, language="en", now=NOW)
    session.rollback()

    assert session.scalars(select(Registration.status)).all() == [RegistrationStatus.CONFIRMED]
    assert session.scalars(select(Attendance.attendee_id)).all() == [came.id]


def test_nobody_walks_in_before_the_day(session: Session):
    event = event_today(session)
    tomorrow = Desk(event, event.sites[0], today(event.sites[0]) + timedelta(days=1))

    with pytest.raises(NotNow):
        checking_in.walk_in(session, tomorrow, WHO, language="en", now=NOW)
    assert session.scalars(select(Attendee)).all() == []


def test_counts_of_a_desk_are_by_role(session: Session):
    event = event_today(session)
    party = make_party(session, event, "Ada", {"name": "Carer", "role": AttendeeRole.COMPANION})
    make_party(session, event, "Gone", status=RegistrationStatus.CANCELLED)
    checking_in.check_in(session, desk(event), party.attendees[0].id, now=NOW)

    found = queries_desk.counts(session, event.id, event.sites[0].id, today(event.sites[0]))

    assert {role.value: (each.came, each.expected) for role, each in found.items()} == {
        "citizen": (1, 1),
        "companion": (0, 1),
    }
