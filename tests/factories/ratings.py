"""What members of a panel say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating


def make_member(
    session: Session,
    assessment: Assessment,
    ratings: Mapping[str, int | None] | None = None,
    *,
    reasons: Mapping[str, str] | None = None,
    handed_in: bool = True,
    confidence: str = "",
    **columns: Any,
) -> Member:
    """Somebody on the panel who rates; a level of None says "I cannot judge"."""
    number = (session.scalar(select(func.count(Member.id))) or 0) + 1
    values = {"name": f"Rater {number}", "email": f"rater-{number}@example.org", "language": "en", **columns}
    member = Member(assessment_id=assessment.id, submitted_on=date(2026, 1, 1) if handed_in else None, **values)
    session.add(member)
    session.flush()
    for indicator, level in (ratings or {}).items():
        session.add(
            Rating(
                member_id=member.id,
                indicator=indicator,
                level=level,
                cannot_judge=level is None,
                confidence=confidence,
                reason=(reasons or {}).get(indicator, ""),
            )
        )
    session.flush()
    return member
