"""Reads about activities."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.models import Activity, ActivityHub


def owners(session: Session, activity_id: int) -> frozenset[int]:
    """The hubs that own an activity, by id: the one that leads it and those beside it."""
    lead = select(Activity.hub_id).where(Activity.id == activity_id)
    beside = select(ActivityHub.hub_id).where(ActivityHub.activity_id == activity_id)
    return frozenset(session.scalars(lead.union(beside)))
