from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as listening

from engage.activities import showing
from engage.activities.domain.kinds import EVENTS, ActivityState
from engage.activities.domain.shown import Standing
from engage.db.session import db
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus, SiteKind
from engage.events.models_people import Attendee, Registration
from engage.hubs.models import Hub
from tests.factories.events import make_event
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE

NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        pytest.param({"seats": 9}, Standing.OPEN, id="open"),
        pytest.param({"seats": 0}, Standing.FULL, id="full"),
        pytest.param({"registration_opens_at": NOW + timedelta(days=1)}, Standing.COMING, id="announced"),
        pytest.param({"registration_paused": True}, Standing.COMING, id="registration closed"),
        pytest.param({"starts_in": timedelta(days=-9)}, Standing.OVER, id="over"),
        pytest.param({"state": ActivityState.CANCELLED}, Standing.CANCELLED, id="cancelled"),
    ],
)
def test_an_event_stands_among_the_activities_as_it_is(app: Flask, values: dict[str, Any], standing: Standing):
    with transaction(app) as session:
        make_event(session, slug="open-day", **values)

    with app.test_request_context(), reading(app) as session:
        (shown,) = showing.shown(session, lang="de", now=NOW)

    assert shown.standing is standing
    assert (shown.address, shown.title) == ("/de/events/open-day", "Offener Tag")


def test_only_citizens_with_a_place_fill_an_event(app: Flask):
    with transaction(app) as session:
        event = make_event(session, slug="open-day", seats=1)
        for number, (status, role) in enumerate(
            [(RegistrationStatus.CANCELLED, AttendeeRole.CITIZEN), (RegistrationStatus.CONFIRMED, AttendeeRole.STAFF)]
        ):
            person = Attendee(event_id=event.id, role=role, name="Ada", ticket=f"T{number}")
            session.add(
                Registration(
                    event_id=event.id,
                    number=number,
                    site_id=event.sites[0].id,
                    status=status,
                    language="en",
                    created_at=NOW,
                    attendees=[person],
                )
            )

    with app.test_request_context(), reading(app) as session:
        (shown,) = showing.shown(session, lang="en", now=NOW)
    assert shown.standing is Standing.OPEN


def test_many_events_cost_as_many_statements_as_a_few(app: Flask):
    def statements() -> int:
        counted: list[str] = []

        def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
            counted.append(statement)

        with app.test_request_context(), reading(app) as session:
            listening.listen(db.engine, "before_cursor_execute", count)
            showing.shown(session, lang="en", now=NOW, kinds=EVENTS)
            listening.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    with transaction(app) as session:
        make_event(session, slug="first")
    few = statements()
    with transaction(app) as session:
        for number in range(6):
            make_event(session, slug=f"event-{number}", sites=[{}, {"kind": SiteKind.ONLINE}])

    assert statements() == few


def test_the_calendar_lists_events_by_day_and_narrows_them(app: Flask, browser: Browser):
    with transaction(app) as session:
        sweden = Hub(slug="sweden", name="Sverige", country="SE", languages=["sv"], published_at=NOW)
        session.add(sweden)
        session.flush()
        make_event(session, slug="later", starts_in=timedelta(days=60), sites=[{"kind": SiteKind.ONLINE}])
        make_event(session, slug="sooner", seats=0, starts_in=timedelta(days=9), sites=[{}, {"hub_id": sweden.id}])

    def listed(query: str = "") -> list[str]:
        links = browser.get(f"/en/events{query}").links
        return [link.rpartition("/")[2] for link in links if link.startswith("/en/events/")]

    assert listed() == ["sooner", "later"]
    assert listed("?how=online") == ["later"]
    assert listed("?country=SE") == ["sooner"]
    assert listed("?language=fr") == []
    assert listed("?how=nonsense&kind=%00") == ["sooner", "later"]
    first = (NOW + timedelta(days=9)).strftime("%Y-%m")
    assert "sooner" in listed(f"?view=month&month={first}")


def test_the_calendar_says_where_one_can_subscribe(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_event(session, slug="open-day")

    assert "/nb/events.ics" in browser.get("/nb/events").links


def test_an_event_that_is_full_stands_on_the_front_page_and_says_so(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_event(session, slug="open-day", seats=0)

    page = browser.get("/en/")

    assert "/en/events/open-day" in page.links
    assert "Full" in page
