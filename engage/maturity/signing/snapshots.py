"""Snapshots: rounds as they were signed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity.domain import signed
from engage.maturity.models_after import Snapshot


def of(session: Session, assessment_id: int) -> Snapshot | None:
    """The snapshot of a round; None until it is signed."""
    return session.scalar(select(Snapshot).where(Snapshot.assessment_id == assessment_id))


def read(snapshot: Snapshot) -> signed.Signed:
    """What it says."""
    return signed.read(snapshot.content)


def intact(snapshot: Snapshot) -> bool:
    """Whether its text still has the digest that was kept with it."""
    return signed.digest(snapshot.content) == snapshot.digest
