"""Forms that lay open for a day and more, and forms that are sent again after a day."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.events.models_people import Registration
from engage.surveys.models import Response
from tests.factories.events import SLUG, make_event
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.faults import later

pytestmark = ON_SQLITE
A_DAY = timedelta(hours=25)


def test_a_page_of_a_survey_that_lay_open_for_a_day_is_saved_and_sent_again_later_shows_the_same_receipt(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(app) as session:
        make_survey(session)
    page = browser.submit(FIRST)

    later(monkeypatch, A_DAY)
    saved = browser.press(page, age="44", action="next")
    review = browser.get(f"{FIRST}/review")
    done = browser.press(review, action="submit")
    monkeypatch.undo()
    later(monkeypatch, 2 * A_DAY)
    again = browser.press(review, action="submit")

    assert saved.path == f"{FIRST}/views"
    assert (again.path, again.code) == (f"{FIRST}/done", done.code)
    with reading(app) as session:
        assert session.scalars(select(Response.answers)).all() == [{"age": 44}]


def test_a_form_of_an_event_that_lay_open_for_a_day_registers_and_sent_again_later_registers_nobody_else(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(app) as session:
        make_event(session)
    page = browser.get(f"/en/events/{SLUG}/register")
    ada = {"_name": "Ada", "_email": "ada@example.org"}

    later(monkeypatch, A_DAY)
    first = browser.press(page, ada, action="register")
    monkeypatch.undo()
    later(monkeypatch, 2 * A_DAY)
    again = browser.press(page, ada, action="register")

    assert first.path.endswith("/register/done")
    assert (again.path, again.status) == (first.path, 200)
    with reading(app) as session:
        assert session.scalars(select(Registration.email)).all() == ["ada@example.org"]
