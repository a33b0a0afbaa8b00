"""Earlier signed rounds of a hub, from their snapshots alone."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity import queries_models
from engage.maturity.domain import signed
from engage.maturity.models import Assessment, ModelVersion
from engage.maturity.models_after import Snapshot
from engage.maturity.seeing.profile import Past

MOST = 10
"""Rounds that are looked back at: five years of a full one and a core one each year."""


def past(session: Session, assessment: Assessment) -> Sequence[Past]:
    """Signed before it with any version of the same model, the oldest first; one statement where no major differs."""
    asked = (
        select(Snapshot.assessment_id, Snapshot.content, Snapshot.signed_on, Snapshot.model_id)
        .join(Assessment, Assessment.id == Snapshot.assessment_id)
        .join(ModelVersion, ModelVersion.id == Snapshot.model_id)
        .where(
            Snapshot.hub_id == assessment.hub_id,
            Assessment.number < assessment.number,
            ModelVersion.key == assessment.model.key,
        )
        .order_by(Assessment.number.desc())
        .limit(MOST)
    )
    rows = session.execute(asked).all()
    return [_past(session, assessment, *each) for each in reversed(rows)]


def _past(session: Session, assessment: Assessment, number: int, content: str, day: date, model_id: int) -> Past:
    result = signed.read(content)
    crosswalk = None
    if result.model_major != assessment.model.major:
        before = session.get_one(ModelVersion, model_id)
        crosswalk = queries_models.pairs_between(session, before, assessment.model)
    return Past(number, result, day, crosswalk)
