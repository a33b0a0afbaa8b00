"""A hub has changed: pages of surveys of which it fields a country are made anew.

Those of a survey's own hub know by its revision, which is a part of theirs (`queries.Fielded`).
"""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.surveys.models import Partner, Survey


def look_different(session: Session, hubs: Collection[int]) -> None:
    """Raise the revision of every survey that one of these hubs fields for a country."""
    fielded = select(Partner.survey_id).where(Partner.hub_id.in_(hubs))
    session.execute(
        update(Survey).where(Survey.id.in_(fielded)).values(revision=Survey.revision + 1),
        execution_options={"synchronize_session": "fetch"},
    )
