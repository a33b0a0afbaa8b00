"""A hub opens its survey in Romanian without waiting for a release."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import ItemType
from engage.web.additions import installing, service
from engage.web.additions.messages import forms_of, messages
from engage.web.additions.models import InterfaceText
from tests.factories.surveys import instrument, item, make_survey, section
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SignIn = Callable[..., Browser]


def in_romanian(message: str) -> str:
    return f"ro:{message}"


def complete(session: Session, *, but: str = "") -> None:
    """Every string in "Romanian", save one; all at once, since saved one by one they take seconds."""
    service.start(session, "ro").revision += 1
    rows = [
        {
            "language": "ro",
            "digest": message.digest,
            "message": message.id,
            "forms": [in_romanian(message.plural or message.id)] * forms_of(message, "ro"),
            "at": NOW,
        }
        for message in messages()
        if message.id != but
    ]
    session.execute(insert(InterfaceText), rows)


@pytest.fixture
def survey(app: Flask) -> None:
    label = LocalizedText.of("Your age?", "en", ro="Ce vârstă aveți?")
    with transaction(app) as session:
        asked = section("a", item("age", ItemType.INTEGER))
        make_survey(session, instrument(asked, languages=("en", "ro"), title=label))


def start_button(browser: Browser) -> str:
    return browser.get("/ro/surveys/health").html


def test_a_language_is_offered_once_every_string_is_there(app: Flask, session: Session):
    complete(session, but="Continue")
    with pytest.raises(service.NotComplete):
        service.put_in_use(session, "ro", now=NOW)
    message = next(one for one in messages() if one.id == "Continue")
    service.save(session, "ro", message.digest, ["Continuați"], by=None, now=NOW)

    service.put_in_use(session, "ro", now=NOW)
    with pytest.raises(service.NotComplete):
        service.save(session, "ro", message.digest, [""], by=None, now=NOW)


def test_what_loses_a_placeholder_or_a_plural_form_is_refused(session: Session):
    plural = next(one for one in messages() if one.plural)
    piped = next(one for one in messages() if "%(" in one.id and not one.plural)

    with pytest.raises(service.NotComplete):
        service.save(session, "ro", plural.digest, ["x"], by=None, now=NOW)
    with pytest.raises(service.MarksDiffer):
        service.save(session, "ro", piped.digest, ["x"], by=None, now=NOW)
    with pytest.raises(service.NoSuchMessage):
        service.save(session, "ro", "nothing", ["x"], by=None, now=NOW)


def test_survey_pages_speak_an_added_language_as_soon_as_it_is_in_use(app: Flask, survey: None, browser: Browser):
    assert "ro:" not in start_button(browser)
    with transaction(app) as session:
        complete(session)
        service.put_in_use(session, "ro", now=NOW)
    with app.app_context():
        installing.refresh()

    page = browser.get("/ro/surveys/health")
    assert "ro:" in page.text
    assert page.lang == "ro"
    assert browser.get("/ro/").lang == "ro"

    with transaction(app) as session:
        service.take_out_of_use(session, "ro")
    with app.app_context():
        installing.refresh()
    assert "ro:" not in start_button(browser)


def test_other_processes_learn_of_it_within_seconds(app: Flask, survey: None, make_app, monkeypatch):
    other = Browser(make_app())
    monkeypatch.setattr(installing.time, "monotonic", lambda: 1e8)
    assert "ro:" not in start_button(other)
    with transaction(app) as session:
        complete(session)
        service.put_in_use(session, "ro", now=NOW)
    assert "ro:" not in start_button(other)

    monkeypatch.setattr(installing.time, "monotonic", lambda: 1e9)
    assert "ro:" in start_button(other)


def test_the_requests_between_ask_the_database_nothing_more(app: Flask, browser: Browser, monkeypatch):
    looked: list[int] = []
    monkeypatch.setattr(installing, "refresh", lambda: looked.append(1))
    for _ in range(5):
        browser.get("/en/")

    assert len(looked) <= 1


def test_the_strings_are_translated_on_a_page(app: Flask, sign_in: SignIn):
    organiser = sign_in(RoleName.ORGANISER)
    token = organiser.get("/console/translating/product").value("_csrf") or ""
    page = organiser.post("/console/translating/product", {"_csrf": token, "tag": "ro"})
    assert page.path == "/console/translating/product/ro"
    message = next(one for one in messages() if one.id == "Continue")
    piped = next(one for one in messages() if "%(" in one.id and not one.plural)

    said = {"_csrf": token, "message": [message.digest, piped.digest]}
    said |= {f"text-{message.digest}": "Continuați", f"text-{piped.digest}": "nimic"}
    page = organiser.post("/console/translating/product/ro", said)
    assert page.status == 422
    assert "These marks must be the same as in English" in page
    assert "nimic" in page

    pages = [organiser.get(f"/console/translating/product/ro?show=all&page={number}") for number in range(1, 7)]
    assert "are missing" in pages[0]
    assert any("Continuați" in page.html for page in pages)
    page = organiser.post("/console/translating/product/ro/use", {"_csrf": token, "use": "yes"})
    assert "Some texts are still missing" in page
    assert "Continuați" in organiser.raw("GET", "/console/translating/product/ro/public.po").get_data(as_text=True)


def test_what_citizens_read_already_is_changed_by_those_who_put_surveys_in_the_field(app: Flask, sign_in: SignIn):
    message = next(one for one in messages() if one.id == "Continue")
    with transaction(app) as session:
        complete(session)
        service.put_in_use(session, "ro", now=NOW)
    address = "/console/translating/product/ro"

    def say(browser: Browser, words: str) -> int:
        token = browser.get(f"{address}?show=all").value("_csrf") or ""
        said = {"_csrf": token, "message": message.digest, f"text-{message.digest}": words}
        return browser.post(address, said).status

    assert say(sign_in(RoleName.TRANSLATOR), "Stop") == 422
    assert say(sign_in(RoleName.ORGANISER), "Continuați") == 200
    with transaction(app) as session:
        assert service.texts(session, "ro")[message.digest] == ["Continuați"]
