"""Making a first look or a round, changing its dates and goals, taking it back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.hubs.models import Hub
from engage.maturity import queries, queries_carried, queries_models
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.rounds import RoundPlan, TooLate, changeable
from engage.maturity.mails.telling import Told, tell
from engage.maturity.models import Assessment, ModelVersion
from engage.maturity.rounds.locking import hold

TO_THINK = timedelta(minutes=20)
"""So long the panel hears nothing of a cancellation: it can be taken back."""


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the round since the form was opened."""

    code = "changed_meanwhile"


class NotComparable(Refusal):
    """The assessment before it is not one of this hub, is not finished, or has a model that nobody compares."""

    code = "round_not_comparable"


def begin(
    session: Session,
    hub: Hub,
    model: ModelVersion,
    kind: AssessmentKind,
    plan: RoundPlan,
    *,
    previous: Assessment | None = None,
    benchmark: bool = False,
    now: datetime,
) -> Assessment:
    """A new assessment of a hub, or of a regional or local part of one.

    Goals of the round before it are taken over; what it gave is shown beside it, and never copied.

    :raises NotComparable: when it cannot start from `previous`
    """
    if previous is not None and previous not in queries_carried.candidates(session, hub.id, model):
        raise NotComparable
    session.execute(select(Hub.id).where(Hub.id == hub.id).with_for_update())  # one number for each
    made = Assessment(
        hub=hub,
        model=model,
        kind=kind,
        stage=Stage.PREPARING,
        number=_next_number(session, hub.id, model.key),
        previous_id=previous.id if previous else None,
        targets=_targets(session, previous, model),
        benchmark=benchmark and kind is not AssessmentKind.FIRST_LOOK,
        created_at=now,
    )
    _put(made, plan, frozenset(changeable(Stage.PREPARING)))
    session.add(made)
    session.flush()
    return made


def _next_number(session: Session, hub_id: int, key: str) -> int:
    asked = (
        select(func.max(Assessment.number))
        .join(ModelVersion, ModelVersion.id == Assessment.model_id)
        .where(Assessment.hub_id == hub_id, ModelVersion.key == key)
    )
    return (session.scalar(asked) or 0) + 1


def _targets(session: Session, previous: Assessment | None, model: ModelVersion) -> dict[str, int]:
    if previous is None:
        return {}
    pairs = queries_models.pairs_between(session, previous.model, model) or {}
    return {pairs[then]: level for then, level in previous.targets.items() if then in pairs}


def _put(assessment: Assessment, plan: RoundPlan, fields: frozenset[str]) -> None:
    for name in fields:
        setattr(assessment, name, getattr(plan, name))


def change(session: Session, assessment: Assessment, plan: RoundPlan, *, seen: int) -> None:
    """Change what can still be changed at this stage; the rest of the plan is not looked at.

    :param seen: the revision that the form showed
    :raises TooLate: when nothing can be changed any more
    :raises ChangedMeanwhile: when somebody else was faster
    """
    hold(session, assessment)
    fields = changeable(assessment.stage)
    if not fields:
        raise TooLate
    _unless_changed(assessment, seen)
    _put(assessment, plan, fields)
    assessment.revision += 1
    session.flush()


def set_targets(session: Session, assessment: Assessment, targets: Mapping[str, int], *, seen: int) -> None:
    """Say which level is wanted of which indicator.

    :raises TooLate: once it is signed: goals are part of what was signed
    :raises ChangedMeanwhile: when somebody else was faster
    """
    hold(session, assessment)
    if assessment.stage in (Stage.SIGNED, Stage.CANCELLED):
        raise TooLate
    _unless_changed(assessment, seen)
    assessment.targets = dict(targets)
    assessment.revision += 1
    session.flush()


def let_stand_in_benchmarks(session: Session, assessment: Assessment, *, yes: bool) -> None:
    """Agree that a round stands in benchmarks, or take that back; both at any time.

    :raises TooLate: for a first look, which is never compared, and for a cancelled round
    """
    hold(session, assessment)
    if assessment.kind is AssessmentKind.FIRST_LOOK or assessment.stage is Stage.CANCELLED:
        raise TooLate
    assessment.benchmark = yes
    assessment.revision += 1
    session.flush()


def cancel(session: Session, assessment: Assessment, *, now: datetime) -> Stage:
    """End a round without a result; the stage at which it was, for who takes that back.

    Members who were written to hear it a little later.

    :raises TooLate: once it is signed
    """
    hold(session, assessment)
    if assessment.stage in (Stage.SIGNED, Stage.CANCELLED):
        raise TooLate
    before = assessment.stage
    assessment.stage, assessment.cancelled_at = Stage.CANCELLED, now
    assessment.revision += 1
    for member in queries.members(session, assessment.id):
        if member.invited_at and not member.declined:
            tell(session, Told.CANCELLED, assessment, member, due_at=now + TO_THINK, now=now)
    session.flush()
    return before


def bring_back(session: Session, assessment: Assessment, stage: Stage) -> None:
    """A cancelled round as it was before.

    :raises TooLate: when it is not cancelled any more
    """
    hold(session, assessment)
    if assessment.stage is not Stage.CANCELLED or stage in (Stage.SIGNED, Stage.CANCELLED):
        raise TooLate
    assessment.stage, assessment.cancelled_at = stage, None
    assessment.revision += 1
    session.flush()


def _unless_changed(assessment: Assessment, seen: int) -> None:
    if assessment.revision != seen:
        raise ChangedMeanwhile
