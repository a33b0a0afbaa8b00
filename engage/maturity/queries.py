"""Reads that several parts share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_panel import Member
from engage.web.permissions import Permission

THING = "assessment"
"""What duties are given on."""


def by_id(session: Session, id_: int) -> Assessment | None:
    """The assessment with a number."""
    return session.get(Assessment, id_)


def hubs_behind(_session: Session, assessment: Assessment | None, _label: Permission) -> frozenset[int]:
    """The hub that holds a permission for an assessment; nobody for what does not exist."""
    return frozenset({assessment.hub_id}) if assessment is not None else frozenset()


def levels(session: Session, assessment_id: int) -> Mapping[str, AssessedLevel]:
    """What an assessment gives, by indicator."""
    found = session.scalars(select(AssessedLevel).where(AssessedLevel.assessment_id == assessment_id))
    return {each.indicator: each for each in found}


def members(session: Session, assessment_id: int) -> Sequence[Member]:
    """The panel, by name."""
    asked = select(Member).where(Member.assessment_id == assessment_id).order_by(Member.name, Member.id)
    return session.scalars(asked).all()


def assessments_of(session: Session, hub_ids: Sequence[int] | None, **where: Any) -> Sequence[Assessment]:
    """Those of some hubs (None: all), the newest first; `where`: columns and their values."""
    asked = select(Assessment).filter_by(**where).order_by(Assessment.created_at.desc(), Assessment.id.desc())
    if hub_ids is not None:
        asked = asked.where(Assessment.hub_id.in_(hub_ids))
    return session.scalars(asked).all()
