"""Reads about the outbox, for those who look after it."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from engage.mail.models import MailState, OutboxMail

Hubs = Collection[int] | None
"""Ids of hubs; None for all, and for mails of no hub."""


def within(hubs: Hubs) -> ColumnElement[bool] | None:
    """Which mails somebody with this reach may see; None for no limit."""
    if hubs is None:
        return None
    return OutboxMail.hub_id.in_(hubs) if hubs else false()


def mails(hubs: Hubs, unseen: Collection[str] = ()) -> Select[OutboxMail]:
    """:param unseen: kinds that are listed for nobody"""
    found = select(OutboxMail).where(OutboxMail.kind.not_in(unseen))
    limit = within(hubs)
    return found if limit is None else found.where(limit)


def counts(session: Session, hubs: Hubs, unseen: Collection[str] = ()) -> Mapping[MailState, int]:
    """How many mails are in each state; those of kinds that nobody sees are not counted."""
    found = select(OutboxMail.state, func.count()).where(OutboxMail.kind.not_in(unseen)).group_by(OutboxMail.state)
    limit = within(hubs)
    rows = session.execute(found if limit is None else found.where(limit)).all()
    return {state: count for state, count in rows}  # noqa: C416 -- a Row is no pair to mypy


def hub_of(session: Session, mail_id: int) -> tuple[int | None] | None:
    """The hub of a mail, in a tuple of one; None where there is no such mail."""
    row = session.execute(select(OutboxMail.hub_id).where(OutboxMail.id == mail_id)).first()
    return None if row is None else (row.hub_id,)


def kinds_sent(session: Session, hubs: Hubs, unseen: Collection[str] = ()) -> list[str]:
    found = select(OutboxMail.kind).where(OutboxMail.kind.not_in(unseen)).distinct().order_by(OutboxMail.kind)
    limit = within(hubs)
    return list(session.scalars(found if limit is None else found.where(limit)))
