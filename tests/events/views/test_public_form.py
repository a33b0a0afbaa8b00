"""Registering for an event by oneself: the page, and what sending it does."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.events.asking import invited
from engage.events.domain import spam
from engage.events.domain.kinds import InvitationKind, Mode, RegistrationStatus
from engage.events.models_people import Attendee, Invitation, Registration
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Option
from engage.mail.models import OutboxMail
from tests.factories.events import make_event
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
FORM = "/en/events/open-day/register"
ADA = {"_name": "Ada Lovelace", "_email": "ada@example.org"}


@pytest.fixture(autouse=True)
def _fast_fingers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "LEAST", timedelta(0))


@pytest.fixture
def event(app: Flask, request: pytest.FixtureRequest) -> None:
    with transaction(app) as session:
        make_event(session, **getattr(request, "param", {}))


def given(**columns: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("event", [columns], indirect=True)


def register(browser: Browser, **answers: Any) -> Page:
    return browser.submit(FORM, {**ADA, **answers}, action="register")


def stored(app: Flask) -> list[tuple[str, RegistrationStatus]]:
    with transaction(app) as session:
        rows = session.execute(select(Registration.email, Registration.status).order_by(Registration.number))
        return [(email, status) for email, status in rows]


def mails(app: Flask) -> list[str]:
    with transaction(app) as session:
        return sorted(session.scalars(select(OutboxMail.kind)))


@pytest.mark.usefixtures("event")
def test_who_registers_is_told_to_look_into_their_mail(app: Flask, browser: Browser) -> None:
    page = register(browser)

    assert page.path == f"{FORM}/done"
    assert "Check your mail: a…@example.org" in page
    assert "Your place is held until" in page
    assert page.headers["Cache-Control"] == "no-store"
    assert stored(app) == [("ada@example.org", RegistrationStatus.CONFIRMED)]
    assert mails(app) == ["events.check-address"]


@pytest.mark.usefixtures("event")
def test_what_is_wrong_is_said_with_links_and_everything_typed_stays(browser: Browser) -> None:
    page = register(browser, _email="ada(at)example")

    assert page.status == 422
    assert page.errors == ["Enter your mail address, for example ada@example.org."]
    assert '<a href="#i-_email">' in page.html
    assert page.value("_name") == "Ada Lovelace"


@pytest.mark.usefixtures("event")
def test_a_form_sent_twice_is_one_registration(app: Flask, browser: Browser) -> None:
    page = browser.get(FORM)

    first = browser.press(page, ADA, action="register")
    again = browser.press(page, ADA, action="register")

    assert first.text == again.text
    assert len(stored(app)) == 1
    assert mails(app) == ["events.check-address"]


@given(seats=1, waiting_seats=0)
def test_the_last_place_sent_twice_is_not_told_full(event: None, app: Flask, browser: Browser) -> None:
    page = browser.get(FORM)

    assert browser.press(page, ADA, action="register").status == 200
    assert "Your place is held" in browser.press(page, ADA, action="register")


@pytest.mark.usefixtures("event")
def test_nobody_finds_out_who_is_registered(app: Flask, browser: Browser) -> None:
    first = register(browser)
    again = register(Browser(app), _name="Somebody else")

    assert again.text == first.text
    assert len(stored(app)) == 1
    assert mails(app) == ["events.check-address", "events.link-again"]


@pytest.mark.usefixtures("event")
def test_a_second_browser_sees_nothing_of_the_first(app: Flask, browser: Browser) -> None:
    register(browser)

    assert "ada" not in Browser(app).get(f"{FORM}/done").text


@given(asks={"birth_date": "optional"})
def test_the_same_name_and_date_of_birth_is_marked_for_a_person_to_decide(
    event: None, app: Flask, browser: Browser
) -> None:
    register(browser, _name="Åse Ødegård", _born="1961-05-04")
    register(Browser(app), _name="odegard, ASE", _email="ase@example.org", _born="04.05.1961")

    with transaction(app) as session:
        numbers = select(Registration.id, Registration.double_of_id).order_by(Registration.number)
        (first, none), (_, double) = session.execute(numbers).all()
    assert (none, double) == (None, first)


@given(seats=0)
def test_without_a_place_one_joins_the_waiting_list_and_the_button_says_so(
    event: None, app: Flask, browser: Browser
) -> None:
    assert ">Join the waiting list</button>" in browser.get(FORM).html

    assert "You are on the waiting list." in register(browser)


@given(mode=Mode.DRAW)
def test_for_a_draw_one_applies(event: None, app: Flask, browser: Browser) -> None:
    assert ">Apply for the draw</button>" in browser.get(FORM).html

    assert "You have applied." in register(browser)
    assert stored(app)[0][1] is RegistrationStatus.APPLIED


@given(seats=1, waiting_seats=0)
def test_who_comes_too_late_keeps_what_they_wrote(event: None, app: Flask, browser: Browser) -> None:
    page = browser.get(FORM)
    register(Browser(app), _email="other@example.org")

    late = browser.press(page, ADA, action="register")

    assert late.status == 409
    assert "The last places were taken meanwhile" in late
    assert late.value("_name") == "Ada Lovelace"


@given(seats=1, waiting_seats=0, registration_paused=True)
def test_a_closed_form_says_why(event: None, browser: Browser) -> None:
    page = browser.get(FORM)

    assert page.h1 == "You cannot register now"
    assert "Registration is paused at the moment" in page


@given(max_party=3)
def test_people_are_added_and_removed_and_nothing_is_lost(event: None, app: Flask, browser: Browser) -> None:
    two = browser.submit(FORM, ADA, action="people:add")
    three = browser.press(two, {"_p2._name": "Bo"}, action="people:add")
    assert "Add a person" not in three.text
    fewer = browser.press(three, {"_p3._name": "Cy", "_p3._role": "companion"}, action="people:remove:2")

    assert (fewer.value("_name"), fewer.value("_p2._name")) == ("Ada Lovelace", "Cy")
    browser.press(fewer, {}, action="register")
    with transaction(app) as session:
        people = session.execute(
            select(Attendee.name, Attendee.role, Attendee.companion_of).order_by(Attendee.position)
        )
        assert people.all() == [("Ada Lovelace", "citizen", None), ("Cy", "companion", 0)]


@pytest.mark.usefixtures("event")
def test_the_language_changes_and_nothing_is_lost(browser: Browser) -> None:
    page = browser.get(FORM)
    german = browser.post("/de/events/open-day/register", {**_data(browser, page), "_action": "language"})

    assert (german.status, german.lang) == (200, "de")
    assert german.value("_name") == "Ada Lovelace"


def _data(browser: Browser, page: Page) -> dict[str, Any]:
    return browser.filled(page, ADA, action="register")[1] | {"_action": []}


RED = Item(
    name="why",
    type=ItemType.TEXT,
    label=LocalizedText.of("Why red?", "en"),
    relevance="${table} = 'red'",
)


def test_a_script_asks_what_is_shown_now(app: Flask, browser: Browser) -> None:
    from tests.events.asking.test_form import TABLE, questions

    assert isinstance(TABLE.options[0], Option)
    with transaction(app) as session:
        make_event(session, max_party=2, questions=questions(TABLE, RED), each_person=["table", "why"])
    page = browser.get(FORM)
    assert f'data-refresh="{FORM}"' in page.html

    sent = {"_action": "refresh", "_people": "2", "_name": "A", "table": "red", "_p2._name": "B", "_p2.table": "blue"}
    answer = browser.raw("POST", FORM, data=sent)

    assert answer.json["items"] == {"why": True, "_p2.why": False}


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        pytest.param(spam.HONEYPOT, "https://example.org", "a field that nobody sees", id="honeypot"),
        pytest.param("_form", "forged", "The page was out of date", id="stamp"),
        pytest.param("_csrf", "forged", "The page was out of date", id="token"),
    ],
)
def test_a_form_that_is_not_quite_ours_is_pressed_again(
    app: Flask, browser: Browser, name: str, value: str, says: str
) -> None:
    page = browser.press(browser.get(FORM), {**ADA, name: value}, action="register")

    assert page.status == 422
    assert says in page
    assert not stored(app)
    assert "Check your mail" in browser.press(page, {}, action="register")


@pytest.mark.usefixtures("event")
def test_whoever_is_faster_than_people_is_asked_to_press_again(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spam, "LEAST", timedelta(seconds=3))
    page = register(browser)
    assert "That was quicker than people usually are" in page
    monkeypatch.setattr(spam, "LEAST", timedelta(0))

    assert "Check your mail" in browser.press(page, {}, action="register")
    assert len(stored(app)) == 1


@pytest.mark.usefixtures("event")
def test_another_sites_form_is_refused(browser: Browser) -> None:
    assert browser.raw("POST", FORM, data=ADA, headers={"Sec_Fetch_Site": "cross-site"}).status_code == 400


def test_very_many_forms_from_one_connection_wait(make_app: Any) -> None:
    app = make_app(registrations_per_hour=2)
    with transaction(app) as session:
        make_event(session)
    for number in range(2):
        register(Browser(app), _email=f"a{number}@example.org")

    page = register(Browser(app))

    assert page.status == 429
    assert page.value("_name") == "Ada Lovelace"
    assert len(stored(app)) == 2


@pytest.mark.parametrize(
    ("code", "email", "status"),
    [
        pytest.param("", "ada@example.org", 422, id="none"),
        pytest.param("NO SUCH", "ada@example.org", 422, id="unknown"),
        pytest.param("per son", "eve@example.org", 422, id="somebody else's"),
        pytest.param("per son", "Ada@example.org", 200, id="one's own"),
        pytest.param("LEAFLET", "eve@example.org", 200, id="for many"),
    ],
)
@given(mode=Mode.INVITATION)
def test_only_invited_people_register(
    event: None, app: Flask, browser: Browser, code: str, email: str, status: int
) -> None:
    with transaction(app) as session:
        for kind, text, to in [("single", "PERSON", "ada@example.org"), ("code", "LEAFLET", "")]:
            session.add(
                Invitation(event_id=1, kind=InvitationKind(kind), code=text, email=to, most=1, made_at=utcnow())
            )

    assert register(browser, _code=code, _email=email).status == status
    with transaction(app) as session:
        used = session.scalar(select(func.count()).where(Registration.invitation_id.is_not(None)))
    assert used == (status == 200)


@given(mode=Mode.INVITATION)
def test_codes_cannot_be_guessed_at_length(event: None, app: Flask, browser: Browser, monkeypatch: Any) -> None:
    monkeypatch.setattr(invited, "WRONG_CODES", limits.Limit("codes in this test", 2, 15 * limits.MINUTE))
    with transaction(app) as session:
        session.add(Invitation(event_id=1, kind=InvitationKind.CODE, code="LEAFLET", most=9, made_at=utcnow()))

    assert register(browser, _code="LEAFLET").status == 200
    for number in range(2):
        assert register(browser, _code=f"WRONG-{number}", _email="bo@example.org").status == 422
    page = register(browser, _code="LEAFLET", _email="bo@example.org")

    assert page.status == 429
    assert len(stored(app)) == 1


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize(
    "crafted",
    [
        pytest.param({"_action": "people:remove:" + "1" * 5000}, id="who goes"),
        pytest.param({"_action": "people:remove:2", "_people": "2", f"_p{'1' * 5000}._name": "X"}, id="a field"),
        pytest.param({"_action": "people:remove:2", "_people": "2", "_p3._with": "1" * 5000}, id="with whom"),
    ],
)
def test_numbers_without_end_are_no_fault_of_ours(browser: Browser, crafted: dict[str, str]) -> None:
    data = {**_data(browser, browser.get(FORM)), **crafted}

    assert browser.raw("POST", FORM, data=data).status_code < 500
