"""What a round takes over from the one before it: levels of a first look as a start, and views that stood alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity import queries, queries_models
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment, ModelVersion


@dataclass(frozen=True, slots=True)
class Carried:
    """What comes from before, by the indicators of this round's model."""

    previous: Assessment | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    """Of a first look: where the team itself saw the hub. They are shown to the team and never to who rates blind."""
    minorities: Mapping[str, str] = field(default_factory=dict)
    """What those said who saw it differently in the round before; the workshop hears it again."""


def carried(session: Session, assessment: Assessment) -> Carried:
    """What an assessment starts from; nothing where it has none before it, or a model that nobody compares."""
    previous = session.get(Assessment, assessment.previous_id) if assessment.previous_id else None
    if previous is None:
        return Carried()
    pairs = queries_models.pairs_between(session, previous.model, assessment.model) or {}
    before = queries.levels(session, previous.id)
    first_look = previous.kind is AssessmentKind.FIRST_LOOK
    return Carried(
        previous,
        {
            now: before[then].level or 0
            for then, now in pairs.items()
            if first_look and then in before and before[then].level is not None
        },
        {now: before[then].minority for then, now in pairs.items() if then in before and before[then].minority},
    )


def candidates(session: Session, hub_id: int, model: ModelVersion) -> Sequence[Assessment]:
    """What a new round of a hub can start from: signed rounds and finished first looks, the newest first."""
    asked = (
        select(Assessment)
        .where(Assessment.hub_id == hub_id, Assessment.stage == Stage.SIGNED)
        .order_by(Assessment.number.desc(), Assessment.id.desc())
    )
    return [
        each for each in session.scalars(asked) if queries_models.pairs_between(session, each.model, model) is not None
    ]
