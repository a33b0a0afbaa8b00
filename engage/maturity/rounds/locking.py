"""One at a time: who changes a panel or opens rating holds the assessment until the transaction ends."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity.models import Assessment


def hold(session: Session, assessment: Assessment) -> None:
    """Lock an assessment, and read it as it stands."""
    session.flush()
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(assessment)
