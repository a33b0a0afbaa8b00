"""What mails say of the hub whose they are."""

from collections.abc import Collection, Mapping

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.mail import ports
from engage.mail.ports import Sender


def install(app: Flask) -> None:
    ports.hubs_are(app, sender, names)


def sender(session: Session, hub_id: int, language: str) -> Sender | None:
    """A hub as a sender; its name in the language of the mail where it has one there."""
    hub = session.get(Hub, hub_id)
    if hub is None:
        return None
    name = hub.names.get(language) or hub.name
    return Sender(str(name), tuple(hub.languages), hub.contact_email, hub.website)


def names(session: Session, ids: Collection[int] | None) -> Mapping[int, str]:
    found = select(Hub.id, Hub.name).order_by(Hub.name)
    if ids is not None:
        found = found.where(Hub.id.in_(ids))
    return {row.id: row.name for row in session.execute(found)}
