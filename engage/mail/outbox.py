"""Putting a mail into the outbox: in the transaction of the change it tells of."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.mail.models import OutboxMail

DOMAIN = "engage.invalid"
"""Right-hand side of Message-IDs: says nothing of the machine, and exists nowhere (RFC 2606)."""


class UnsafeAddress(Refusal):
    """An address that could smuggle something into a header."""

    code = "unsafe_address"


def safe_address(address: str) -> str:
    """The address itself, when it is one and nothing else.

    :raises UnsafeAddress: when it could end a header, name a second recipient, or show itself turned around
    """
    local, _, domain = address.rpartition("@")
    unwanted = any(not ch.isprintable() or ch.isspace() or ch in ',;:<>()[]"\\' for ch in address)
    if unwanted or not local or "@" in local or not domain.strip(".") or len(address) > 254:
        raise UnsafeAddress
    return address


def put(
    session: Session,
    kind: str,
    to: str,
    *,
    language: str,
    values: Mapping[str, str | int] | None = None,
    hub_id: int | None = None,
    activity_id: int | None = None,
    due_at: datetime | None = None,
    now: datetime,
) -> OutboxMail:
    """One mail to one person. It is sent by a job, if and when this transaction is committed.

    :param kind: a registered kind of mail
    :param values: for its placeholders: plain strings, and the ids from which its links are made; never a secret
    :raises UnsafeAddress: when the address holds anything but one address
    """
    mail = OutboxMail(
        message_id=f"<{secrets.token_hex(16)}@{DOMAIN}>",
        kind=kind,
        to=safe_address(to),
        language=language,
        values=dict(values or {}),
        hub_id=hub_id,
        activity_id=activity_id,
        made_at=now,
        due_at=due_at or now,
    )
    session.add(mail)
    return mail
