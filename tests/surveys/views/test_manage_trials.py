"""Test links and comments of testers on their console page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.surveys import queries, trials
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ADDRESS = f"/console/surveys/{SLUG}/trial"


@pytest.fixture
def organiser(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


def send(browser: Browser, path: str = ADDRESS, **values: str) -> Page:
    return browser.post(path, {"_csrf": browser.get(ADDRESS).value("_csrf") or "", **values})


def said(app: Flask, **words: str) -> None:
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG) or make_survey(session, publish=False)
        trials.say(session, survey.id, words, version=1, language="de", tester="Ola", now=NOW)


def test_a_link_is_made_shown_and_revoked(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, publish=False)

    made = send(organiser, language="de", _action="make")
    (address,) = re.findall(rf"http://localhost(/de/surveys/{SLUG}/test/\w{{32}})</bdi>", made.html)
    opened = Browser(app).get(address)
    revoked = send(organiser, language="de", _action="revoke")

    assert opened.status == 200
    assert address not in revoked
    assert "The test link is revoked" in revoked
    assert Browser(app).get(address).status == 404


def test_a_link_is_for_a_language_of_the_questionnaire(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, publish=False)

    assert send(organiser, language="fi", _action="make").status == 400


def test_a_comment_is_closed_with_an_answer_and_who_and_can_be_opened_again(app: Flask, organiser: Browser) -> None:
    said(app, age="In Jahren?")
    page = organiser.get(ADDRESS)
    assert "Question age? (age)" in page
    assert "Ola, Deutsch, version 1" in page

    silent = send(organiser, f"{ADDRESS}/1", _action="close", answer=" ")
    closed = send(organiser, f"{ADDRESS}/1", _action="close", answer="We say so in the hint now.")
    again = send(organiser, f"{ADDRESS}/1", _action="reopen")

    assert silent.status == 422
    assert any("Say what became of this comment" in error for error in silent.errors)
    assert "We say so in the hint now." in closed
    assert "Closed by organiser-" in closed
    assert "1 comment is open" in again


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("", {"In Jahren?", "Auch Vaping?", "Zu lang."}, id="all"),
        pytest.param("?item=age", {"In Jahren?"}, id="of one question"),
        pytest.param("?state=closed", set(), id="closed ones"),
        pytest.param("?language=en", set(), id="of one language"),
        pytest.param("?version=1", {"In Jahren?", "Auch Vaping?", "Zu lang."}, id="of one version"),
    ],
)
def test_comments_are_chosen_by_question_state_language_and_version(
    app: Flask, organiser: Browser, query: str, shown: set[str]
) -> None:
    said(app, age="In Jahren?", smoker="Auch Vaping?", **{"": "Zu lang."})

    page = organiser.get(ADDRESS + query)

    assert {words for words in ("In Jahren?", "Auch Vaping?", "Zu lang.") if words in page} == shown


def test_what_testers_write_is_shown_as_text(app: Flask, organiser: Browser) -> None:
    said(app, age="<script>alert(1)</script>")

    assert "<script>alert" not in organiser.get(ADDRESS).html


def test_who_only_reads_can_settle_nothing(app: Flask, sign_in: Callable[..., Browser]) -> None:
    said(app, age="In Jahren?")
    page = sign_in(RoleName.ANALYST).get(ADDRESS)

    assert "In Jahren?" in page
    assert not [form for form in page.forms if "/trial" in (form.element["action"] or "")]


def test_the_editor_can_ask_how_many_comments_are_open_by_question(app: Flask) -> None:
    said(app, age="In Jahren?", **{"": "Zu lang."})
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        assert queries.open_findings(session, survey.instrument_id) == {"age": 1, "": 1}
