"""The report of an event: written in several languages, looked at, published with rounded figures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty, RoleName
from engage.activities.domain.shown import local_day
from engage.activities.models import ActivityTold
from engage.core.clock import utcnow
from engage.events.models import Event
from engage.events.models_people import FollowUp, Registration
from engage.mail.models import OutboxMail
from tests.factories.attending import event_today, let_in, make_party
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
REPORT = "/console/events/open-day/report"
PUBLIC = "/en/events/open-day/report"


@pytest.fixture
def organiser(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    """Of an event that is over: 33 came of 40, three of them from Denmark."""
    with transaction(app) as session:
        event = event_today(session, seats=100)
        event.ends_at = utcnow() - timedelta(hours=1)
        event.starts_at = event.ends_at - timedelta(hours=2)
        countries = ["NO"] * 18 + ["SE"] * 12 + ["DK"] * 3 + ["NO"] * 7
        people = [{"name": f"Person {n}", "country": code} for n, code in enumerate(countries)]
        party = make_party(session, event, *people)
        let_in(session, event, party.attendees[:33])
    return sign_in(RoleName.ORGANISER)


def write(organiser: Browser, **more: str) -> None:
    words = {
        "heard": "People asked for **rides** to the hospital.",
        "said-0": "I live 80 km away.",
        "follow-0": "A bus",
        "follow-0-who": "Hub Norway",
        "follow-0-by": "2027-01-15",
    }
    assert organiser.submit(REPORT, words | more).status == 200


def test_a_report_says_who_came_what_was_said_and_what_follows(organiser: Browser, browser: Browser):
    write(organiser)
    assert browser.get(PUBLIC).status == 404

    preview = organiser.get(f"{REPORT}/preview")
    page = _publish(organiser)
    public = browser.get(PUBLIC)

    assert "This is a preview" in preview
    assert "Everybody can read this report." in page
    for words in ("About 35 people came.", "About 40 had a place.", "I live 80 km away.", "A bus", "Hub Norway"):
        assert words in preview
        assert words in public
    assert "15 January 2027" in public or "January 15, 2027" in public


def _publish(organiser: Browser, **more: str) -> Page:
    page = organiser.get(REPORT)
    form = next(form for form in page.forms if form.element["action"].endswith("/publish"))
    return organiser.post(form.element["action"], form.values() | more)


@pytest.fixture
def ada_asked(organiser: Browser, app: Flask) -> None:
    """She wants to hear what came of it; the report is written."""
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        keep_until = (event.ends_at + timedelta(days=150)).date()
        session.add(FollowUp(event_id=event.id, email="ada@example.org", language="de", keep_until=keep_until))
    write(organiser)


def _told(app: Flask) -> list[tuple[str, str]]:
    with reading(app) as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "events.follow-up")).all()
        return [(mail.to, mail.language) for mail in mails]


@pytest.mark.usefixtures("ada_asked")
def test_who_wanted_to_hear_gets_one_mail_when_the_report_is_published_and_nothing_is_kept_of_them(
    organiser: Browser, app: Flask
):
    assert "1 person wanted to hear what came of it." in organiser.get(REPORT)

    first, again = _publish(organiser), _publish(organiser)

    assert "1 person who wanted to hear what came of it gets a mail" in first
    assert "wanted to hear" not in again
    assert _told(app) == [("ada@example.org", "de")]
    with reading(app) as session:
        event = session.scalars(select(Event)).one()
        assert session.scalar(select(FollowUp.id)) is None
        row = session.scalars(select(ActivityTold)).one()
        today = local_day(utcnow(), event.time_zone)
        assert (row.activity_id, row.published_on, row.told_on, row.people) == (event.activity_id, today, today, 1)


@pytest.mark.usefixtures("ada_asked")
def test_they_can_wait_for_an_outcome_and_still_be_told_of_the_report(organiser: Browser, app: Flask):
    later = _publish(organiser, tell="later")

    assert "1 person waits to hear what came of it." in later
    assert _told(app) == []

    _publish(organiser)

    assert _told(app) == [("ada@example.org", "de")]


@pytest.mark.usefixtures("ada_asked")
def test_days_until_they_are_told_run_from_the_first_publication(organiser: Browser, app: Flask):
    _publish(organiser, tell="later")
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        event.report_published_at = utcnow() - timedelta(days=20)

    _publish(organiser)

    with reading(app) as session:
        row = session.scalars(select(ActivityTold)).one()
        assert row.published_on is not None
        assert (row.told_on - row.published_on).days == 20


def test_small_groups_are_not_shown_and_cannot_be_worked_out(organiser: Browser, browser: Browser):
    write(organiser)
    _publish(organiser)

    text = browser.get(PUBLIC).text

    assert "not shown" in text or "Denmark" not in text
    assert " 3 " not in text


def test_inside_figures_are_exact_and_who_stayed_away_is_counted(organiser: Browser):
    page = organiser.get("/console/events/open-day/after")

    assert "33" in page
    assert "Denmark" in page
    assert "18%" in page, "7 of 40 stayed away"


def test_figures_stay_when_registrations_are_deleted(organiser: Browser, browser: Browser, app: Flask):
    write(organiser)
    _publish(organiser)
    with transaction(app) as session:
        for registration in session.scalars(select(Registration)):
            session.delete(registration)
    _publish(organiser)

    assert "About 35 people came." in browser.get(PUBLIC)
    with reading(app) as session:
        assert session.scalars(select(Event)).one().activity.counts == {"participants": 35}


def test_nothing_is_published_without_words_or_before_the_end(organiser: Browser, app: Flask):
    assert "Write what was said" in _publish(organiser)
    write(organiser)
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        event.ends_at = utcnow() + timedelta(hours=1)
    token = organiser.get(REPORT).value("_csrf")

    assert "not over yet" in organiser.post(f"{REPORT}/publish", {"_csrf": token})


def test_a_translation_is_shown_once_somebody_checked_it(organiser: Browser, browser: Browser, app: Flask):
    with transaction(app) as session:
        session.scalars(select(Event)).one().text_gate = "approved"  # type: ignore[assignment]
    write(organiser)
    _publish(organiser)
    german = "/de/events/open-day/report"
    organiser.submit(f"{REPORT}?language=de", {"heard": "Fahrten zur Klinik", "said-0": "Ich wohne weit weg."})
    assert "Fahrten" not in browser.get(german)

    organiser.submit(f"{REPORT}?language=de", {"checked": "yes"})

    page = browser.get(german)
    assert "Fahrten zur Klinik" in page
    assert "A bus" in page, "what is not translated stands in the original"


def test_an_emptied_row_goes_and_translations_of_what_changed_are_stale(organiser: Browser, browser: Browser):
    write(organiser)
    organiser.submit(f"{REPORT}?language=de", {"heard": "Fahrten", "said-0": "Weit weg", "checked": "yes"})

    organiser.submit(REPORT, {"heard": "People asked for buses.", "said-0": ""})

    page = organiser.get(f"{REPORT}?language=de")
    assert "Weit weg" not in page.html
    assert not any("said" in name for name in page.fields if name != "said"), "no statement is left to translate"


def test_bad_days_stay_typed_and_are_said(organiser: Browser):
    page = organiser.submit(REPORT, {"heard": "Words", "follow-0": "A bus", "follow-0-by": "soon"})

    assert page.status == 422
    assert page.errors == ["Enter a day, for example 2026-12-01."]
    assert (page.value("heard"), page.value("follow-0-by")) == ("Words", "soon")


def test_two_who_write_at_once_lose_nothing(organiser: Browser):
    first = organiser.get(REPORT)
    write(organiser)

    page = organiser.press(first, {"heard": "Mine"})

    assert page.status == 409
    assert page.value("heard") == "Mine"
    assert "Somebody else has changed" in page


def test_a_facilitator_writes_and_publishes_and_sees_no_names(
    organiser: Browser, browser: Browser, app: Flask, sign_in: Callable[..., Browser]
):
    facilitator = sign_in(RoleName.TRANSLATOR)
    assert facilitator.get(REPORT).status == 404
    with transaction(app) as session:
        event = session.scalars(select(Event)).one()
        person = session.scalars(select(Person).order_by(Person.id.desc())).first()
        assert person is not None
        session.add(Grant(person_id=person.id, thing="event", thing_id=event.id, duty=Duty.FACILITATOR))

    write(facilitator)

    assert "Everybody can read this report." in _publish(facilitator)
    assert browser.get(PUBLIC).status == 200
    assert facilitator.get("/console/events/open-day/after").status == 404
