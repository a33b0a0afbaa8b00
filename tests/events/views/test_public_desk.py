"""The desk behind a link: letting people in by code or name, by several desks, on paper, without an account."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.events.attending import desk_links
from engage.events.domain.kinds import Channel, RegistrationStatus
from engage.events.models_people import Attendance, Registration
from tests.factories.attending import event_today, make_desk, make_party, today
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


class Hall:
    """An event today with Ada who has a place, and two desks."""

    def __init__(self, app: Flask, **columns: Any) -> None:
        self.app = app
        with transaction(app) as session:
            event = event_today(session, **columns)
            party = make_party(session, event, {"name": "Ada Lovelace", "photos": True}, "Byron Lovelace")
            self.event_id, self.slug, self.site_id = event.id, event.slug, event.sites[0].id
            self.ada, self.byron = (each.ticket for each in party.attendees)
            self.ada_id = party.attendees[0].id
            self.day = today(event.sites[0])
            self.desks = []
            for name in ("Desk 1", "Desk 2"):
                link = make_desk(session, event, name=name)
                self.desks.append(f"/en/desk/{desk_links.token(link, key=app.config['SECRET_KEY'])}")

    def party(self, name: str, status: RegistrationStatus) -> str:
        with transaction(self.app) as session:
            from engage.events.models import Event

            event = session.get_one(Event, self.event_id)
            return make_party(session, event, name, status=status).attendees[0].ticket


@pytest.fixture
def hall(app: Flask) -> Hall:
    return Hall(app)


def test_a_ticket_lets_somebody_in_once_and_every_desk_sees_it(hall: Hall, browser: Browser, app: Flask):
    first, second = hall.desks

    welcome = browser.submit(first, code=hall.ada.lower())
    again = browser.submit(second, code=hall.ada)

    assert "Welcome, come in" in welcome
    assert "Ada Lovelace" in welcome
    assert "Photographs: yes" in welcome
    assert "1 of 2 are in" in welcome
    assert welcome.root.all("title")[0].text.startswith("Welcome, come in: Ada Lovelace – Desk"), "read out first"
    assert "Already in since" in again
    assert "They were let in at “Desk 1”." in again
    with reading(app) as session:
        assert len(session.scalars(select(Attendance)).all()) == 1


def test_who_was_let_in_by_mistake_is_taken_back_and_let_in_anew(hall: Hall, browser: Browser, app: Flask):
    page = browser.submit(hall.desks[0], code=hall.ada)

    undone = browser.press(page, action="out")
    again = browser.submit(hall.desks[1], code=hall.ada)

    assert "Taken back: not in" in undone
    assert "0 of 2 are in" in undone
    assert "Welcome, come in" in again
    with reading(app) as session:
        (row,) = session.scalars(select(Attendance)).all()
        assert (row.undone_at, row.desk) == (None, "Desk 2")


def test_a_part_of_a_name_finds_people_and_lets_nobody_in_by_itself(hall: Hall, browser: Browser):
    page = browser.submit(hall.desks[0], code="lovel")

    assert "2 people found" in page
    assert "0 of 2 are in" in page
    assert "Welcome, come in" in browser.press(page, action="in")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        pytest.param(RegistrationStatus.WAITING, "On the waiting list", id="waiting"),
        pytest.param(RegistrationStatus.CANCELLED, "No place any more", id="cancelled"),
        pytest.param(RegistrationStatus.APPLIED, "Applied, and has no place", id="not drawn"),
    ],
)
def test_who_has_no_place_is_not_let_in_and_the_desk_reads_what_to_do(
    hall: Hall, browser: Browser, app: Flask, status: RegistrationStatus, says: str
):
    page = browser.submit(hall.desks[0], code=hall.party("Grace Hopper", status))

    assert says in page
    assert "Grace Hopper" in page
    with reading(app) as session:
        assert session.scalars(select(Attendance)).all() == []


@pytest.mark.parametrize("typed", ["", "Nobody at all", "7K3M9QXP0"])
def test_what_fits_nobody_is_said_and_stays_typed(hall: Hall, browser: Browser, typed: str):
    page = browser.submit(hall.desks[0], code=typed)

    assert page.status == 422
    assert page.value("code") == typed


def test_a_walk_in_gets_a_place_while_there_is_one(app: Flask, browser: Browser):
    hall = Hall(app, seats=3)

    welcome = browser.submit(f"{hall.desks[0]}/walk-in", name=" Grace  Hopper ", role="citizen")
    full = browser.submit(f"{hall.desks[0]}/walk-in", name="Alan Turing", role="citizen")

    assert "Welcome, come in" in welcome
    assert "No photographs" in welcome
    assert full.status == 409
    assert "No place is left." in full
    assert "2 people have a place and have not come yet." in full
    assert full.value("name") == "Alan Turing"
    with reading(app) as session:
        added = session.scalars(select(Registration).where(Registration.channel == Channel.DESK)).all()
        assert [(each.status, each.attendees[0].name) for each in added] == [
            (RegistrationStatus.CONFIRMED, "Grace Hopper")
        ]


def test_a_walk_in_needs_a_name(hall: Hall, browser: Browser):
    page = browser.submit(f"{hall.desks[0]}/walk-in", name="  ")

    assert page.status == 422
    assert page.errors == ["Write the name."]


def test_a_paper_list_is_typed_in_at_once_and_takes_nobody_out(hall: Hall, browser: Browser):
    browser.submit(hall.desks[0], code=hall.byron)

    page = browser.submit(f"{hall.desks[1]}/people", came=[str(hall.ada_id)])

    assert "1 person was let in." in page
    assert "2 of 2 are in" in page


def test_the_list_on_paper_is_a_tagged_file(hall: Hall, browser: Browser):
    response = browser.raw("GET", f"{hall.desks[0]}/list.pdf")

    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")
    assert b"StructTreeRoot" in response.data or b"/MarkInfo" in response.data


def test_only_the_pages_of_a_desk_may_ask_for_the_camera(hall: Hall, browser: Browser):
    desk, front = browser.raw("GET", hall.desks[0]), browser.raw("GET", "/en/")

    assert "camera=(self)" in desk.headers["Permissions-Policy"]
    assert "camera=()" in front.headers["Permissions-Policy"]
    assert (desk.headers["Cache-Control"], desk.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "Set-Cookie" not in desk.headers


def test_a_revoked_or_changed_link_opens_nothing(hall: Hall, browser: Browser, app: Flask):
    other = hall.desks[0][:-6] + "AAAA=="
    assert browser.get(other).status == 404
    with transaction(app) as session:
        from engage.events.models_people import DeskLink

        for link in session.scalars(select(DeskLink)):
            desk_links.revoke(session, link, now=link.made_at)
    assert browser.get(hall.desks[0]).status == 404


def test_who_guesses_at_links_has_to_wait(app: Flask, browser: Browser):
    answers = {browser.raw("GET", f"/en/desk/{'A' * 32}").status_code for _ in range(31)}

    assert answers == {404, 429}


@pytest.mark.parametrize(("away", "says"), [(1, "It opens on"), (-2, "It was open on")], ids=["before", "after"])
def test_a_link_shows_no_names_on_another_day_than_its_own(
    hall: Hall, browser: Browser, app: Flask, away: int, says: str
):
    with transaction(app) as session:
        from engage.events.models import Event

        event = session.get_one(Event, hall.event_id)
        link = make_desk(session, event, day=hall.day + timedelta(days=away))
        address = f"/en/desk/{desk_links.token(link, key=app.config['SECRET_KEY'])}"

    for page in (address, f"{address}/people", f"{address}/walk-in", f"{address}/people/{hall.ada_id}"):
        assert says in browser.get(page)
        assert "Ada" not in browser.get(page)
    assert browser.raw("GET", f"{address}/list.pdf").status_code == 404


def test_the_desk_of_a_cancelled_event_lets_nobody_in(app: Flask, browser: Browser):
    hall = Hall(app, state="cancelled")

    assert "Nobody is let in." in browser.get(hall.desks[0])
    assert "Ada" not in browser.get(f"{hall.desks[0]}/people")


def test_a_form_of_another_site_does_nothing(hall: Hall, browser: Browser):
    assert browser.raw("POST", hall.desks[0], data={"code": hall.ada}).status_code == 400
