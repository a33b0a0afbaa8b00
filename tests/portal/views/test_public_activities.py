"""The front page, the calendar and the page of an activity, as visitors meet them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from engage.activities import service
from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.activities.service import Paid
from engage.db.session import db
from tests.factories.activities import make_activity
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
TODAY = datetime.now(UTC).date()
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def headings(page) -> list[str]:
    return [heading.text for heading in page.root.all("h2")]


def test_an_empty_front_page_says_so_kindly(browser: Browser):
    page = browser.get("/en/")

    assert headings(page) == ["Nothing is open at the moment"]


def test_the_front_page_says_what_is_open_what_is_coming_and_what_came_of_it(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_survey(session)
        make_activity(session, title="A walk", starts_on=TOMORROW)
        make_activity(session, title="A talk", starts_on=YESTERDAY, counts={"participants": 1234})
        make_activity(session, title="Nothing came of this", starts_on=YESTERDAY)

    page = browser.get("/en/")

    assert headings(page) == ["Take part now", "Coming", "What came of it"]
    assert [title.text for title in page.root.all("h3")] == ["Your health", "A walk", "A talk"]
    assert "1,234 people took part." in page
    assert "declared" in page


def test_the_front_page_costs_the_same_however_much_is_on(app: Flask, browser: Browser):
    def statements() -> int:
        counted: list[str] = []

        def count(connection, cursor, statement, *rest):
            counted.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", count)
        browser.get("/en/")
        event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    with transaction(app) as session:
        make_survey(session, most_responses=5)
        make_activity(session, starts_on=TOMORROW)
    statements()
    few = statements()
    with transaction(app) as session:
        for number in range(8):
            make_survey(session, slug=f"s{number}", most_responses=5)
            make_activity(session, starts_on=TOMORROW)
    statements()

    assert statements() == few <= 8


def test_the_list_is_narrowed_by_a_form_that_needs_no_script(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_activity(session, title="A walk", starts_on=TOMORROW, mission_areas=["prevention"])
        make_activity(session, title="A webinar", starts_on=TOMORROW, kind=ActivityKind.WEBINAR, languages=["de"])
        make_activity(session, title="Long ago", starts_on=YESTERDAY)
        make_activity(session, title="A secret", starts_on=TOMORROW, state=ActivityState.DRAFT)

    def titles(query: str) -> list[str]:
        return [link.text for link in browser.get(f"/en/activities?{query}").root.all("h2") if link.all("a")]

    assert titles("") == ["A webinar", "A walk"]
    assert titles("kind=webinar") == titles("language=de") == titles("kind=event&language=de") == ["A webinar"]
    assert titles("area=prevention") == ["A walk"]
    assert titles("when=over") == ["Long ago"]
    assert titles("when=all&hub=default") == ["A webinar", "A walk", "Long ago"]
    assert titles("hub=nowhere") == []
    assert "Nothing fits what you chose" in browser.get("/en/activities?hub=nowhere")


def test_the_month_keeps_what_was_chosen_when_one_goes_on_or_changes_the_language(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_activity(session, title="A walk", starts_on=TODAY)
    page = browser.get(f"/en/activities?view=month&month={TODAY:%Y-%m}&kind=event")

    assert "A walk" in page
    assert any("view=month" in link and "kind=event" in link and link.startswith("/de/") for link in page.links)
    ahead = next(link for link in page.root.all("a") if link["rel"] == "next")
    assert "Nothing in this month fits what you chose." in browser.get(ahead["href"])


@pytest.mark.parametrize("query", ["view=month&month=9999-99", "page=0&kind=", "lang=de", "month=%00", "page=99999999"])
def test_an_address_that_makes_no_sense_is_answered_all_the_same(browser: Browser, query: str):
    assert browser.get(f"/en/activities?{query}").status == 200


def test_bare_addresses_lead_to_the_visitors_language(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_activity(session, slug="a-walk")

    for bare, full in {
        "/activities": "/de/activities",
        "/activities/a-walk": "/de/activities/a-walk",
        "/events": "/de/events",
    }.items():
        answer = browser.raw("GET", bare, headers={"Accept-Language": "de"})
        assert (answer.status_code, answer.headers["Location"]) == (302, full)


def test_an_activity_held_elsewhere_has_a_page_that_says_it_is_declared(app: Flask, browser: Browser):
    with transaction(app) as session:
        activity = make_activity(
            session,
            slug="a-walk",
            title="A walk",
            starts_on=YESTERDAY,
            summary={"en": "Along the river."},
            audience=["young"],
            counts={"participants": 12},
            link="https://example.org/walk",
        )
        paid = Paid("A fund", {"en": "Paid for by a fund."}, {}, None, None)
        service.fund(session, None, paid, hub_id=None, activity_id=activity.id)
    page = browser.get("/en/activities/a-walk")

    assert page.h1 == "A walk"
    for words in ("declared", "Along the river.", "Young people", "12", "example.org", "Paid for by a fund."):
        assert words in page


def test_days_and_numbers_are_written_as_the_reader_writes_them(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_activity(session, slug="a-walk", starts_on=date(2026, 3, 1), counts={"participants": 1234})
    page = browser.get("/de/activities/a-walk")

    assert "1. März 2026" in page
    assert "1.234" in page


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"state": ActivityState.DRAFT}, id="a draft"),
        pytest.param({"state": ActivityState.REMOVED}, id="taken away"),
        pytest.param({"declared": False}, id="not held elsewhere"),
    ],
)
def test_an_activity_that_is_not_for_the_public_is_not_there(app: Flask, browser: Browser, columns: dict[str, object]):
    with transaction(app) as session:
        make_activity(session, slug="a-walk", **columns)

    assert browser.raw("GET", "/en/activities/a-walk").status_code == 404


def test_a_page_without_anything_personal_sets_no_cookie_and_may_be_kept_for_a_minute(app: Flask, browser: Browser):
    for path in ("/en/", "/en/activities", "/en/activities?view=month"):
        assert browser.get(path).headers["Cache-Control"] == "public, max-age=60"

    assert browser.cookies == {}
