"""Inviting by mail: a link with which somebody chooses a password, and so begins to use an account."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts import links, mails
from engage.accounts.models import AccountLink, LinkPurpose, Person
from engage.hubs import queries as hubs

NETWORK = "Engage"
"""Who invites when it is no hub."""


def send(session: Session, person: Person, *, by: Person, hub_id: int | None, now: datetime) -> AccountLink:
    """Invite a person; an earlier invitation is worth nothing from now on."""
    link = links.make(session, person, LinkPurpose.INVITATION, now=now)
    name = next((hub.name for hub in hubs.every(session) if hub.id == hub_id), NETWORK)
    mails.invite(session, link, person, by=by.name or by.email, hub=name, hub_id=hub_id, now=now)
    return link
