"""The draw, from the event's own limits to places."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.events import places
from engage.events.domain.kinds import Mode, RegistrationStatus
from engage.events.models_people import Registration
from engage.events.people import drawing
from tests.factories.events import make_event
from tests.factories.registrations import make_registration


@pytest.fixture
def event(session):
    now = utcnow()
    event = make_event(
        session,
        seats=9,
        mode=Mode.DRAW,
        registration_closes_at=now - timedelta(hours=1),
        sites=({"seats": 6, "room": 8}, {"seats": 4}),
        quotas=[
            {"key": "country", "codes": ["NO"], "minimum": 2, "maximum": 4, "name": "Norway"},
            {"key": "country", "codes": ["SE"], "minimum": 3, "maximum": 6, "name": "Sweden"},
        ],
    )
    for number in range(16):
        country = "NO" if number % 3 == 0 else "SE" if number % 3 == 1 else "PL"
        people = [{"name": f"P{number}", "country": country}]
        if number % 4 == 0:
            people.append({"name": f"Q{number}", "role": "companion", "companion_of": 0})
        if number % 5 == 0:
            people.append({"name": f"R{number}", "country": "SE"})
        site = event.sites[number % 2]
        make_registration(session, event, *people, status=RegistrationStatus.APPLIED, site_id=site.id, email="")
    places.recount_traits(session, event)
    return event


def _draw(session, event, seed):
    now = utcnow()
    drawing.announce(session, event, "The lottery of Saturday", by="Ada", now=now)
    found = drawing.reckon(session, event, seed, now=now, language="en")
    return found, drawing.carry_out(session, event, found, by="Ada", now=now, language="en")


@pytest.mark.parametrize("seed", ["1", "2", "77"])
def test_who_was_drawn_gets_the_places_and_nobody_else(session, event, seed):
    found, draw = _draw(session, event, seed)

    drawn = session.scalars(select(Registration).where(Registration.drawn)).all()
    assert sorted(str(each.number) for each in drawn) == sorted(found.drawn.parties)
    assert sorted(draw.report["selected"]) == sorted(each.number for each in drawn)
    people = [(each.site_id, person) for each in drawn for person in each.attendees]
    citizens = Counter(person.country for _, person in people if person.role == "citizen")
    assert citizens.total() == 9
    assert draw.report["pool"] == 20
    assert 2 <= citizens["NO"] <= 4
    assert 3 <= citizens["SE"] <= 6
    assert sum(site == event.sites[0].id for site, _ in people) <= 8


def test_all_others_wait_in_the_order_drawn(session, event):
    _, draw = _draw(session, event, "5")

    waiting = select(Registration.number).where(Registration.status == RegistrationStatus.WAITING)
    reserve = session.scalars(waiting.order_by(Registration.rank)).all()
    assert reserve == [number for number in draw.report["order"] if number not in draw.report["selected"]]


def test_nothing_is_drawn_when_somebody_left_since_it_was_reckoned(session, event):
    now = utcnow()
    drawing.announce(session, event, "The lottery of Saturday", by="Ada", now=now)
    found = drawing.reckon(session, event, "1", now=now, language="en")
    places.cancel(session, session.scalars(select(Registration)).first(), now=now)

    with pytest.raises(drawing.PoolChanged):
        drawing.carry_out(session, event, found, by="Ada", now=now, language="en")


def test_a_draw_happens_once(session, event):
    _draw(session, event, "1")

    with pytest.raises(drawing.AlreadyDrawn):
        drawing.reckon(session, event, "2", now=utcnow(), language="en")
