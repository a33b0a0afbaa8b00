"""A form that is in order, for an event that the process knows: stored at once, or looked at closely."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Attempt
from engage.core.clock import utcnow
from engage.events.domain import spam
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.views import public_form_at_once
from tests.factories.events import make_event
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
FORM = "/en/events/open-day/register"


@pytest.fixture(autouse=True)
def _fast_fingers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "LEAST", timedelta(0))


def register(app: Flask, email: str, **answers: str) -> Page:
    return Browser(app).submit(FORM, {"_name": "Ada", "_email": email, **answers}, action="register")


def known(app: Flask) -> None:
    """Two are registered: the process has read the event and its form."""
    with transaction(app) as session:
        make_event(session)
    for name in ("ada", "grace"):
        register(app, f"{name}@example.org")


def of(app: Flask, what: Callable[[Session], Any]) -> Any:
    with transaction(app) as session:
        return what(session)


def registrations(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_nothing_is_read_before_the_places_are_held(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    known(app)
    monkeypatch.setattr(public_form_at_once, "as_it_stands", None)

    assert register(app, "mary@example.org").path == f"{FORM}/done"


def _ask_for_a_phone(event: Event) -> None:
    event.asks = {"phone": "required"}
    event.revision += 1


def _close(event: Event) -> None:
    event.registration_closes_at = utcnow() - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        pytest.param(_ask_for_a_phone, 422, "phone", id="it asks for more now"),
        pytest.param(_close, 409, "closed", id="registration is closed now"),
    ],
)
def test_an_event_that_changed_since_is_read_again(
    app: Flask, change: Callable[[Event], None], status: int, said: str
) -> None:
    known(app)
    browser = Browser(app)
    shown = browser.get(FORM)
    with transaction(app) as session:
        change(session.scalars(select(Event)).one())

    page = browser.press(shown, {"_name": "Mary", "_email": "mary@example.org"}, action="register")

    assert page.status == status
    assert said in page
    assert of(app, registrations) == 2


def test_a_form_beyond_the_limit_leaves_nothing_behind_and_is_not_counted(make_app: Any) -> None:
    app = make_app(registrations_per_hour=2)
    known(app)
    counts = select(func.sum(Attempt.count))
    before = of(app, lambda session: session.scalar(counts))

    assert register(app, "mary@example.org").status == 429

    assert of(app, registrations) == 2
    assert of(app, lambda session: session.scalar(counts)) == before
