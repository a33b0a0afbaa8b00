"""An event made in the console: begun in two steps, announced, moved, cancelled, taken away, copied."""

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.events.models import Event, EventMove
from engage.hubs import queries as hubs
from engage.mail.models import OutboxMail
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


@pytest.fixture
def organiser(app, sign_in):
    with transaction(app) as session:
        hubs.default(session).contact_email = "hub@example.org"
    return sign_in(RoleName.ORGANISER, hub="default")


def press(browser, path, **values):
    """A button that is a form of its own, on the page above."""
    token = browser.get(path.rpartition("/")[0]).value("_csrf")
    return browser.post(path, {"_csrf": token, **values})


def only_event(app):
    with reading(app) as session:
        event = session.scalars(select(Event)).one()
        session.expunge_all()
        return event


def begin(organiser, **more):
    first = organiser.submit("/console/events/new", {"title": "Café dialogue", "language": "en", "kind": "dialogue"})
    values = {
        "time_zone": "oslo",
        "starts_at": "2027-06-01",
        "starts_at-time": "18:00",
        "ends_at": "2027-06-01",
        "ends_at-time": "20:00",
        "site": "Community house",
        "address": "Storgata 1, Tromsø",
    }
    return organiser.press(first, {**values, **more}, action="make")


def test_an_event_is_begun_in_two_steps_and_lists_what_is_missing(app, organiser):
    page = begin(organiser)

    assert page.status == 200
    assert "Say in a few sentences what it is about." in page
    event = only_event(app)
    assert (event.slug, event.time_zone) == ("cafe-dialogue", "Europe/Oslo")
    assert event.starts_at.hour == 16
    assert press(organiser, "/console/events/cafe-dialogue/announce").status == 409
    organiser.submit("/console/events/cafe-dialogue/texts/en", summary="Come and talk.")
    assert "The event is announced." in press(organiser, "/console/events/cafe-dialogue/announce")
    assert only_event(app).sequence == 0


def test_day_and_hour_of_a_wrong_time_both_say_that_it_is_wrong_and_why(organiser):
    page = begin(organiser, **{"starts_at": "", "starts_at-time": ""})

    fields = {each["name"]: each for each in page.root.all("input")}
    for name in ("starts_at", "starts_at-time"):
        assert (fields[name]["aria-invalid"], fields[name]["aria-describedby"]) == ("true", "i-starts_at-error")
    assert "aria-invalid" not in fields["ends_at"]


def test_a_time_that_does_not_exist_is_asked_about_and_nothing_typed_is_lost(organiser):
    day = {"starts_at": "2027-03-28", "ends_at": "2027-03-28"}
    page = begin(organiser, **day, **{"starts_at-time": "02:30", "ends_at-time": "05:00"})

    assert page.status == 422
    assert "02:30 does not exist on 28 March in Oslo: the clocks go forward. 01:30 or 03:30?" in page
    assert page.value("site") == "Community house"
    done = organiser.press(page, {"starts_at-which": "2027-03-28T01:30:00+00:00"}, action="make")
    assert done.status == 200
    assert "03:30" in done


@pytest.mark.parametrize(
    ("day", "time", "status"),
    [
        pytest.param("2027-06-01", "18.30", 200, id="a point between"),
        pytest.param("2027-06-01", "6:30 PM", 422, id="no twelve hours"),
        pytest.param("2027-06-01", "", 422, id="a day alone"),
        pytest.param("", "18:30", 422, id="a time alone"),
    ],
)
def test_a_time_of_day_is_typed_with_24_hours(organiser, day, time, status):
    page = begin(organiser, **{"starts_at": day, "starts_at-time": time})

    assert page.status == status
    if status == 422:
        assert "Enter a day and a time from 00:00 to 23:59" in page
        assert page.value("starts_at-time") == time


def test_an_announced_event_is_moved_once_and_everybody_is_told_once(app, organiser, register_one):
    register_one(app)
    page = organiser.get("/console/events/open-day/when")
    wanted = {"starts_at": "2027-06-02", "starts_at-time": "18:00", "ends_at": "2027-06-02", "ends_at-time": "20:00"}

    moved = organiser.press(page, wanted)
    again = organiser.press(page, wanted)

    assert "1 registration gets a mail." in moved
    assert again.status == 409
    with reading(app) as session:
        assert len(session.scalars(select(EventMove)).all()) == 1
        assert len(session.scalars(select(OutboxMail).where(OutboxMail.kind == "events.moved")).all()) == 1
        assert session.scalars(select(Event)).one().sequence == 1


def test_a_cancelled_event_says_why_and_everybody_is_told_once(app, organiser, register_one):
    register_one(app)
    assert organiser.submit("/console/events/open-day/cancel").status == 422

    page = organiser.submit("/console/events/open-day/cancel", {"words-en": "The hall burned down."})

    assert "The hall burned down." in page
    assert organiser.submit("/console/events/open-day/cancel", {"words-en": "Again."}).status == 409
    with reading(app) as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "events.event-cancelled")).all()
        assert [mail.values["words"] for mail in mails] == ["The hall burned down."]


def test_a_draft_is_taken_away_and_comes_back(app, organiser):
    begin(organiser)

    page = press(organiser, "/console/events/cafe-dialogue/remove")

    assert "is taken away" in page
    assert organiser.get("/console/events/cafe-dialogue").status == 404
    organiser.press(page)
    assert organiser.get("/console/events/cafe-dialogue").status == 200


def test_a_series_keeps_its_hour_over_summer_time(app, organiser):
    begin(organiser, starts_at="2027-03-21", ends_at="2027-03-21")

    organiser.submit(
        "/console/events/cafe-dialogue/copy", {"how": "series", "day": "2027-03-28", "every": "week", "times": "2"}
    )

    with reading(app) as session:
        events = session.scalars(select(Event).order_by(Event.starts_at)).all()
        assert [event.starts_at.hour for event in events] == [17, 16, 16]
        assert len({event.series for event in events}) == 1


def test_templates_are_not_events_until_one_is_made_from_them(app, organiser):
    begin(organiser)

    organiser.submit("/console/events/cafe-dialogue/copy", {"how": "template"})

    page = organiser.get("/console/events")
    assert "Templates" in page
    assert "1 entry" in page


PAGES = (
    "/programme /programme/sessions/new /programme/speakers/new /materials/new /places /places/quotas/new "
    "/places/quotas/new?key=country /texts /texts/en /registration /settings /hubs /sites /sites/new /when /copy "
    "/preview/en /preview/en/register"
)


def test_every_page_of_an_event_opens(organiser):
    begin(organiser)

    for page in PAGES.split():
        assert organiser.get(f"/console/events/cafe-dialogue{page}").status == 200, page


@pytest.fixture
def register_one():
    """One confirmed registration of an announced event."""
    from datetime import UTC, datetime

    from engage.events.domain.wanted import Person, Wanted
    from engage.events.places import confirm_address, register

    def registered(app):
        now = datetime.now(UTC)
        with transaction(app) as session:
            event = make_event(session)
            wanted = Wanted(event.sites[0].id, (Person("Ada"),), "en", "ada@example.org")
            made = register(session, event, wanted, now=now)
            confirm_address(session, made, now=now)

    return registered
