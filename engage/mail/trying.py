"""A test mail: the words of a kind as a recipient would read them, sent to who writes them."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.mail import outbox
from engage.mail.kinds import MailKind
from engage.mail.models import OutboxMail

NAME = "mail.test"
KIND = MailKind(
    name=NAME,
    topic=None,
    subject=lambda _: _("Test: {subject}"),
    body=lambda _: "",
    hubs_change_it=False,
)
"""Rendered as the kind that it tries (`engage.mail.post`)."""


def put(
    session: Session, kind: MailKind, hub_id: int, language: str, *, real: bool, to: str, now: datetime
) -> OutboxMail:
    """:param language: whose words are tried, approved or not"""
    values: dict[str, str | int] = {"kind": kind.name, "real": int(real)}
    return outbox.put(session, NAME, to, language=language, values=values, hub_id=hub_id, now=now)
