"""Facts of an assessment: its metrics as they were measured, or declared by hand.

What the platform counted cannot be overwritten; what it left open can be declared, and stays declared until the
platform counts it. Declared figures never verify a level: they are somebody's word.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity.domain.figures import Problem, counted, problems
from engage.maturity.domain.kinds import FactSource, Stage
from engage.maturity.domain.model import Metric
from engage.maturity.measuring import Counted, Measure
from engage.maturity.models import Assessment, Fact
from engage.maturity.wording import model_of

OPEN = frozenset({Stage.PREPARING, Stage.RATING, Stage.CONSENSUS})
"""Stages in which evidence and facts of an assessment change."""


class Over(Refusal):
    """The assessment is signed or cancelled: it does not change any more."""

    code = "assessment_over"


class WrongFigures(Refusal):
    """Figures that cannot be, or that the platform has counted itself."""

    code = "wrong_figures"

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(self.code)
        self.found = found


def of(session: Session, assessment_id: int) -> Mapping[str, Fact]:
    """By metric."""
    found = session.scalars(select(Fact).where(Fact.assessment_id == assessment_id))
    return {each.metric: each for each in found}


def known(fact: Fact) -> Mapping[str, float]:
    """Every figure of a fact that is there, counted or declared."""
    return {name: cast("float", value) for name, value in fact.figures.items() if value is not None}


def computed(fact: Fact) -> Mapping[str, float]:
    """The figures that the platform counted: these alone verify."""
    return counted(fact.figures, fact.by_hand)


def changeable(session: Session, assessment: Assessment) -> None:
    """Hold an assessment until the transaction ends: what it rests on never changes in the moment of its freezing.

    :raises Over: when nothing of it changes any more
    """
    session.flush()
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(assessment, ("stage",))
    if assessment.stage not in OPEN:
        raise Over


def measure(session: Session, assessment: Assessment, measures: Mapping[str, Measure], *, now: datetime) -> int:
    """Count every metric of the model that can be counted, over the period of the assessment so far.

    :param measures: `engage.maturity.measuring.measures(app)`
    :returns: how many metrics were counted
    :raises Over: when the assessment does not change any more
    """
    changeable(session, assessment)
    before = of(session, assessment.id)
    for metric in model_of(assessment.model).metrics:
        fact = before.get(metric.id) or _new(session, assessment, metric, now)
        _keep(fact, _counted(session, assessment, metric, measures.get(metric.id), now), now)
    session.flush()
    return sum(each.source is FactSource.COMPUTED for each in of(session, assessment.id).values())


def _new(session: Session, assessment: Assessment, metric: Metric, now: datetime) -> Fact:
    made = Fact(
        assessment_id=assessment.id,
        metric=metric.id,
        source=FactSource.NONE,
        figures={},
        by_hand=[],
        note="",
        measured_at=now,
    )
    session.add(made)
    return made


def _counted(
    session: Session, assessment: Assessment, metric: Metric, measure_: Measure | None, now: datetime
) -> dict[str, float]:
    if measure_ is None:
        return {}
    until = min(assessment.period_until, now.date())
    found = measure_(session, assessment.hub, assessment.period_from, until).figures
    names = {figure.name for figure in metric.figures}
    return {name: value for name, value in found.items() if value is not None and name in names}


def _keep(fact: Fact, found: Mapping[str, float], now: datetime) -> None:
    declared = {name: fact.figures[name] for name in fact.by_hand if name in fact.figures and name not in found}
    fact.figures = {**found, **declared}
    fact.by_hand = list(declared)
    fact.source = _source(found, declared)
    fact.note = fact.note if declared else ""
    fact.measured_at = now


def _source(found: Mapping[str, float], declared: Mapping[str, float]) -> FactSource:
    if found:
        return FactSource.COMPUTED
    return FactSource.DECLARED if declared else FactSource.NONE


def declare(
    session: Session,
    assessment: Assessment,
    metric: Metric,
    figures: Mapping[str, float | None],
    note: str,
    *,
    now: datetime,
) -> Fact:
    """Say figures that the platform did not count, and what they rest on; None takes one back.

    :raises Over: when the assessment does not change any more
    :raises WrongFigures: for figures that cannot be, and for those that the platform has counted
    """
    changeable(session, assessment)
    fact = of(session, assessment.id).get(metric.id) or _new(session, assessment, metric, now)
    measured = computed(fact)
    given = {name: value for name, value in figures.items() if value is not None}
    found = problems(metric, given, measured)
    if found:
        raise WrongFigures(found)
    fact.figures = {**measured, **given}
    fact.by_hand = list(given)
    fact.source = _source(measured, given)
    fact.note = note if given else ""
    fact.measured_at = now
    session.flush()
    return fact


def rows(
    session: Session, assessment: Assessment, metric: str, measures: Mapping[str, Measure], *, now: datetime
) -> Sequence[Counted]:
    """What a measure looks at now; nothing for a metric that is not counted."""
    found = measures.get(metric)
    if found is None:
        return ()
    until = min(assessment.period_until, now.date())
    return found(session, assessment.hub, assessment.period_from, until).rows
