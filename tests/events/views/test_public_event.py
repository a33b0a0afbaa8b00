import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.db.session import db
from engage.events.domain.kinds import MaterialPhase, Mode, SiteKind
from engage.events.models import Event, EventMove, EventText, Material, ProgrammeSession, Track
from engage.events.models_people import Draw
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText, TextState, Translation
from tests.factories.events import make_event
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

NOW = datetime.now(UTC).replace(microsecond=0)
ROOM, ONLINE = (
    {"name": "Library"},
    {"name": "Online room", "kind": SiteKind.ONLINE, "join_link": "https://meet.example.org/secret"},
)


def made(app: Flask, **values: Any) -> None:
    with transaction(app) as session:
        make_event(session, slug="open-day", **values)


def data(page: Page) -> dict[str, Any]:
    """The structured data of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.html)
    assert found
    return dict(json.loads(found[1]))


# -- what a page says in each state


@pytest.mark.parametrize(
    ("values", "said", "button"),
    [
        pytest.param({"seats": 30}, "At least 30 places are left.", "Register", id="open"),
        pytest.param({"seats": 3}, "Fewer than 5 places are left.", "Register", id="open, nearly full"),
        pytest.param({"seats": 0}, "Nobody is on the waiting list yet.", "Join the waiting list", id="full"),
        pytest.param({"seats": 0, "waiting_seats": 0}, "There is no waiting list.", "", id="full, no waiting list"),
        pytest.param({"registration_opens_at": NOW + timedelta(days=1)}, "Registration opens:", "", id="announced"),
        pytest.param({"registration_closes_at": NOW - timedelta(days=1)}, "Registration closed:", "", id="closed"),
        pytest.param({"registration_paused": True}, "Registration is paused", "", id="paused"),
        pytest.param({"starts_in": timedelta(hours=-1)}, "The event is taking place now.", "", id="running"),
        pytest.param({"starts_in": timedelta(days=-9)}, "The report is not published yet.", "", id="over"),
        pytest.param({"state": ActivityState.CANCELLED}, "This event is cancelled.", "", id="cancelled"),
        pytest.param({"mode": Mode.DRAW}, "It does not matter who applies first.", "Apply for a place", id="draw"),
        pytest.param({"mode": Mode.APPROVAL}, "the organisers decide", "Ask for a place", id="approval"),
        pytest.param({"mode": Mode.INVITATION}, "You need an invitation", "Register", id="invitation"),
    ],
)
def test_the_page_says_where_the_event_stands_and_what_one_can_do(
    app: Flask, browser: Browser, values: dict[str, Any], said: str, button: str
):
    made(app, **values)

    page = browser.get("/en/events/open-day")

    assert said in page
    leads = [link.text for link in page.root.all("a") if link["href"] == "/en/events/open-day/register"]
    assert leads == ([button] if button else [])


def test_a_page_is_kept_and_made_anew_when_the_event_changes(app: Flask, browser: Browser):
    made(app, seats=30)
    first = browser.raw("GET", "/en/events/open-day")
    with transaction(app) as session:
        event = session.query(Event).one()
        session.add(
            EventText(event_id=event.id, place="practical", text=encoded(LocalizedText.of("Bring a friend.", "en")))
        )
        event.revision += 1

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Bring a friend." not in first.get_data(as_text=True)
    assert "Bring a friend." in browser.get("/en/events/open-day")


@pytest.mark.parametrize("state", [ActivityState.DRAFT, ActivityState.REMOVED])
def test_nobody_sees_what_is_not_announced(app: Flask, browser: Browser, state: ActivityState):
    made(app, state=state)

    for path in ("/en/events/open-day", "/events/open-day", "/en/events/open-day.ics"):
        assert browser.raw("GET", path).status_code == 404
    assert "UID" not in browser.raw("GET", "/en/events.ics").get_data(as_text=True)


def test_a_kept_page_costs_four_statements(app: Flask, browser: Browser):
    """Two to find it and its rules, one for its quotas, one that counts; nothing else changes by the minute."""
    made(app, sites=[ROOM, ONLINE], quotas=[{"key": "country", "codes": ["NO"], "maximum": 3}])
    browser.get("/en/events/open-day")
    counted: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        counted.append(statement)

    with app.app_context():
        listening.listen(db.engine, "before_cursor_execute", count)
        browser.get("/en/events/open-day")
        listening.remove(db.engine, "before_cursor_execute", count)

    assert len([statement for statement in counted if statement.startswith("SELECT")]) <= 4


def test_a_cancelled_event_says_why(app: Flask, browser: Browser):
    made(app, state=ActivityState.CANCELLED, texts={"cancelled": LocalizedText.of("The hall burned down.", "en")})

    assert "The hall burned down." in browser.get("/de/events/open-day")


def test_the_link_into_an_online_room_stands_nowhere_that_everybody_reads(app: Flask, browser: Browser):
    made(app, sites=[ROOM, ONLINE])

    for path in ("/en/events/open-day", "/en/events", "/en/events/open-day.ics", "/en/events.ics"):
        assert "meet.example.org" not in browser.raw("GET", path).get_data(as_text=True)


# -- languages


def test_a_bare_address_leads_to_a_language_of_the_event_and_other_languages_too(app: Flask, browser: Browser):
    made(app)

    for path, accepted, target in [
        ("/events/open-day", "de", "/de/events/open-day"),
        ("/events/open-day", "it", "/en/events/open-day"),
        ("/pl/events/open-day", "de", "/de/events/open-day"),
        ("/pl/events/open-day?zone=Asia/Tokyo", "de", "/de/events/open-day?zone=Asia/Tokyo"),
    ]:
        answer = browser.raw("GET", path, headers={"Accept-Language": accepted})
        assert (answer.status_code, answer.headers["Location"]) == (302, target)
    page = browser.get("/de/events/open-day")
    assert {link["hreflang"] for link in page.root.all("link") if link["rel"] == "alternate" and link["hreflang"]} == {
        "en",
        "de",
    }


def test_a_text_that_has_not_come_as_far_as_the_gate_is_shown_in_the_source_and_marked(app: Flask, browser: Browser):
    about = LocalizedText("en", {"en": Translation("All about it"), "de": Translation("Alles", TextState.DRAFT)})
    made(app, text_gate="approved", texts={"about": about})

    page = browser.get("/de/events/open-day")

    (section,) = [each for each in page.root.walk() if each["id"] == "about"]
    assert (section.text, section["lang"], section["dir"]) == ("All about it", "en", "ltr")


# -- times


def test_a_visitor_says_where_they_are_and_reads_the_times_there(app: Flask, browser: Browser):
    made(app)

    page = browser.get("/en/events/open-day?zone=Asia/Jerusalem")

    assert re.search(r"Jerusalem: \d\d:\d\d", page.text)
    assert page.value("zone") == "Asia/Jerusalem"
    assert "In Rome the clock shows the same." in browser.get("/en/events/open-day?zone=Europe/Rome")
    assert browser.get("/en/events/open-day?zone=Nowhere/Land%00").status == 200


def test_a_site_by_whose_clock_it_is_another_time_says_so(app: Flask, browser: Browser):
    made(app, sites=[ROOM, {"name": "Helsinki", "time_zone": "Europe/Helsinki"}])

    page = browser.get("/en/events/open-day")

    assert page.text.count("Local time:") == 1
    assert "(Helsinki time)" in page


def test_of_a_moved_event_the_old_date_is_shown_struck_through(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(session, slug="open-day")
        old = event.starts_at - timedelta(days=40)
        move = EventMove(
            event_id=event.id, starts_at=old, ends_at=old + timedelta(hours=3), time_zone="Europe/Oslo", moved_at=NOW
        )
        session.add(move)

    page = browser.get("/en/events/open-day")

    assert "This event was moved." in page
    day = old.astimezone(ZoneInfo("Europe/Oslo"))
    assert [f"{day:%B} {day.day}, {day.year}" in each.text for each in page.root.all("s")] == [True]
    assert data(page)["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data(page)["previousStartDate"].startswith(f"{day:%Y-%m-%d}")


# -- programme and materials


def with_programme(session: Session, **values: Any) -> Event:
    event = make_event(session, slug="open-day", sites=[ROOM, ONLINE], **values)
    tracks = [Track(event_id=event.id, position=at) for at in range(2)]
    session.add_all(tracks)
    session.flush()
    texts = {f"track:{track.id}:name": f"Track {at}" for at, track in enumerate(tracks)}
    for at, track in enumerate((None, *tracks)):
        part = ProgrammeSession(
            event_id=event.id,
            track_id=track.id if track else None,
            starts_at=event.starts_at + timedelta(minutes=30 * bool(at)),
            ends_at=event.starts_at + timedelta(minutes=30 + 30 * bool(at)),
            languages=["nb"],
            interpreted=["he", "ase"],
        )
        session.add(part)
        session.flush()
        texts[f"session:{part.id}:title"] = f"Talk {at} <b>"
    session.add_all(
        EventText(event_id=event.id, place=at, text=encoded(LocalizedText.of(text, "en"))) for at, text in texts.items()
    )
    return event


def test_parallel_tracks_are_a_table_with_the_name_of_each_track(app: Flask, browser: Browser):
    with transaction(app) as session:
        with_programme(session)

    page = browser.get("/en/events/open-day")

    (table,) = page.root.all("table")
    assert [head.text for head in table.all("th") if head["scope"] == "col"] == ["Time", "Track 0", "Track 1"]
    assert "Interpreted into: Hebrew, American Sign Language" in page
    assert "Talk 0 <b>" in page.text
    sessions = [link for link in page.links if "/sessions/" in link]
    assert len(sessions) == 3
    assert all(browser.raw("GET", link).mimetype == "text/calendar" for link in sessions)


def test_materials_are_saved_and_those_for_registered_people_are_not_here(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(session, slug="open-day", starts_in=timedelta(days=-9))
        after = {"event_id": event.id, "phase": MaterialPhase.AFTER, "media_type": "text/html", "content": b"<script>"}
        public = Material(title="Slides", file_name="slides.html", size=8, **after)
        secret = Material(title="Phone numbers", file_name="list.html", registered_only=True, **after)
        session.add_all([public, secret])
        session.flush()
        files = [f"/events/open-day/materials/{each.id}" for each in (public, secret)]

    page = browser.get("/en/events/open-day")
    answer = browser.raw("GET", files[0])

    assert "Slides" in page
    assert "Phone numbers" not in page
    assert files[0] in page.links
    assert answer.headers["Content-Disposition"] == "attachment; filename=slides.html"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browser.raw("GET", files[1]).status_code == 404


# -- structured data


@pytest.mark.parametrize(
    ("sites", "mode", "kinds"),
    [
        pytest.param([ROOM], "OfflineEventAttendanceMode", ["Place"], id="in a place"),
        pytest.param([ONLINE], "OnlineEventAttendanceMode", ["VirtualLocation"], id="online"),
        pytest.param([ROOM, ONLINE], "MixedEventAttendanceMode", ["Place", "VirtualLocation"], id="both"),
    ],
)
def test_programs_read_where_it_is_and_online_leads_to_registration(
    app: Flask, browser: Browser, sites: list[dict[str, Any]], mode: str, kinds: list[str]
):
    made(app, sites=sites)

    read = data(browser.get("/de/events/open-day"))

    locations = read["location"] if isinstance(read["location"], list) else [read["location"]]
    assert read["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert [each["@type"] for each in locations] == kinds
    assert {each["url"] for each in locations if each["@type"] == "VirtualLocation"} <= {
        "http://localhost/de/events/open-day/register"
    }
    assert (read["inLanguage"], read["name"]) == ("de", "Offener Tag")
    assert datetime.fromisoformat(read["startDate"]).utcoffset() is not None


@pytest.mark.parametrize(
    ("values", "offer"),
    [
        pytest.param({"seats": 5}, "InStock", id="open"),
        pytest.param({"seats": 0}, "SoldOut", id="full"),
        pytest.param({"registration_opens_at": NOW + timedelta(days=1)}, "PreOrder", id="not yet"),
        pytest.param({"mode": Mode.DRAW}, None, id="not for whoever comes first"),
        pytest.param({"state": ActivityState.CANCELLED}, None, id="cancelled"),
    ],
)
def test_an_offer_is_told_to_programs_only_where_it_is_true(
    app: Flask, browser: Browser, values: dict[str, Any], offer: str | None
):
    made(app, **values)

    told = data(browser.get("/en/events/open-day")).get("offers")

    assert (told and told["availability"]) == (f"https://schema.org/{offer}" if offer else None)


def test_no_text_can_end_the_data_of_a_page(app: Flask, browser: Browser):
    bad = "</script><script>alert(1)</script><!-- & \u2028"
    made(app, texts={"summary": LocalizedText.of(bad, "en")})

    page = browser.get("/en/events/open-day")

    assert "alert(1)</script>" not in page.html
    assert data(page)["description"].startswith("</script><script>alert(1)</script>")


# -- draws


def test_how_places_are_drawn_is_said_before_and_can_be_checked_after(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(session, slug="open-day", mode=Mode.DRAW, sites=[{}])
        event_id = event.id
    path = "/en/events/open-day/draw"
    assert path in browser.get("/en/events/open-day").links
    assert "Where the number will come from is said here" in browser.get(path)

    report = {
        "algorithm": "uniform",
        "pool": 3,
        "parties": 3,
        "places": 2,
        "min_probability": 0.5,
        "runs": 200,
        "order": [12, 7, 31],
        "selected": [12, 7],
        "quotas": [{"name": "Norway", "minimum": 1, "maximum": None, "selected": 2}],
    }
    with transaction(app) as session:
        session.add(
            Draw(
                event_id=event_id,
                seed="4 8 15",
                seed_source="Lotto",
                method="uniform",
                made_at=NOW,
                by_name="",
                report=report,
            )
        )
        session.get_one(Event, event_id).revision += 1

    page = browser.get(path)
    assert all(
        words in page for words in ("4 8 15", "Lotto", "uniform", "12, 7, 31", "Norway", "at least 50%", "200 draws")
    )
    assert [each.text for each in page.root.all("strong")] == ["12", "7"]


def test_an_event_without_a_draw_has_no_page_of_one(app: Flask, browser: Browser):
    made(app)

    assert browser.raw("GET", "/en/events/open-day/draw").status_code == 404
