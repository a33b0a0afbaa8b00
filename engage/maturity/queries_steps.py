"""How far an assessment has come: counts, and nothing of single people."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from engage.maturity.domain.kinds import ActionState, LevelState, Stage
from engage.maturity.domain.steps import Counts
from engage.maturity.models import AssessedLevel, Assessment, Evidence
from engage.maturity.models_after import Action, Signature
from engage.maturity.models_panel import Member


def counts(session: Session, assessment: Assessment, indicators: int = 0) -> Counts:
    """What is there of a round, in one statement.

    :param indicators: how many are judged
    """
    of_panel = select(
        func.count(Member.id).label("members"),
        func.count(Member.invited_at).label("invited"),
        func.coalesce(func.sum(case((Member.declined, 1), else_=0)), 0).label("declined"),
        func.coalesce(
            func.sum(case((and_(Member.submitted_on.is_not(None), Member.declined.is_(False)), 1), else_=0)), 0
        ).label("handed_in"),
    ).where(Member.assessment_id == assessment.id)
    panel = of_panel.subquery()
    row = session.execute(
        select(
            panel,
            _count(Evidence, assessment),
            _count(AssessedLevel, assessment, AssessedLevel.state == LevelState.SPLIT),
            _count(Signature, assessment),
            _count(Action, assessment, Action.state != ActionState.DROPPED),
            _count(Action, assessment, Action.state == ActionState.DONE),
        )
    ).one()
    members, invited, declined, handed_in, evidence, splits, signatures, actions, done = row
    return Counts(
        members=members,
        invited=invited,
        declined=declined,
        handed_in=handed_in,
        evidence=evidence,
        indicators=indicators,
        splits=splits if assessment.stage is Stage.CONSENSUS else 0,
        mirror=bool(assessment.mirror),
        signatures=signatures,
        actions=actions,
        actions_done=done,
    )


def _count(model: Any, assessment: Assessment, *where: ColumnElement[bool]) -> Any:
    asked = select(func.count()).select_from(model).where(model.assessment_id == assessment.id, *where)
    return asked.scalar_subquery()
