"""The personal way into an online room, and certificates of attendance."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.events.domain.kinds import RegistrationStatus, SiteKind
from engage.events.models import Event
from engage.events.models_people import Attendance, Registration
from engage.events.tickets import links
from tests.factories.attending import event_today, let_in, make_party
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
ROOM = "https://meet.example.org/room?pwd=secret"
ONLINE = ({"kind": SiteKind.ONLINE, "join_link": ROOM, "address": ""},)


def register(
    app: Flask, *people: str, status: RegistrationStatus = RegistrationStatus.CONFIRMED, **columns: Any
) -> str:
    """The address of the personal page of a party at an event that takes place now."""
    starts_in = columns.pop("starts_in", None)
    with transaction(app) as session:
        event = event_today(session, **({"sites": ONLINE} | columns))
        if starts_in is not None:
            event.starts_at, event.ends_at = utcnow() + starts_in, utcnow() + starts_in + timedelta(hours=2)
        party = make_party(session, event, *people, status=status)
        session.flush()
        return f"/en/registrations/{links.token(party, key=app.config['SECRET_KEY'])}"


def came(app: Flask) -> int:
    with reading(app) as session:
        return len(session.scalars(select(Attendance).where(Attendance.online)).all())


def test_looking_counts_nobody_and_shows_no_address(app: Flask, browser: Browser):
    page = browser.get(register(app, "Ada") + "/join")

    assert "Join now" in page.html
    assert "meet.example.org" not in page.html
    assert came(app) == 0


def test_a_press_counts_who_joins_and_leads_into_the_room(app: Flask, browser: Browser):
    address = register(app, "Ada", "Byron") + "/join"
    target, data = browser.filled(browser.get(address), {"person": ["1"]})

    for _ in range(2):  # the connection was cut
        response = browser.raw("POST", target, data=data)
        assert (response.status_code, response.headers["Location"]) == (303, ROOM)

    assert came(app) == 1


def test_browsers_are_told_that_the_form_may_lead_to_the_room_and_nowhere_else(app: Flask, browser: Browser):
    policy = browser.get(register(app, "Ada") + "/join").headers["Content-Security-Policy"]

    assert "form-action 'self' https://meet.example.org;" in policy


@pytest.mark.parametrize(
    ("more", "says"),
    [
        pytest.param({"status": RegistrationStatus.WAITING}, "Only people with a confirmed place", id="waiting"),
        pytest.param({"starts_in": timedelta(minutes=31)}, "The room opens 30 minutes before", id="early"),
        pytest.param({"starts_in": timedelta(hours=-3)}, "the room is closed", id="over"),
        pytest.param({"sites": ({},)}, "where people meet in person", id="in a room"),
    ],
)
def test_the_room_is_shut_to_who_has_no_place_and_outside_its_time(
    app: Flask, browser: Browser, more: dict[str, Any], says: str
):
    address = register(app, "Ada", **more) + "/join"
    page = browser.get(address)

    assert says in page
    assert "meet.example.org" not in page.html + str(page.headers)
    assert came(app) == 0


def test_somebody_of_a_party_has_to_be_ticked(app: Flask, browser: Browser):
    page = browser.submit(register(app, "Ada", "Byron") + "/join", person=[])

    assert page.status == 422
    assert page.errors == ["Tick who is joining now."]


@pytest.mark.parametrize("language", ["en", "nb", "he"])
def test_who_came_gets_a_certificate_in_each_language_once_it_is_over(app: Flask, browser: Browser, language: str):
    address = register(app, "Ada", "Byron", sites=({},))
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        let_in(session, event, session.scalars(select(Registration)).one().attendees[:1])
    asked = f"{address}/certificate.pdf?language={language}"

    assert browser.raw("GET", asked).status_code == 404, "it is not over yet"
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        event.ends_at = utcnow()

    response = browser.raw("GET", asked)
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF")
    assert browser.raw("GET", f"{asked}&person=1").status_code == 404, "Byron did not come"


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        pytest.param("https://møte.example.org/a", "https://xn--mte-0na.example.org;", id="other letters"),
        pytest.param("https://ada:word@meet.example.org:8443/a", "https://meet.example.org:8443;", id="with a name"),
        pytest.param("https://x;report-uri/a", "form-action 'self';", id="another directive"),
    ],
)
def test_no_address_of_a_room_changes_the_policy_besides(app: Flask, browser: Browser, link: str, leads_to: str):
    page = register(app, "Ada", sites=({"kind": SiteKind.ONLINE, "join_link": link},)) + "/join"

    policy = browser.get(page).headers["Content-Security-Policy"]

    assert leads_to in policy
    assert policy.count("report-uri") == 1, "only our own"
