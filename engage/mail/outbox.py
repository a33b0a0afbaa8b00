"""Putting a mail into the outbox: in the transaction of the change it tells of."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.core.refusal import Refusal
from engage.db import beside
from engage.db.straight import Call, insert_straight, together
from engage.mail.models import MailState, OutboxMail

DOMAIN = "engage.invalid"
"""Right-hand side of Message-IDs: says nothing of the machine, and exists nowhere (RFC 2606)."""

_UNWANTED = frozenset(' ,;:<>()[]"\\')


class UnsafeAddress(Refusal):
    """An address that could smuggle something into a header."""

    code = "unsafe_address"


def safe_address(address: str) -> str:
    """The address itself, when it is one and nothing else.

    :raises UnsafeAddress: when it could end a header, name a second recipient, or show itself turned around
    """
    local, _, domain = address.rpartition("@")
    wanted = address.isprintable() and _UNWANTED.isdisjoint(address)  # no space but " " is printable
    if not wanted or not local or "@" in local or not domain.strip(".") or len(address) > 254:
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
    mail = OutboxMail(**_columns(kind, to, language, values, hub_id, activity_id, due_at, now))
    session.add(mail)
    return mail


def put_all(
    session: Session,
    kind: str,
    each: Iterable[tuple[str, str, Mapping[str, str | int]]],
    *,
    hub_id: int | None,
    activity_id: int | None,
    now: datetime,
) -> int:
    """The same for many people; how many.

    :param each: address, language and values of one mail
    :raises UnsafeAddress: likewise; then none is written
    """
    rows = [_columns(kind, to, language, values, hub_id, activity_id, None, now) for to, language, values in each]
    for row in rows:
        row |= {"id": random_id(), "to_address": row.pop("to"), "params": row.pop("values")}
    if rows:
        session.execute(_ALL, rows)
    return len(rows)


_ALL = insert(cast(Table, OutboxMail.__table__)).values(state=MailState.WAITING, attempts=0, answer="")


_TABLE_NAMES = {"to": "to_address", "values": "params"}
_AT_FIRST: Mapping[str, Any] = {
    "state": MailState.WAITING,
    "attempts": 0,
    "answer": "",
    "leased_until": None,
    "ended_at": None,
}
_INSERT = insert_straight(cast(Table, OutboxMail.__table__), _AT_FIRST)


def write(
    session: Session,
    kind: str,
    to: str,
    *,
    language: str,
    values: Mapping[str, str | int],
    hub_id: int | None,
    activity_id: int | None,
    now: datetime,
) -> None:
    """The same, written down at once by a statement made once: for where others wait until this transaction ends.

    :raises UnsafeAddress: when the address holds anything but one address
    """
    one = call(kind, to, language=language, values=values, hub_id=hub_id, activity_id=activity_id, now=now)
    together(session.connection(), one)


def call(
    kind: str,
    to: str,
    *,
    language: str,
    values: Mapping[str, str | int],
    hub_id: int | None,
    activity_id: int | None,
    now: datetime,
) -> Call:
    """The statement itself, to be sent together with others.

    :raises UnsafeAddress: when the address holds anything but one address
    """
    row = _columns(kind, to, language, values, hub_id, activity_id, None, now)
    named = {_TABLE_NAMES.get(name, name): value for name, value in row.items()}
    return Call(_INSERT, {**named, "id": random_id()})


def _columns(
    kind: str,
    to: str,
    language: str,
    values: Mapping[str, str | int] | None,
    hub_id: int | None,
    activity_id: int | None,
    due_at: datetime | None,
    now: datetime,
) -> dict[str, Any]:
    beside.work_waits()
    return {
        "message_id": f"<{secrets.token_hex(16)}@{DOMAIN}>",
        "kind": kind,
        "to": safe_address(to),
        "language": language,
        "values": dict(values or {}),
        "hub_id": hub_id,
        "activity_id": activity_id,
        "made_at": now,
        "due_at": due_at or now,
    }
