from datetime import UTC, datetime, timedelta

from flask import Flask
from icalendar import Calendar

from engage.activities.domain.kinds import ActivityState
from engage.events import calendars
from engage.events.domain.kinds import RegistrationStatus, SiteKind
from engage.events.models import Event, ProgrammeSession
from engage.events.models_people import Registration
from engage.hubs.models import Hub
from engage.i18n.text import LocalizedText
from engage.mail.speaking import translate_into
from tests.factories.events import make_event
from tests.support.browser import Browser
from tests.support.calendars import faults
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

HEBREW = {"title": LocalizedText.of("Open day", "en", he="יום פתוח")}


def feed(browser: Browser, path: str) -> Calendar:
    """A calendar file that keeps to every rule."""
    answer = browser.raw("GET", path)
    assert answer.status_code == 200
    content = answer.get_data()
    assert faults(content) == []
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    assert answer.headers["Content-Type"] == f"text/calendar; charset=utf-8; method={calendar['METHOD']}"
    return calendar


def test_an_event_is_read_in_its_language_by_its_own_clock(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(
            session, slug="open-day", texts=HEBREW, sites=[{"name": "Library"}, {"kind": SiteKind.ONLINE}]
        )
        event.activity.languages = ["en", "he"]
        starts_at = event.starts_at

    (entry,) = feed(browser, "/he/events/open-day.ics").events

    assert str(entry["SUMMARY"]) == "יום פתוח"
    assert entry["SUMMARY"].params["LANGUAGE"] == "he"
    assert entry["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert entry["DTSTART"].dt.astimezone(UTC) == starts_at
    assert entry["URL"] == "http://localhost/he/events/open-day"
    assert str(entry["LOCATION"]) == "Library, Storgata 1, Oslo; מקוון"
    assert (entry["UID"], entry["STATUS"], entry["SEQUENCE"]) == ("open-day@engage.invalid", "CONFIRMED", 0)


def test_a_reader_of_another_language_gets_the_source(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_event(session, slug="open-day")

    (entry,) = feed(browser, "/pl/events/open-day.ics").events

    assert entry["SUMMARY"].params["LANGUAGE"] == "en"


def test_a_cancelled_event_stays_in_the_feed_and_says_so_with_a_higher_sequence(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(session, slug="open-day")
        event_id = event.id
    (before,) = feed(browser, "/en/events.ics").events
    with transaction(app) as session:
        event = session.get_one(Event, event_id)
        event.activity.state = ActivityState.CANCELLED
        event.sequence += 1

    (after,) = feed(browser, "/en/events.ics").events

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_a_session_has_an_entry_of_its_own_that_rises_with_the_event(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(session, slug="open-day", sequence=2, sites=[{"name": "Library"}, {"name": "Annex"}])
        there = event.sites[1].id
        part = ProgrammeSession(
            event_id=event.id, site_id=there, starts_at=event.starts_at, ends_at=event.ends_at, sequence=1
        )
        make_event(session, slug="other")
        session.add(part)
        session.flush()
        number = part.id

    (entry,) = feed(browser, f"/en/events/open-day/sessions/{number}.ics").events

    assert entry["SEQUENCE"] == 3
    assert entry["UID"] == f"session-{number}.open-day@engage.invalid"
    assert "Annex" in entry["LOCATION"]
    assert "Library" not in entry["LOCATION"]
    assert browser.raw("GET", f"/en/events/other/sessions/{number}.ics").status_code == 404


def test_the_feed_of_a_hub_has_what_it_owns_and_where_it_has_a_site(app: Flask, browser: Browser):
    with transaction(app) as session:
        now = datetime.now(UTC)
        mine, theirs = (
            Hub(slug=slug, name=slug, country="NO", languages=["en"], published_at=now) for slug in ("mine", "theirs")
        )
        session.add_all([mine, theirs])
        session.flush()
        make_event(session, slug="owned", hub=mine)
        make_event(session, slug="shared", hub=theirs, sites=[{}, {"hub_id": mine.id}])
        make_event(session, slug="elsewhere", hub=theirs)

    assert {event["UID"].split("@")[0] for event in feed(browser, "/en/hubs/mine/events.ics").events} == {
        "owned",
        "shared",
    }
    assert {event["UID"].split("@")[0] for event in feed(browser, "/en/events.ics").events} == {
        "owned",
        "shared",
        "elsewhere",
    }
    assert browser.raw("GET", "/en/hubs/nowhere/events.ics").status_code == 404


def test_who_has_the_newest_feed_is_told_so_in_a_few_bytes(app: Flask, browser: Browser):
    with transaction(app) as session:
        event = make_event(session, slug="open-day")
        event_id = event.id
    tag = browser.raw("GET", "/en/events.ics").headers["ETag"]

    again = browser.raw("GET", "/en/events.ics", headers={"If-None-Match": tag})
    with transaction(app) as session:
        event = session.get_one(Event, event_id)
        event.starts_at += timedelta(days=1)
        event.ends_at += timedelta(days=1)
        event.sequence += 1
    changed = browser.raw("GET", "/en/events.ics", headers={"If-None-Match": tag})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert changed.status_code == 200


def test_a_language_that_nobody_offers_gets_the_feed_of_one_that_is(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_event(session, slug="open-day")

    assert feed(browser, "/tlh/events.ics")["SOURCE"] == "http://localhost/en/events.ics"


def test_what_ended_long_ago_is_no_longer_in_feeds(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_event(session, slug="old", starts_in=timedelta(days=-500))
        make_event(session, slug="last-month", starts_in=timedelta(days=-30))
        make_event(session, slug="pattern", template=True)

    assert [event["UID"] for event in feed(browser, "/en/events.ics").events] == ["last-month@engage.invalid"]


def test_ones_own_file_has_the_own_page_and_leaves_the_calendar_with_the_place(app: Flask):
    page = "https://engage.example.org/nb/registrations/abc"
    with transaction(app) as session:
        event = make_event(
            session, slug="open-day", sites=[{"name": "Library"}, {"name": "Annex", "time_zone": "Europe/Helsinki"}]
        )
        registration = Registration(
            event_id=event.id,
            number=1,
            site_id=event.sites[1].id,
            status=RegistrationStatus.CONFIRMED,
            language="nb",
            created_at=datetime.now(UTC),
        )
        session.add(registration)
        session.flush()

        def made() -> calendars.File:
            translate = translate_into(session, "nb")
            return calendars.calendar_for(
                session, registration, page=page, base="https://engage.example.org", translate=translate
            )

        with_place = made()
        registration.status = RegistrationStatus.CANCELLED
        without = made()

    for file in (with_place, without):
        assert faults(file.content) == []
    (mine,), (gone,) = (Calendar.from_ical(file.content).events for file in (with_place, without))
    assert page in mine["DESCRIPTION"]
    assert mine["DTSTART"].params["TZID"] == "Europe/Helsinki"
    assert str(mine["LOCATION"]).startswith("Annex")
    assert (with_place.method, without.method) == ("PUBLISH", "CANCEL")
    assert gone["UID"] == mine["UID"] == "open-day@engage.invalid"
    assert gone["SEQUENCE"] > mine["SEQUENCE"]
    assert gone["STATUS"] == "CANCELLED"
