"""Duties on one thing, in a product where a room offers such things."""

from collections.abc import Collection
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts import grants, sight
from engage.accounts.grants import Thing, Things
from engage.accounts.people import Yourself
from engage.accounts.roles import Duty, RoleName
from engage.hubs import queries as hubs
from tests.factories.people import make_person
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def offered(session: Session, reach: sight.Reach) -> Collection[Thing]:
    """One event of the default hub, and one of another."""
    own = hubs.default(session).id
    both = [Thing(7, "Open day", frozenset({own})), Thing(8, "Elsewhere", frozenset({own + 1000}))]
    return [thing for thing in both if reach is None or thing.hubs & reach]


EVENTS = Things("event", "Events", (Duty.DESK, Duty.NEEDS_READER), offered)


def test_a_duty_is_held_on_one_thing_and_no_other(session: Session):
    by, person = make_person(session, RoleName.COORDINATOR), make_person(session, RoleName.ASSESSOR)

    assert grants.give(session, person, EVENTS, 7, Duty.DESK, now=NOW, by=by)
    assert not grants.give(session, person, EVENTS, 7, Duty.DESK, now=NOW, by=by)

    assert grants.has_duty(session, person, "event", 7, Duty.DESK)
    assert not grants.has_duty(session, person, "event", 8, Duty.DESK)
    assert not grants.has_duty(session, person, "event", 7, Duty.NEEDS_READER)
    assert not grants.has_duty(session, person, "assessment", 7, Duty.DESK)
    assert not grants.has_duty(session, by, "event", 7, Duty.DESK)


def test_a_duty_ends_with_the_account_and_when_it_is_taken(session: Session):
    by, person = make_person(session, RoleName.COORDINATOR), make_person(session, RoleName.ASSESSOR)
    grants.give(session, person, EVENTS, 7, Duty.DESK, now=NOW, by=by)

    person.active = False
    assert not grants.has_duty(session, person, "event", 7, Duty.DESK)
    person.active = True
    assert grants.take(session, person, EVENTS, 7, Duty.DESK, now=NOW, by=by)
    assert not grants.has_duty(session, person, "event", 7, Duty.DESK)


@pytest.mark.parametrize(
    ("number", "duty"),
    [
        pytest.param(8, Duty.DESK, id="of another hub"),
        pytest.param(9, Duty.DESK, id="not there"),
        pytest.param(7, Duty.CO_SIGNER, id="no duty of events"),
    ],
)
def test_only_what_is_offered_can_be_given(session: Session, number: int, duty: Duty):
    by, person = make_person(session, RoleName.COORDINATOR), make_person(session, RoleName.ASSESSOR)

    with pytest.raises(grants.NoSuchThing):
        grants.give(session, person, EVENTS, number, duty, now=NOW, by=by)
    with pytest.raises(Yourself):
        grants.give(session, by, EVENTS, 7, Duty.DESK, now=NOW, by=by)


def test_the_section_is_there_once_a_room_offers_things(app: Flask):
    with transaction(app) as session:
        uniquifier = make_person(session, RoleName.COORDINATOR).fs_uniquifier
        number = make_person(session, RoleName.ASSESSOR).id
    browser = Browser(app)
    browser.sign_in(uniquifier)
    path = f"/console/people/{number}"
    assert "Give the duty" not in browser.get(path)

    grants.offer(app, EVENTS)
    page = browser.get(path)
    form = next(form for form in page.forms if form.element["action"] == f"{path}/duties")
    assert form.offered("thing") == {"7"}
    page = browser.post(f"{path}/duties", {**form.values(), "duty": "needs-reader"})

    assert "The duty is given." in page
    assert "Reads special needs: Open day" in page
