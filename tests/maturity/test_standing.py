"""Where assessments stand: one like many, in few statements."""

from datetime import date

import pytest
from sqlalchemy import event

from engage.maturity.domain.kinds import AssessmentKind, EvidenceKind
from engage.maturity.models import AssessedLevel, Evidence, Fact
from engage.maturity.standing import standing, standings
from tests.factories.maturity import make_assessment
from tests.factories.maturity_signing import NOW
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def evidence(session, assessment, **columns) -> None:
    values = {"kind": EvidenceKind.LINK, "title": "Plan", "indicators": ["MAN-1"], "added_at": NOW, **columns}
    session.add(Evidence(assessment_id=assessment.id, **values))
    session.flush()


@pytest.mark.parametrize(
    ("columns", "supported"),
    [
        pytest.param({"evidence_class": "E1"}, 2, id="a statement"),
        pytest.param({"evidence_class": "E2", "dated_on": date(2026, 1, 1)}, 3, id="a dated document"),
        pytest.param({"evidence_class": "E2"}, 2, id="a document without a day"),
        pytest.param({"evidence_class": "E3", "dated_on": date(2026, 1, 1)}, 3, id="the top class, unconfirmed"),
        pytest.param(
            {"evidence_class": "E3", "dated_on": date(2026, 1, 1), "checked_class": "E3"},
            4,
            id="confirmed",
        ),
        pytest.param(
            {"evidence_class": "E3", "dated_on": date(2026, 1, 1), "checked_class": "E1"}, 2, id="lowered from outside"
        ),
    ],
)
def test_a_level_is_supported_by_what_its_evidence_counts_as(session, columns, supported):
    made = make_assessment(session, levels={"MAN-1": 4})
    evidence(session, made, **columns)

    assert standing(session, made).score.indicators["MAN-1"].supported == supported


def test_the_best_piece_counts_and_pieces_of_others_do_not(session):
    made = make_assessment(session, levels={"MAN-1": 4})
    evidence(session, made, evidence_class="E1")
    evidence(session, made, evidence_class="E2", dated_on=date(2026, 1, 1))
    evidence(session, make_assessment(session), evidence_class="E3", checked_class="E3", dated_on=date(2026, 1, 1))

    found = standing(session, made)

    assert found.score.indicators["MAN-1"].supported == 3
    assert len(found.evidence_by_indicator["MAN-1"]) == 2


@pytest.mark.parametrize(
    ("source", "by_hand", "supported"),
    [
        pytest.param("computed", [], 2, id="what the platform counted verifies"),
        pytest.param("declared", ["share"], 1, id="what somebody typed in does not"),
    ],
)
def test_only_what_the_platform_counted_verifies_a_level(session, source, by_hand, supported):
    made = make_assessment(session, levels={"LRN-1": 3})
    session.add(
        Fact(
            assessment_id=made.id,
            metric="M25",
            source=source,
            figures={"share": 85},
            by_hand=by_hand,
            measured_at=NOW,
        )
    )
    session.flush()

    assert standing(session, made).score.indicators["LRN-1"].supported == supported


def test_a_level_of_nobody_is_counted_apart_and_a_core_round_asks_the_core_alone(session):
    made = make_assessment(session, kind=AssessmentKind.CORE, levels={"MAN-3": 2, "MAN-1": 2})
    session.get_one(AssessedLevel, (made.id, "MAN-3")).level = None
    session.flush()

    found = standing(session, made).score

    assert found.cannot_judge == ("MAN-3",)
    assert set(found.indicators) == {each.id for each in standing(session, made).model.core}


def test_many_take_as_many_statements_as_one(session):
    made = [make_assessment(session, levels={"MAN-1": level}) for level in (1, 2, 3)]
    standing(session, made[0])  # the model is known from now on

    statements: list[str] = []
    listen = event.listens_for(session.get_bind(), "before_cursor_execute")
    listen(lambda _connection, _cursor, statement, *_: statements.append(statement))
    found = standings(session, made)

    assert len(statements) == 3
    assert [found[each.id].score.indicators["MAN-1"].claimed for each in made] == [1, 2, 3]
