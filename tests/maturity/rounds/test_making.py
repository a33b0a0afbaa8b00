"""Making rounds: their numbers, what they start from, and what they take over."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.maturity import queries_carried
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.rounds import RoundPlan, TooLate
from engage.maturity.models import AssessedLevel, Assessment, Crosswalk, ModelVersion
from engage.maturity.rounds import making
from engage.maturity.rounds.making import NotComparable
from tests.factories.maturity import make_assessment, make_model
from tests.support.databases import ON_SQLITE

PLAN = RoundPlan("Round", date(2024, 1, 1), date(2026, 1, 1), None, None, "en", "")
FULL = AssessmentKind.FULL


def _begin(session: Session, model: ModelVersion | None = None, hub: Hub | None = None, **more: Any) -> Assessment:
    return making.begin(
        session, hub or hubs.default(session), model or make_model(session), FULL, PLAN, now=utcnow(), **more
    )


def _next_major(session: Session, *, crosswalk: dict[str, str] | None) -> ModelVersion:
    before = make_model(session)
    made = ModelVersion(
        key=before.key, version="7.0.0", major=7, definition=before.definition, digest="e" * 64, imported_at=utcnow()
    )
    session.add(made)
    session.flush()
    if crosswalk is not None:
        session.add(Crosswalk(from_id=before.id, to_id=made.id, pairs=crosswalk))
        session.flush()
    return made


def test_rounds_of_a_hub_are_numbered_across_versions_of_the_model(session: Session):
    other = Hub(slug="other", name="Other")
    session.add(other)

    numbers = [
        _begin(session).number,
        _begin(session, _next_major(session, crosswalk=None)).number,
        _begin(session).number,
        _begin(session, hub=other).number,
    ]

    assert numbers == [1, 2, 3, 1]


@ON_SQLITE
def test_a_round_takes_over_goals_and_brings_back_the_views_that_stood_alone(session: Session):
    before = make_assessment(session, stage=Stage.SIGNED, levels={"MAN-1": 2}, targets={"MAN-1": 3, "MAN-2": 2})
    session.get_one(AssessedLevel, (before.id, "MAN-1")).minority = "Nobody asks us."
    model = _next_major(session, crosswalk={"MAN-1": "MAN-3"})

    made = _begin(session, model, previous=before)

    assert made.targets == {"MAN-3": 3}
    carried = queries_carried.carried(session, made)
    assert carried.minorities == {"MAN-3": "Nobody asks us."}
    assert carried.levels == {}  # those of a round are its panel's, and no start for another


@ON_SQLITE
def test_levels_of_a_first_look_are_shown_as_a_start(session: Session):
    look = make_assessment(session, kind=AssessmentKind.FIRST_LOOK, stage=Stage.SIGNED, levels={"MAN-3": 0})

    assert queries_carried.carried(session, _begin(session, previous=look)).levels == {"MAN-3": 0}


@ON_SQLITE
@pytest.mark.parametrize(
    "before",
    [
        pytest.param({"stage": Stage.CONSENSUS}, id="not finished"),
        pytest.param({"stage": Stage.CANCELLED}, id="cancelled"),
        pytest.param({"stage": Stage.SIGNED, "hub": "other"}, id="another hub"),
        pytest.param({"stage": Stage.SIGNED, "model": "without a crosswalk"}, id="a model nobody compares"),
    ],
)
def test_a_round_starts_only_from_a_finished_one_of_its_hub_that_can_be_compared(session: Session, before: Any):
    other = Hub(slug="other", name="Other")
    session.add(other)
    earlier = make_assessment(session, stage=before["stage"], hub=other if "hub" in before else None)
    model = _next_major(session, crosswalk=None) if "model" in before else None

    with pytest.raises(NotComparable):
        _begin(session, model, previous=earlier)


@ON_SQLITE
def test_a_first_look_never_stands_in_benchmarks(session: Session):
    hub, model = hubs.default(session), make_model(session)

    look = making.begin(session, hub, model, AssessmentKind.FIRST_LOOK, PLAN, benchmark=True, now=utcnow())

    assert look.benchmark is False
    with pytest.raises(TooLate):
        making.let_stand_in_benchmarks(session, look, yes=True)


@ON_SQLITE
@pytest.mark.parametrize("stage", [Stage.SIGNED, Stage.CANCELLED])
def test_what_is_signed_or_cancelled_is_neither_changed_nor_cancelled(session: Session, stage: Stage):
    found = make_assessment(session, stage=stage)

    for deed in (
        lambda: making.change(session, found, PLAN, seen=found.revision),
        lambda: making.set_targets(session, found, {}, seen=found.revision),
        lambda: making.cancel(session, found, now=utcnow()),
    ):
        with pytest.raises(TooLate):
            deed()


def test_a_round_that_was_signed_in_the_same_moment_is_not_cancelled(session: Session):
    found = make_assessment(session, stage=Stage.CONSENSUS)
    signed = update(Assessment).where(Assessment.id == found.id).values(stage=Stage.SIGNED)
    session.execute(signed.execution_options(synchronize_session=False))

    assert found.stage is Stage.CONSENSUS, "as it was read"
    with pytest.raises(TooLate):
        making.cancel(session, found, now=utcnow())
