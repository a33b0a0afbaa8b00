"""Telling a member of a panel something: one mail into the outbox, in their language."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from engage.mail import outbox
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member


class Told(StrEnum):
    """What a member is told: the kind of mail is `maturity.<what>`."""

    INVITED = "invited"
    OPEN = "open"
    REMINDED = "reminded"
    NEW_LINK = "new-link"
    CANCELLED = "cancelled"


_OF_NO_HUB = frozenset({Told.REMINDED})
"""Mails that the hub's list of mails does not show: it would say who has not handed in."""


def tell(
    session: Session,
    what: Told,
    assessment: Assessment,
    member: Member,
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Nothing happens for somebody without a mail address: the team tells them."""
    if not member.email:
        return
    outbox.put(
        session,
        f"maturity.{what}",
        member.email,
        language=member.language,
        values={"assessment_id": assessment.id, "member_id": str(member.id)},
        hub_id=None if what in _OF_NO_HUB else assessment.hub_id,
        due_at=due_at,
        now=now,
    )
