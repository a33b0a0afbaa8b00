"""Blind rating by a personal link: what a member reads, types, hands in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


def invited(app: Flask, *, stage: Stage = Stage.RATING, member: Mapping[str, Any] | None = None, **columns: Any) -> str:
    """The token of somebody on the panel of a round."""
    with transaction(app) as session:
        assessment = make_assessment(session, stage=stage, members=[member or {}], **columns)
        who = session.scalars(select(Member).where(Member.assessment_id == assessment.id)).one()
        with app.app_context():
            return links.token(who)


def said(app: Flask) -> dict[str, tuple[Any, ...]]:
    with reading(app) as session:
        return {
            each.indicator: (each.level, each.cannot_judge, each.not_applicable, each.confidence, each.reason)
            for each in session.scalars(select(Rating))
        }


def change(app: Flask, token: str, **values: Any) -> None:
    with transaction(app) as session:
        with app.app_context():
            member = links.by_token(session, token)
        assert member is not None
        for name, value in values.items():
            setattr(member, name, value)


def test_the_first_page_says_what_is_asked_how_long_until_when_and_who_sees_what(app: Flask, browser: Browser):
    token = invited(app)

    page = browser.get(f"/en/assessments/{token}")

    assert "30 questions" in page
    assert "about 90 minutes" in page
    assert "not who" in page
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert browser.cookies == {}


def test_an_answer_is_kept_when_somebody_goes_on_and_is_there_when_they_come_back(app: Flask, browser: Browser):
    token = invited(app)

    page = browser.submit(f"/en/assessments/{token}/rate/MAN-1", answer="2", confidence="high", reason="Es steht da.")

    assert page.path.endswith("/rate/MAN-2")
    assert said(app) == {"MAN-1": (2, False, False, "high", "Es steht da.")}
    back = browser.get(f"/en/assessments/{token}/rate/MAN-1")
    assert (back.value("answer"), back.value("confidence"), back.value("reason")) == ("2", "high", "Es steht da.")


def test_another_language_shows_what_was_typed(app: Flask, browser: Browser):
    token = invited(app)
    page = browser.get(f"/en/assessments/{token}/rate/MAN-1")

    german = browser.press(page, language="de", answer="1", reason="Half a sent")

    assert german.lang == "de"
    assert german.path == f"/de/assessments/{token}/rate/MAN-1"
    assert (german.value("answer"), german.value("reason")) == ("1", "Half a sent")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"answer": "9", "reason": "x"}, "Choose one of the answers on this page.", id="unknown level"),
        pytest.param({"answer": "2", "confidence": "vast"}, "Choose one of the answers on this page.", id="how sure"),
        pytest.param({"answer": "not-applicable"}, "Choose one of the answers on this page.", id="not offered here"),
        pytest.param({"answer": "2", "reason": "a" * 2001}, "This is too long.", id="a reason that is too long"),
        pytest.param({"answer": "2", "reason": "a\0b"}, "There is a character in it", id="a sign no database keeps"),
    ],
)
def test_what_cannot_be_taken_stays_on_the_page_and_says_why(app: Flask, browser: Browser, typed, sentence):
    token = invited(app)
    address = f"/en/assessments/{token}/rate/MAN-1"
    csrf = browser.get(address).value("_csrf")

    page = browser.post(address, {"_csrf": csrf, "_action": "next", **typed})

    assert page.status == 422
    assert sentence in page
    assert said(app) == {}
    if "reason" in typed and "\0" not in typed["reason"]:
        assert page.value("reason") == typed["reason"]


def test_what_does_not_apply_needs_a_reason_where_the_model_allows_it(app: Flask, browser: Browser):
    token = invited(app)
    address = f"/en/assessments/{token}/rate/INC-4"

    page = browser.submit(address, answer="not-applicable")
    assert page.status == 422
    assert "Say in a few words why it does not apply." in page

    browser.submit(address, answer="not-applicable", reason="Nobody may be paid here.")
    assert said(app) == {"INC-4": (None, False, True, "", "Nobody may be paid here.")}


def test_going_back_keeps_an_answer_that_is_not_whole_yet_and_the_overview_says_so(app: Flask, browser: Browser):
    token = invited(app)

    browser.submit(f"/en/assessments/{token}/rate/INC-4", answer="not-applicable", action="overview")

    page = browser.get(f"/en/assessments/{token}/review")
    assert "It does not apply: the reason is missing" in page
    assert "30 questions are not answered." in page


def test_i_cannot_judge_is_an_answer(app: Flask, browser: Browser):
    token = invited(app)

    browser.submit(f"/en/assessments/{token}/rate/MAN-1", answer="cannot-judge")

    assert "29 questions are not answered." in browser.get(f"/en/assessments/{token}/review")


def test_handed_in_is_handed_in(app: Flask, browser: Browser):
    token = invited(app)
    browser.submit(f"/en/assessments/{token}/rate/MAN-1", answer="2")
    stale = browser.get(f"/en/assessments/{token}/rate/MAN-1").value("_csrf")

    page = browser.submit(f"/en/assessments/{token}/review")
    assert page.h1 == "Thank you. Your ratings are handed in."

    late = browser.post(f"/en/assessments/{token}/rate/MAN-1", {"_csrf": stale, "answer": "4", "_action": "next"})
    assert late.status == 409
    assert "They do not change any more." in late
    assert said(app)["MAN-1"][0] == 2


def test_nothing_is_nothing_to_hand_in(app: Flask, browser: Browser):
    token = invited(app)

    page = browser.submit(f"/en/assessments/{token}/review")

    assert page.status == 422
    assert "No question is answered yet." in page


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        pytest.param({"stage": Stage.PREPARING}, "Rating has not begun yet.", id="not begun"),
        pytest.param({"rating_until": date(2026, 1, 2)}, "The last day for rating was", id="the last day is over"),
        pytest.param({"stage": Stage.CONSENSUS}, "Ratings are closed.", id="closed"),
        pytest.param({"stage": Stage.SIGNED}, "Ratings are closed.", id="signed"),
        pytest.param({"stage": Stage.CANCELLED}, "This round was called off.", id="called off"),
        pytest.param({"member": {"declined": True}}, "You told us that you cannot take part.", id="declined"),
    ],
)
def test_outside_its_time_a_link_explains_kindly_and_takes_nothing(app: Flask, browser: Browser, columns, sentence):
    token = invited(app)
    csrf = browser.get(f"/en/assessments/{token}/rate/MAN-1").value("_csrf")
    with transaction(app) as session:
        member = session.scalars(select(Member)).one()
        for name, value in columns.pop("member", {}).items():
            setattr(member, name, value)
        with app.app_context():
            token = links.token(member)
        for name, value in columns.items():
            setattr(session.get(Assessment, member.assessment_id), name, value)

    assert sentence in browser.get(f"/en/assessments/{token}")
    assert browser.get(f"/en/assessments/{token}/rate/MAN-1").path == f"/en/assessments/{token}"
    late = browser.post(f"/en/assessments/{token}/rate/MAN-1", {"_csrf": csrf, "answer": "4", "_action": "next"})
    assert late.status == 409
    assert sentence in late
    assert said(app) == {}


def test_what_was_handed_in_is_read_by_its_writer_alone_and_can_be_read_after_closing(app: Flask, browser: Browser):
    token = invited(app)
    browser.submit(f"/en/assessments/{token}/rate/MAN-1", answer="2", reason="Only mine.")
    browser.submit(f"/en/assessments/{token}/review")
    with transaction(app) as session:
        session.scalars(select(Assessment)).one().stage = Stage.CONSENSUS

    page = browser.get(f"/en/assessments/{token}/review")

    assert "2. Organised" in page
    assert "Only mine." in page
    assert page.forms == []


def test_every_word_of_a_question_page_is_in_the_language_of_the_address(app: Flask, browser: Browser):
    token = invited(app)

    page = browser.get(f"/de/assessments/{token}/rate/INC-1", headers={"Accept-Language": "en"})

    assert "Nicht sehr sicher" in page
    assert "Not very sure" not in page
    assert [each.text for each in page.root.all("div") if "govuk-radios__divider" in each["class"]] == ["oder"]
