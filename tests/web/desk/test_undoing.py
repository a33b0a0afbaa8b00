"""What was done can be taken back for some minutes, by who did it and by nobody else."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import PersonRole
from engage.accounts.roles import RoleName
from engage.hubs import queries
from engage.hubs.models import Hub
from engage.web.desk import CannotUndo, offer_undo, undoable, undoing
from engage.web.permissions import Permission, permission
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]


def _restore(session: Session, params: Mapping[str, Any], now: datetime) -> str:
    if params["name"] == "gone":
        raise CannotUndo("Something else has its place now.")
    hub = queries.by_slug(session, "default")
    assert hub is not None
    hub.website = params["name"]
    return "It is back."


@permission(Permission.SIGNED_IN)
def _remove(name: str) -> ResponseReturnValue:
    offer_undo("It is removed.", "test", {"name": name}, hubs={1})
    return redirect(url_for("manage.home"), code=303)


@pytest.fixture
def removing(app: Flask) -> Iterator[Flask]:
    app.add_url_rule("/console/test/<name>", "test.remove", _remove, methods=["POST"])
    undoable(app, "test", Permission.SURVEY_EDIT, _restore)
    return app


def website(app: Flask) -> str:
    with reading(app) as session:
        return session.scalars(select(Hub.website).where(Hub.slug == "default")).one()


def offered(page: Page) -> dict[str, str]:
    return {name: page.value(name) or "" for name in ("_csrf", "undo", "next")}


def test_the_notice_offers_to_take_it_back_and_that_brings_it_back(removing: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)
    page = browser.post("/console/test/https:")

    assert "It is removed." in page
    after = browser.post("/console/undo", offered(page))
    assert "It is back." in after
    assert after.path == "/console/"
    assert website(removing) == "https:"
    assert "It is removed." not in browser.get("/console/")


def test_a_refusal_to_take_back_is_told(removing: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)

    assert "Something else has its place now." in browser.post(
        "/console/undo", offered(browser.post("/console/test/gone"))
    )
    assert website(removing) == ""


def test_what_one_person_did_nobody_else_takes_back(removing: Flask, sign_in: SignIn):
    token = offered(sign_in(RoleName.ORGANISER).post("/console/test/x"))["undo"]
    other = sign_in(RoleName.ORGANISER)
    own = other.get("/console/").fields["_csrf"][0]

    assert "cannot be taken back any more" in other.post("/console/undo", {"_csrf": own, "undo": token})
    assert website(removing) == ""


def test_who_lost_the_right_meanwhile_takes_nothing_back(removing: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)
    sent = offered(browser.post("/console/test/x"))
    with transaction(removing) as session:
        for held in session.scalars(select(PersonRole)):
            session.delete(held)

    assert "cannot be taken back any more" in browser.post("/console/undo", sent)
    assert website(removing) == ""


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda token: token[:-2] + "xx", id="another signature"),
        pytest.param(lambda token: "", id="nothing"),
        pytest.param(lambda token: "é.b.c", id="not of these letters"),
    ],
)
def test_a_token_that_is_not_ours_takes_nothing_back(removing: Flask, sign_in: SignIn, change: Callable[[str], str]):
    browser = sign_in(RoleName.ORGANISER)
    sent = offered(browser.post("/console/test/x"))

    assert "cannot be taken back any more" in browser.post("/console/undo", sent | {"undo": change(sent["undo"])})
    assert website(removing) == ""


def test_after_some_minutes_it_is_too_late(removing: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    browser = sign_in(RoleName.ORGANISER)
    sent = offered(browser.post("/console/test/x"))
    monkeypatch.setattr(undoing, "MINUTES", -1)

    assert "cannot be taken back any more" in browser.post("/console/undo", sent)


def test_taking_back_needs_our_own_form(removing: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)
    sent = offered(browser.post("/console/test/x"))

    assert browser.raw("POST", "/console/undo", data=sent | {"_csrf": "x"}).status_code == 400
    assert website(removing) == ""
