"""The desk for the team: links for helpers, prints, and the same desk without a link."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty, RoleName
from engage.events.models import Event
from engage.events.models_people import Attendance, DeskLink
from engage.hubs.models import Hub
from engage.privacy.models import AuditEntry
from tests.factories.attending import event_today, make_party, today
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
DESK = "/console/events/open-day/desk"


@pytest.fixture
def ticket(app: Flask) -> str:
    with transaction(app) as session:
        event = event_today(session)
        return make_party(session, event, "Ada Lovelace").attendees[0].ticket


def counter(app: Flask) -> str:
    with reading(app) as session:
        site = session.scalars(select(Event)).one().sites[0]
        return f"{DESK}/{site.id}/{today(site).isoformat()}"


def test_a_link_is_made_used_and_ended(app: Flask, ticket: str, sign_in: Callable[..., Browser], browser: Browser):
    organiser = sign_in(RoleName.ORGANISER, hub="default")
    page = organiser.submit(DESK, name="Desk 2")
    address = next(word for word in page.text.split() if "/desk/" in word).partition("localhost")[2]

    assert "Check-in" in browser.get(address)
    assert "Welcome, come in" in browser.submit(address, code=ticket)

    page = organiser.get(DESK)
    form = next(form for form in page.forms if "/links/" in form.element["action"])
    organiser.post(form.element["action"], form.values())
    assert browser.get(address).status == 404
    with reading(app) as session:
        assert session.scalars(select(DeskLink)).one().revoked_at is not None
        noted = [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert noted[-2:] == ["event.desk-link-made", "event.desk-link-revoked"]


def test_the_team_lets_people_in_without_a_link(app: Flask, ticket: str, sign_in: Callable[..., Browser]):
    organiser = sign_in(RoleName.ORGANISER, hub="default")

    page = organiser.submit(counter(app), code=ticket)

    assert "Welcome, come in" in page
    assert "Back to the console" in page
    with reading(app) as session:
        assert session.scalars(select(Attendance)).one().desk == "Desk of the team"


def test_who_holds_the_duty_at_the_desk_has_no_names_elsewhere(
    app: Flask, ticket: str, sign_in: Callable[..., Browser]
):
    helper = sign_in(RoleName.ANALYST, hub="default")
    assert helper.get(DESK).status == 404
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        person = session.scalars(select(Person)).one()
        session.add(Grant(person_id=person.id, thing="event", thing_id=event.id, duty=Duty.DESK))

    assert "Welcome, come in" in helper.submit(counter(app), code=ticket)
    assert "Make a link" not in helper.get(DESK)


@pytest.mark.parametrize("what", ["list.pdf", "badges.pdf"])
def test_lists_and_badges_are_printed(app: Flask, ticket: str, sign_in: Callable[..., Browser], what: str):
    del ticket
    response = sign_in(RoleName.ORGANISER, hub="default").raw("GET", f"{counter(app)}/{what}")

    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")


@pytest.mark.parametrize("typed", [{"desk": "1|2020-01-01"}, {"desk": "nothing"}, {}])
def test_a_link_is_of_a_site_and_a_day_of_the_event(
    app: Flask, ticket: str, sign_in: Callable[..., Browser], typed: dict[str, Any]
):
    del ticket
    organiser = sign_in(RoleName.ORGANISER, hub="default")
    token = organiser.get(DESK).value("_csrf")

    page = organiser.post(f"{DESK}/links", {"_csrf": token, **typed})

    assert page.status == 422
    assert page.errors == ["Choose for which site and day the link is."]


def test_the_duty_at_the_desk_opens_the_sites_of_ones_own_hubs(app: Flask, sign_in: Callable[..., Browser]):
    """A hub with one site gives the duty to its own people: they do not read the names of the other sites."""
    with transaction(app) as session:
        north = Hub(slug="north", name="North", country="NO", scope="national")
        session.add(north)
        session.flush()
        event = event_today(session, sites=({}, {"hub_id": north.id}))
        make_party(session, event, "Ada Lovelace")
        make_party(session, event, "Bo Li", site=event.sites[1])
        site_ids = [site.id for site in event.sites]
        day = today(event.sites[0]).isoformat()
    helper = sign_in(RoleName.ASSESSOR, hub="north")
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        person = session.scalars(select(Person)).one()
        session.add(Grant(person_id=person.id, thing="event", thing_id=event.id, duty=Duty.DESK))

    assert helper.get(f"{DESK}/{site_ids[0]}/{day}/people").status == 404
    assert "Bo Li" in helper.get(f"{DESK}/{site_ids[1]}/{day}/people")
