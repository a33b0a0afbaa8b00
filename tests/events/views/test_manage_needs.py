"""Needs in the console: for whom, answered how, counted for whom."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engage.accounts.models import Grant
from engage.accounts.roles import Duty, RoleName
from engage.events.domain.kinds import NeedKind, NeedState, RegistrationStatus
from engage.events.models import Event
from engage.events.models_people import Need
from engage.hubs.models import Hub
from engage.mail.models import OutboxMail
from engage.privacy.models import AuditEntry
from tests.factories.events import SLUG, make_event
from tests.factories.people import make_person
from tests.factories.registrations import make_registration
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
NEEDS = f"/console/events/{SLUG}/needs"
PEOPLE = f"{NEEDS}/people"


def person(session, event, name, *needs, site=0, **columns):
    """Somebody who registered, with needs as (kind, columns); gives the registration."""
    made = [Need(kind=kind, **given) for kind, given in needs]
    columns.setdefault("site_id", event.sites[site].id)
    return make_registration(session, event, {"name": name, "needs": made}, **columns)


def first(browser, kind="access"):
    """The address of the first need of a kind."""
    return next(link for link in browser.get(f"{PEOPLE}?kind={kind}").links if link.startswith(f"{PEOPLE}/"))


@pytest.fixture
def reader(app):
    """A browser of an assessor of the default hub who reads needs of the event, whose id it is given."""

    def signed_in(event_id: int, hub: str | None = None) -> Browser:
        with transaction(app) as session:
            made = make_person(session, RoleName.ASSESSOR, hub=hub)
            session.add(Grant(person_id=made.id, thing="event", thing_id=event_id, duty=Duty.NEEDS_READER))
            uniquifier = made.fs_uniquifier
        browser = Browser(app)
        browser.sign_in(uniquifier)
        return browser

    return signed_in


@pytest.fixture
def event_id(app) -> int:
    """An event with somebody who needs a quiet room, and food without nuts."""
    with transaction(app) as session:
        event = make_event(session)
        person(
            session,
            event,
            "Ada Hansen",
            (NeedKind.ACCESS, {"codes": ["quiet_room"], "words": "Noise makes me ill."}),
            (NeedKind.DIET, {"codes": ["nut_allergy"]}),
            (NeedKind.INTERPRETATION, {"spoken": ["pl"]}),
        )
        return event.id


def test_who_holds_the_duty_reads_a_need_and_that_is_noted(app, event_id, reader):
    browser = reader(event_id)

    start = browser.get("/console/")
    assert "needs wait for an answer" in start
    assert "You read needs" in start
    assert "Nothing here for you yet" not in start
    listed = browser.get(PEOPLE)
    assert "Ada Hansen" in listed
    assert "A quiet room to rest in" in listed
    assert "Noise makes me ill." in browser.get(first(browser))
    assert "Speaks Polish" in " ".join(browser.get(first(browser, "interpretation")).text.split())
    with transaction(app) as session:
        noted = session.scalars(select(AuditEntry.action)).all()
    assert noted.count("event.need-read") == 2
    assert "event.needs-listed" in noted


@pytest.mark.parametrize("role", [RoleName.ORGANISER, RoleName.COORDINATOR, RoleName.NETWORK_ADMIN])
def test_without_the_duty_there_are_numbers_and_no_names(event_id, sign_in, role):
    browser = sign_in(role, hub="default" if role is not RoleName.NETWORK_ADMIN else None)

    assert browser.get(PEOPLE).status == 404
    assert browser.get(f"{NEEDS}/interpretation").status == 404
    page = browser.get(NEEDS)
    assert "Allergic to nuts" in page
    planner = browser.get(f"/console/events/{SLUG}/interpretation")
    assert "Polish" in planner
    assert "Ada" not in page.text + planner.text


def test_an_answer_is_kept_and_told_and_cannot_be_overwritten_unseen(app, event_id, reader):
    browser = reader(event_id)
    address = first(browser)
    old = browser.get(address)

    done = browser.submit(address, state="answered", words="Room 2 is quiet.", by_when="2999-01-01")

    assert "the person is told by mail" in done
    with transaction(app) as session:
        need = session.scalars(select(Need).where(Need.state == NeedState.ANSWERED)).one()
        assert need.answer == "Room 2 is quiet."
        assert need.told_at
        assert session.scalars(select(OutboxMail.kind)).all() == ["events.need-answered"]
    again = browser.post(
        address, {"_csrf": old.value("_csrf") or "", "csrf_token": "", "state": "refused", "words": "No."}
    )
    assert again.status in (400, 409)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"state": "refused", "words": ""}, "Say why it is not possible", id="refused without words"),
        pytest.param({"state": None, "words": "x"}, "Say whether it is possible", id="neither yes nor no"),
        pytest.param({"state": "answered", "by_when": "soon"}, "This is not a day", id="not a day"),
        pytest.param({"state": "answered", "by_when": "2001-01-01"}, "This day is over", id="a day that is over"),
        pytest.param({"state": "answered", "words": "x" * 1001}, "at most 1000", id="too long"),
        pytest.param({"state": "answered", "words": "NO93 8601 1117 947"}, "number of an account", id="bank data"),
    ],
)
def test_an_answer_with_a_mistake_is_shown_again_as_it_was_typed(event_id, reader, typed, words):
    browser = reader(event_id)
    address = first(browser)

    page = browser.submit(address, **typed)

    assert page.status == 422
    assert words in page
    assert page.value("words") == typed.get("words", page.value("words"))


def test_all_of_a_list_who_wait_are_answered_alike(app, event_id, reader):
    browser = reader(event_id)

    wrong = browser.submit(PEOPLE, state="refused", words="")
    done = browser.submit(PEOPLE, state="answered", words="There is a booth.")

    assert wrong.status == 422
    assert "Say why it is not possible" in wrong
    assert "3 needs are answered. 1 mail goes out." in done
    with transaction(app) as session:
        assert set(session.scalars(select(Need.answer))) == {"There is a booth."}


def test_each_hub_reads_and_counts_its_own_sites_only(app, reader, sign_in):
    with transaction(app) as session:
        north = Hub(slug="north", name="North", country="NO", scope="national")
        session.add(north)
        session.flush()
        event = make_event(session, sites=[{}, {"hub_id": north.id, "name": "Tromsø"}])
        person(session, event, "Ada Hansen", (NeedKind.DIET, {"codes": ["vegan"]}))
        person(session, event, "Bo Li", (NeedKind.DIET, {"codes": ["halal"]}), site=1)
        number = event.id

    listed = reader(number, hub="north").get(PEOPLE)
    counted = sign_in(RoleName.ORGANISER, hub="north").get(NEEDS)

    assert "Bo Li" in listed
    assert "Ada Hansen" not in listed
    assert "Halal" in counted
    assert "Vegan" not in counted
    assert "Ada Hansen" in reader(number).get(PEOPLE)


def test_who_waits_too_long_stands_first_and_who_ended_is_gone(app, event_id, reader):
    with transaction(app) as session:
        event = session.get_one(Event, event_id)
        late = person(session, event, "Eva Late", (NeedKind.TRAVEL, {"codes": ["fare"]}))
        late.created_at = datetime.now(UTC) - timedelta(days=9)
        gone = (NeedKind.TRAVEL, {"codes": ["fare"]})
        person(session, event, "Gone Away", gone, status=RegistrationStatus.CANCELLED)

    page = reader(event_id).get(PEOPLE)

    assert "Overdue" in page
    assert page.text.index("Eva Late") < page.text.index("Ada Hansen")
    assert "Gone Away" not in page


def test_the_planner_tries_booths_and_says_names_to_who_reads_needs(event_id, reader):
    browser = reader(event_id)
    address = f"{NEEDS}/interpretation"

    without, with_booth = browser.get(address), browser.get(f"{address}?tried=1&booth=pl&booth=xx&n=1&size=oops")

    assert "Nothing 1 Ada Hansen" in " ".join(without.text.split())
    assert "Booth: Polish 1 Ada Hansen" in " ".join(with_booth.text.split())


def test_a_coordinator_gives_and_takes_duties_on_the_page_of_the_event(app, event_id, sign_in):
    with transaction(app) as session:
        other = make_person(session, RoleName.ASSESSOR, email="reader@example.org").id
    browser = sign_in(RoleName.COORDINATOR, hub="default")
    address = f"/console/events/{SLUG}/duties"

    given = browser.submit(address, person=str(other), duty="needs-reader")

    assert "The duty is given." in given
    assert "reader@example.org" in given
    assert "Duties at events" in browser.get(f"/console/people/{other}")
    assert sign_in(RoleName.ORGANISER, hub="default").get(address).status == 404
