"""The workshop in the room: the facilitator's page, the projector, the phones."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.maturity import links, links_workshop, queries, queries_workshop
from engage.maturity.domain.kinds import LevelState, Stage
from engage.maturity.models import AssessedLevel, Assessment, Evidence
from engage.maturity.models_panel import Member, Rating
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
LANGUAGES = ("en", "de", "he", "nb")
NAMES = tuple(f"Rater of {language}" for language in LANGUAGES)


def made(app: Flask, levels: Sequence[int] = (0, 0, 4, 4)) -> int:
    """A round that is split on RSP-1 and agreed on MAN-1."""
    with transaction(app) as session:
        found = make_assessment(session, stage=Stage.CONSENSUS)
        found.rating_closed_at = found.created_at
        for language, name, level in zip(LANGUAGES, NAMES, levels, strict=True):
            make_member(session, found, {"RSP-1": level, "MAN-1": 2}, language=language, name=name)
        split = len(set(levels)) > 1
        for indicator, state in (("RSP-1", LevelState.SPLIT if split else LevelState.AGREED), ("MAN-1", "agreed")):
            session.add(AssessedLevel(assessment_id=found.id, indicator=indicator, level=0, state=LevelState(state)))
        session.add(
            Evidence(
                assessment_id=found.id,
                kind="statement",
                title="Answers of 2025",
                indicators=["RSP-1"],
                evidence_class="E1",
                added_at=found.created_at,
            )
        )
        return found.id


@pytest.fixture
def number(app: Flask) -> int:
    return made(app)


@pytest.fixture
def facilitator(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.COORDINATOR)


def do(browser: Browser, number: int, what: str, answers: dict[str, str] | None = None) -> Page:
    """Press a button of the facilitator's page, named by the end of its address."""
    page = browser.get(f"/console/assessments/{number}/workshop")
    (form,) = [each for each in page.forms if each.element["action"].endswith(f"/workshop{what}")][:1]
    return browser.post(form.element["action"], {**form.values(), **(answers or {})})


def projector(app: Flask, number: int, lang: str = "en") -> str:
    with reading(app) as session:
        room = queries_workshop.workshop(session, number)
        assert room is not None
        return f"/{lang}/workshops/{links_workshop.token(room)}"


def phone(app: Flask, at: int, lang: str = "") -> str:
    with reading(app) as session:
        member = session.scalars(select(Member).where(Member.name == NAMES[at])).one()
        return f"/{lang or member.language}/assessments/{links.token(member)}"


def vote(app: Flask, at: int, answer: str) -> Page:
    return Browser(app).submit(f"{phone(app, at)}/workshop", answer=answer)


def test_the_room_goes_from_a_split_to_a_result(app: Flask, number: int, facilitator: Browser):
    page = do(facilitator, number, "")
    assert "In the room now: RSP-1" in page
    assert "Highest and lowest speak first" in page
    assert not any(name in page for name in NAMES)

    assert "Votes: 0 of 4" in do(facilitator, number, "/vote/open")
    for at, answer in enumerate(("1", "1", "2")):
        vote(app, at, answer)
    assert "Votes: 3 of 4" in facilitator.get(f"/console/assessments/{number}/workshop")
    assert "Votes: 3 of 4" in Browser(app).get(projector(app, number))

    assert "Nobody has seen the result yet" in do(facilitator, number, "/vote/close")
    page = do(facilitator, number, "/result", {"papers:1": "1"})

    assert "settled by a re-vote" in page
    assert "Trying out: 3 people; Organised: 1 person" in page
    wall = Browser(app).get(projector(app, number))
    assert "The room has come together." in wall
    assert "this level holds" in wall


