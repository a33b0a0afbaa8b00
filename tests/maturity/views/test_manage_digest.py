"""The digest in the console: what a panel says once ratings are closed, and what the facilitator makes of reasons."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.maturity import queries, queries_ratings, queries_reasons
from engage.maturity.domain.kinds import LevelState, Stage
from engage.maturity.models_panel import Rating
from engage.maturity.rating import closing
from engage.maturity.signing.content import content
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
REASONS = {"RSP-1": "Nikt nie odpowiada."}


def rated(app: Flask, *, closed: bool = True) -> int:
    """Six people, split on RSP-1 and agreed on MAN-1; one of them wrote in Polish."""
    with transaction(app) as session:
        made = make_assessment(session, stage=Stage.RATING)
        for number, level in enumerate((0, 0, 0, 3, 3, 3)):
            reasons = REASONS if number == 0 else {}
            make_member(session, made, {"MAN-1": 2, "RSP-1": level}, reasons=reasons, language="pl")
        if closed:
            closing.close(session, made, now=NOW)
        return made.id


@pytest.fixture
def coordinator(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.COORDINATOR)


def test_before_ratings_are_closed_the_digest_shows_nothing(app: Flask, coordinator: Browser):
    number = rated(app, closed=False)

    page = coordinator.get(f"/console/assessments/{number}/digest")

    assert "nobody sees what others say before that" in page
    assert coordinator.get(f"/console/assessments/{number}/digest/RSP-1").status == 404
    assert coordinator.get(f"/console/assessments/{number}/reasons/RSP-1").status == 404


def test_the_digest_sorts_questions_and_says_in_which_order_to_talk(app: Flask, coordinator: Browser):
    number = rated(app)

    page = coordinator.get(f"/console/assessments/{number}/digest")

    headings = [each.text for each in page.root.all("h2")]
    assert headings[-2:] == ["split 29 questions", "agreed 1 question"]
    first = page.root.all("tbody")[0].all("tr")[0].text
    assert "INC-1" in first or "RSP-1" in first
    assert "Not started: 3 people; Embedded: 3 people" in page
    assert len(page.root.all("svg")) == 2


def test_a_reason_is_read_by_others_only_in_the_working_language(
    app: Flask, coordinator: Browser, sign_in: Callable[..., Browser]
):
    number = rated(app)
    organiser = sign_in(RoleName.ORGANISER)
    one = f"/console/assessments/{number}/digest/RSP-1"
    assert "1 reason waits to be put into English." in organiser.get(one)
    assert "Nikt nie odpowiada" not in organiser.get(one)

    page = coordinator.get(f"/console/assessments/{number}/reasons/RSP-1")
    assert "Nikt nie odpowiada." in page
    assert "polski" not in page.html
    (shown,) = [name for name in page.fields if name.endswith(":shown")]
    coordinator.press(page, {shown: "Nobody answers."})

    assert "Nobody answers." in organiser.get(one)
    assert "Nikt" not in organiser.get(one).html


def test_a_reason_needs_words_or_why_it_is_left_out(app: Flask, coordinator: Browser):
    number = rated(app)
    address = f"/console/assessments/{number}/reasons/RSP-1"
    page = coordinator.get(address)
    shown, left_out = sorted((name for name in page.fields if ":" in name), reverse=True)

    refused = coordinator.press(page, {shown: ""})
    assert refused.status == 422
    assert "Put it into the working language, or say below why it is left out." in refused

    coordinator.submit(address, {shown: "", left_out: "It is about one person."})
    one = coordinator.get(f"/console/assessments/{number}/digest/RSP-1")
    assert "1 reason is not shown:" in one
    assert "It is about one person." in one


def test_the_hands_of_a_room_are_typed_in_and_settle_the_question(app: Flask, coordinator: Browser):
    number = rated(app)
    address = f"/console/assessments/{number}/room/RSP-1"

    empty = coordinator.submit(address)
    assert empty.status == 422
    assert "Enter how many people raised their hand" in empty
    wrong = coordinator.submit(address, {"hands:1": "many", "hands:2": "2"})
    assert wrong.status == 422
    assert wrong.value("hands:2") == "2"

    page = coordinator.submit(address, {"hands:1": "5", "hands:2": "1"})

    assert "Hands of the room" in page
    with reading(app) as session:
        kept = queries.levels(session, number)["RSP-1"]
        assert (kept.level, kept.state) == (1, LevelState.REVOTED)


def test_who_only_sees_results_sees_counts_and_no_reasons(app: Flask, sign_in: Callable[..., Browser]):
    number = rated(app)
    with transaction(app) as session:
        for rating in session.scalars(select(Rating).where(Rating.reason != "")):
            rating.reason_in_working_language = "Nobody answers."
    analyst = sign_in(RoleName.ANALYST)

    page = analyst.get(f"/console/assessments/{number}/digest/RSP-1")

    assert "What people said before talking" in page
    assert "Nobody answers." not in page
    assert analyst.get(f"/console/assessments/{number}/reasons/RSP-1").status == 404


def test_of_one_or_two_people_it_is_not_shown_what_they_said(app: Flask, coordinator: Browser):
    with transaction(app) as session:
        made = make_assessment(session, stage=Stage.RATING)
        make_member(session, made, {"RSP-1": 0}, reasons={"RSP-1": "Nobody answers."})
        make_member(session, made, {"RSP-1": 3})
        closing.close(session, made, now=NOW)
        number = made.id
        assert queries.levels(session, number)["RSP-1"].level == 0
        assert (queries_ratings.shown(session, made), queries_ratings.profiles(session, made)) == ({}, [])
        assert content(session, made).signed.levels["RSP-1"].counts == {}
        assert queries_reasons.reasons(session, made) == {}

    for page in ("digest", "digest/RSP-1", "reasons"):
        shown = coordinator.get(f"/console/assessments/{number}/{page}")
        assert "1 person" not in shown
        assert "Nobody answers." not in shown
    assert "Fewer than three people answered this" in coordinator.get(f"/console/assessments/{number}/digest/RSP-1")
