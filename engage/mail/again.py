"""Trying again what was given up."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.mail import queries
from engage.mail.models import MailState, OutboxMail

GIVEN_UP = (MailState.FAILED, MailState.BOUNCED)


def one(session: Session, mail_id: int, *, now: datetime) -> bool:
    """Put a mail that failed or came back into the queue; False when it is not one of those (any more)."""
    statement = update(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.state.in_(GIVEN_UP), OutboxMail.to != "")
    done = session.execute(statement.values(_fresh(now)).returning(OutboxMail.id))
    return done.first() is not None


def all_failed(session: Session, hubs: queries.Hubs, *, now: datetime) -> int:
    """All that failed, within a reach; those that came back need a look each."""
    statement = update(OutboxMail).where(OutboxMail.state == MailState.FAILED, OutboxMail.to != "")
    limit = queries.within(hubs)
    if limit is not None:
        statement = statement.where(limit)
    return len(session.execute(statement.values(_fresh(now)).returning(OutboxMail.id)).all())


def _fresh(now: datetime) -> dict[str, object]:
    return {
        "state": MailState.WAITING,
        "due_at": now,
        "attempts": 0,
        "leased_until": None,
        "ended_at": None,
    }