def test_a_vote_that_is_closed_by_mistake_opens_again(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    do(facilitator, number, "/vote/open")
    vote(app, 0, "1")
    do(facilitator, number, "/vote/close")

    assert "Votes: 1 of 4" in do(facilitator, number, "/vote/reopen")
    assert "Your vote is kept: 3. Embedded" in vote(app, 0, "3")


def test_the_projector_shows_nothing_personal_and_needs_no_sign_in(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")

    wall = Browser(app).get(projector(app, number))

    assert "Answers of 2025" in wall
    assert "Not started: 2 people; Shared and improving: 2 people" in wall.html
    assert not any(name in wall.html for name in NAMES)
    assert wall.headers["Cache-Control"] == "no-store"
    assert '<noscript><meta http-equiv="refresh"' in wall.html


def test_a_new_link_ends_the_old_one(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    old = projector(app, number)

    do(facilitator, number, "/link")

    assert Browser(app).get(old).status == 404
    assert Browser(app).get(projector(app, number)).status == 200


def test_the_bare_link_leads_to_the_working_language(app: Flask, number: int, facilitator: Browser):
    with transaction(app) as session:
        session.get_one(Assessment, number).working_language = "de"
    do(facilitator, number, "")

    wall = Browser(app).get(projector(app, number).removeprefix("/en"))

    assert wall.lang == "de"


@pytest.mark.parametrize("at", [pytest.param(at, id=tag) for at, tag in enumerate(LANGUAGES)])
def test_the_personal_link_leads_into_the_room_and_takes_a_vote_in_each_language(
    app: Flask, number: int, facilitator: Browser, at: int
):
    do(facilitator, number, "")
    do(facilitator, number, "/vote/open")

    page = Browser(app).get(phone(app, at))

    assert page.path.endswith("/workshop")
    assert page.lang == LANGUAGES[at]
    assert page.asks("answer")
    voted = vote(app, at, "2")
    assert voted.value("answer") == "2"


def test_a_phone_says_nothing_of_the_votes_of_others(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    do(facilitator, number, "/vote/open")
    before = Browser(app).get(phone(app, 0)).text, Browser(app).get(f"{projector(app, number)}").text
    vote(app, 1, "4")
    after = Browser(app).get(phone(app, 0)).text, Browser(app).get(f"{projector(app, number)}").text

    assert before[0] == after[0]
    assert before[1].replace("Votes: 0", "Votes: 1") == after[1]
    do(facilitator, number, "/vote/close")
    held = Browser(app).get(phone(app, 0)).text, facilitator.get(f"/console/assessments/{number}/workshop").text
    with transaction(app) as session:
        session.scalars(select(Rating).where(Rating.vote == 1)).one().level = 0
    page = facilitator.get(f"/console/assessments/{number}/workshop")
    assert (Browser(app).get(phone(app, 0)).text, page.text) == held


def test_a_vote_that_comes_too_late_is_told_kindly(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    do(facilitator, number, "/vote/open")
    browser = Browser(app)
    page = browser.get(phone(app, 0))
    do(facilitator, number, "/vote/close")

    late = browser.press(page, answer="1")

    assert late.status == 409
    assert "came a moment after this vote was closed" in late


def test_a_vote_needs_an_answer(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    do(facilitator, number, "/vote/open")

    page = Browser(app).submit(f"{phone(app, 0)}/workshop")

    assert page.status == 422
    assert "Choose one of the answers" in page


def test_who_pressed_second_is_told(app: Flask, number: int, facilitator: Browser, sign_in: Callable[..., Browser]):
    do(facilitator, number, "")
    other = sign_in(RoleName.COORDINATOR)
    page = other.get(f"/console/assessments/{number}/workshop")
    (form,) = [each for each in page.forms if each.element["action"].endswith("/vote/open")]
    do(facilitator, number, "/vote/open")

    told = other.post(form.element["action"], form.values())

    assert "Somebody else has gone on with the room" in told


def test_papers_that_are_no_numbers_are_said_at_their_field(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    do(facilitator, number, "/vote/open")
    do(facilitator, number, "/vote/close")

    page = do(facilitator, number, "/result", {"papers:1": "many", "papers:2": "2"})

    assert page.status == 422
    assert page.value("papers:2") == "2"


def test_a_room_that_stays_apart_is_written_down_with_the_other_view(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    for _ in range(2):
        do(facilitator, number, "/vote/open")
        for at, answer in enumerate("0044"):
            vote(app, at, answer)
        do(facilitator, number, "/vote/close")
        do(facilitator, number, "/result")

    assert do(facilitator, number, "/minority/RSP-1").status == 422
    page = do(facilitator, number, "/minority/RSP-1", {"minority": "Two saw answers in the paper."})

    assert "Two saw answers in the paper." in page
    assert "Open the second and last vote" not in page
    with reading(app) as session:
        kept = queries.levels(session, number)["RSP-1"]
        assert (kept.level, kept.state) == (0, LevelState.UNCERTAIN)


def test_where_all_agree_the_step_says_that_no_workshop_is_needed(app: Flask, facilitator: Browser):
    page = facilitator.get(f"/console/assessments/{made(app, (2, 2, 2, 2))}/workshop")

    assert "No workshop is needed." in page


def test_an_ended_workshop_is_over_on_the_wall_and_on_phones(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    do(facilitator, number, "/show/MAN-1")
    do(facilitator, number, "/end")

    assert "The workshop is not on" in Browser(app).get(projector(app, number))
    assert "The workshop is not on" in Browser(app).get(f"{phone(app, 0)}/workshop")
    assert not Browser(app).get(phone(app, 0)).path.endswith("/workshop")
    assert "Go on with the workshop" in facilitator.get(f"/console/assessments/{number}/workshop")


def test_who_only_sees_results_sees_the_room_and_leads_nothing(
    app: Flask, number: int, facilitator: Browser, sign_in: Callable[..., Browser]
):
    do(facilitator, number, "")

    page = sign_in(RoleName.ORGANISER).get(f"/console/assessments/{number}/workshop")

    assert "The facilitator leads the room." in page
    assert not [each for each in page.forms if "/workshop" in each.element["action"]]


def test_the_script_is_told_where_the_room_stands(app: Flask, number: int, facilitator: Browser):
    do(facilitator, number, "")
    wall = Browser(app).get(projector(app, number))
    known = wall.html.split('data-workshop-known="')[1].split('"')[0]
    address = wall.html.split('data-workshop-now="')[1].split('"')[0]

    assert Browser(app).raw("GET", address).text == f"{known} 0"
    do(facilitator, number, "/vote/open")
    assert Browser(app).raw("GET", address).text.split()[0] != known
