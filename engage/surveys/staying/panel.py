"""People who agreed that a hub may ask them again: apart from all answers, and for the team a number by language."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, false, func, select, true
from sqlalchemy.orm import Session

from engage.mail import outbox
from engage.mail.outbox import safe_address
from engage.surveys.models import Survey
from engage.surveys.models_reach import PanelMember
from engage.surveys.staying.mails import CONFIRM_PANEL
from engage.surveys.staying.news import CONFIRM_DAYS, day_of


def join(session: Session, survey: Survey, email: str, language: str, *, now: datetime) -> None:
    """Note the address with the hub and ask by mail whether it is theirs.

    :raises UnsafeAddress: when it is no single address
    """
    address, hub_id = safe_address(email.strip().lower()), survey.activity.hub_id
    there = select(PanelMember.id).where(PanelMember.hub_id == hub_id, PanelMember.email == address)
    if session.scalar(there) is not None:
        return
    member = PanelMember(hub_id=hub_id, email=address, language=language, agreed_on=now.date())
    session.add(member)
    session.flush()
    outbox.put(
        session,
        CONFIRM_PANEL,
        address,
        language=language,
        values={"member_id": str(member.id)},
        hub_id=hub_id,
        now=day_of(now),
    )


def confirm(member: PanelMember) -> None:
    member.confirmed = True


def size(session: Session, hub_id: int) -> dict[str, int]:
    """How many people there are, by language; never who."""
    here = (PanelMember.hub_id == hub_id, PanelMember.confirmed == true())
    counted = select(PanelMember.language, func.count()).where(*here).group_by(PanelMember.language)
    return {row[0]: row[1] for row in session.execute(counted.order_by(PanelMember.language))}


def delete_due(session: Session, today: date) -> int:
    """Who never confirmed."""
    over = (PanelMember.confirmed == false(), PanelMember.agreed_on < today - timedelta(days=CONFIRM_DAYS))
    gone = delete(PanelMember).where(*over).returning(PanelMember.id)
    return len(session.scalars(gone.execution_options(synchronize_session=False)).all())
