"""Steps that are skipped, done twice at once or by who may no longer: what is stored decides, at each request."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import delete, func, select

from engage.accounts.models import Person, PersonRole
from engage.accounts.roles import RoleName
from engage.i18n.text import LocalizedText
from engage.surveys.models import Draft, Response
from engage.surveys.models_reach import Participant
from tests.factories.events import make_event
from tests.factories.invited import listed, token_of
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.calendars import faults
from tests.support.databases import ON_SQLITE, reading, transaction

AT_ONCE = 5


def test_of_many_who_send_at_once_with_one_invitation_one_response_is_stored(app: Flask):
    """On both databases: whoever comes second is told so, and what they wrote stays theirs."""
    with transaction(app) as session:
        listed(session, make_survey(session), "ada@example.org")
    address = f"/en/invitations/{token_of(app, 'ada@example.org')}"
    ready = []
    for _ in range(AT_ONCE):
        browser = Browser(app)
        page = browser.submit(address, action="start")
        page = browser.press(browser.press(page, smoker="no", action="next"), action="next")
        ready.append((browser, *browser.filled(page, {})))
    gate, statuses = threading.Barrier(AT_ONCE), []

    def send(browser: Browser, path: str, data: dict[str, list[str]]) -> None:
        gate.wait()
        statuses.append(browser.raw("POST", path, data=data).status_code)

    threads = [threading.Thread(target=send, args=each) for each in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1
        assert session.scalars(select(Participant.answered)).all() == [True]
    assert sorted(set(statuses)) in ([303, 409], [303, 409, 503])


STRANGE = [
    pytest.param("done", {}, id="the receipt without anything"),
    pytest.param("smoking", {"_action": "next", "reason": "x"}, id="a page that is not on the way"),
    pytest.param("about-you", {"_action": "submit", "age": "44"}, id="sending from the first page"),
    pytest.param("about-you", {"_action": "next", "smoker": "of-another-survey"}, id="an option that is none"),
    pytest.param("about-you/7/remove", {"_action": "remove"}, id="an entry that is not there"),
]


@ON_SQLITE
@pytest.mark.parametrize(("place", "data"), STRANGE)
def test_a_step_out_of_turn_stores_no_response(app: Flask, place: str, data: dict[str, str]):
    with transaction(app) as session:
        make_survey(session)
    browser = Browser(app)
    started = browser.submit(FIRST)
    response = browser.raw("POST", f"{FIRST}/{place}", data=data | {"_csrf": started.value("_csrf") or ""})
    stranger = Browser(app).raw("POST", f"{FIRST}/{place}", data=data)

    assert response.status_code < 500
    assert stranger.status_code in (303, 400, 404, 405)
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 0
        assert session.scalar(select(func.count()).select_from(Draft)) == 1


@ON_SQLITE
def test_whoever_lost_a_role_can_do_nothing_from_the_next_request_on(app: Flask, sign_in: Callable[..., Browser]):
    """The page was opened while it was allowed; the button is pressed afterwards."""
    with transaction(app) as session:
        make_survey(session)
    browser = sign_in(RoleName.ORGANISER)
    page = browser.get("/console/surveys/health")
    with transaction(app) as session:
        person = session.scalars(select(Person)).one()
        session.execute(delete(PersonRole).where(PersonRole.person_id == person.id))
    target, data = browser.filled(page, {})

    assert browser.raw("POST", target, data=data).status_code == 404
    assert browser.raw("GET", "/console/surveys/health").status_code == 404


EVIL = "x\r\nATTENDEE:mailto:v@example.org\nEND:VEVENT\r\nBEGIN:VEVENT\rSUMMARY:y;a=b,c\\n\u2028\x0b"


@ON_SQLITE
def test_a_title_cannot_write_lines_of_a_calendar(app: Flask):
    with transaction(app) as session:
        texts = {"title": LocalizedText.of(EVIL, "en"), "summary": LocalizedText.of(EVIL, "en")}
        make_event(session, texts=texts, sites=[{"name": EVIL}])
    for path in ("/en/events.ics", "/en/events/open-day.ics"):
        content = Browser(app).raw("GET", path).get_data()
        assert faults(content) == []
        (event,) = Calendar.from_ical(content).events
        assert "ATTENDEE" not in event
        assert not [line for line in content.split(b"\r\n") if line.startswith(b"ATTENDEE")]
