"""A first look: started, answered question by question, shown, and followed by a round."""

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import AssessedLevel, Assessment
from tests.factories.maturity import make_assessment, make_model
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
BASE = "/console/assessments"


@pytest.fixture
def team(sign_in):
    return sign_in(RoleName.ORGANISER, hub="default")


def _levels(app):
    with reading(app) as session:
        rows = session.scalars(select(AssessedLevel))
        return {each.indicator: (each.level, each.evidence_class) for each in rows}


def _first_look(app, **columns):
    with transaction(app) as session:
        return make_assessment(session, kind=AssessmentKind.FIRST_LOOK, **columns).id


def test_two_people_answer_eleven_questions_and_see_three_things_to_do_next(app, team):
    page = team.submit(f"{BASE}/first-look", title="First look")
    for _ in range(11):
        page = team.press(page, {"level": "2", "evidence": "E1", "reason": "As we see it."}, action="next")

    assert "11 of 11 questions are answered." in page
    page = team.press(page)

    assert "This is a first look, not an assessment." in page
    assert len(page.root.all("ol")[1].all("li")) == 3
    assert set(_levels(app).values()) == {(2, "E1")}
    with reading(app) as session:
        assert session.scalars(select(Assessment.stage)).one() is Stage.SIGNED


def test_each_answer_is_saved_and_stands_there_when_one_comes_back(app, team):
    number = _first_look(app)

    page = team.submit(f"{BASE}/{number}/first-look/MAN-3", level="3", evidence="E2", action="next")
    assert page.path.endswith("/first-look/RES-1")
    back = team.press(page, action="back")

    assert (back.value("level"), back.value("evidence")) == ("3", "E2")
    assert _levels(app) == {"MAN-3": (3, "E2")}


def test_what_is_said_without_evidence_counts_as_little_as_it_can_show(app, team):
    number = _first_look(app)
    for indicator, evidence in (("MAN-3", "E0"), ("RES-1", "E3")):
        team.submit(f"{BASE}/{number}/first-look/{indicator}", level="4", evidence=evidence, action="next")

    page = team.submit(f"{BASE}/{number}/first-look")

    shown = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in page.root.all("tr")[1:]}
    assert shown["Citizens at the table"] == ["4 – Shared and improving", "1 – Trying out"]
    assert shown["Budget and hours"] == ["4 – Shared and improving", "4 – Shared and improving"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param({}, "Choose the one that fits best, or say that you cannot tell.", id="nothing"),
        pytest.param({"level": "2"}, "Say what there is to show for it.", id="no evidence"),
        pytest.param({"level": "2", "evidence": "E1", "reason": "x" * 2001}, "This is too long.", id="long note"),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_for_again(app, team, answer, error):
    number = _first_look(app)

    page = team.submit(f"{BASE}/{number}/first-look/MAN-3", answer, action="next")

    assert page.status == 422
    assert any(line.startswith(error) for line in page.errors)
    assert _levels(app) == {}


def test_not_being_able_to_tell_is_an_answer_and_neither_missing_nor_zero(app, team):
    number = _first_look(app)

    team.submit(f"{BASE}/{number}/first-look/MAN-3", level="cannot-say", action="next")

    assert _levels(app) == {"MAN-3": (None, "")}
    page = team.submit(f"{BASE}/{number}/first-look")
    assert "Answer at least one question with a level." in page


def test_the_first_round_starts_from_a_first_look_which_the_team_alone_sees_beside_it(app, team):
    number = _first_look(app, stage=Stage.SIGNED, levels={"MAN-3": 2})
    page = team.get(f"{BASE}/{number}/first-look/result")
    begin = next(link for link in page.links if "/new?from=" in link)

    page = team.submit(begin, title="Round one")

    with reading(app) as session:
        made = session.scalars(select(Assessment).where(Assessment.kind == AssessmentKind.FULL)).one()
        assert (made.previous_id, made.number) == (number, 2)
    assert "Where the first look saw the hub." in team.get(f"{BASE}/{made.id}/round")
    assert _levels(app) == {"MAN-3": (2, "")}  # nothing is copied


def test_a_first_look_can_be_taken_up_again_until_a_round_starts_from_it(app, team):
    number = _first_look(app, stage=Stage.SIGNED, levels={"MAN-3": 2})
    page = team.get(f"{BASE}/{number}/first-look/result")

    with transaction(app) as session:
        make_assessment(session, previous_id=number)
    late = team.press(page)
    with transaction(app) as session:
        session.delete(session.scalars(select(Assessment).where(Assessment.kind == AssessmentKind.FULL)).one())
    again = team.press(page)

    assert "A round starts from this first look" in late
    assert "1 of 11 questions are answered." in again


def test_a_first_look_has_no_pages_of_a_round_and_a_round_none_of_a_first_look(app, team):
    look = _first_look(app)
    with transaction(app) as session:
        number = make_assessment(session).id

    assert {team.get(f"{BASE}/{look}/{page}").status for page in ("panel", "round", "round/goals")} == {404}
    assert {team.get(f"{BASE}/{number}/{page}").status for page in ("first-look", "first-look/result")} == {404}
    assert team.get(f"{BASE}/{look}/first-look/MAN-1").status == 404


def test_a_model_that_is_there_already_is_taken(app, team):
    with transaction(app) as session:
        model = make_model(session).id

    team.submit(f"{BASE}/first-look", title="First look")

    with reading(app) as session:
        assert session.scalars(select(Assessment.model_id)).one() == model
