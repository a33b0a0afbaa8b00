"""Mails that come back: what a returned message says about one of ours (RFC 3464, RFC 3834).

Which mail it was: by the number in the address it was returned to, else by the Message-ID of the mail inside, both of
which only who got the mail can know. Whether it is for good: by the status, 5.x.x, or where there is none by the words
"failed". A notice of delay changes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from engage.mail import safe
from engage.mail.models import MailState, OutboxMail
from engage.mail.outbox import DOMAIN

LARGEST = 2_000_000
"""Bytes that are looked at."""
_MESSAGE_ID = re.compile(rf"<([0-9a-f]{{32}})@{re.escape(DOMAIN)}>")
_NUMBER = re.compile(r"\+([0-9a-f]{1,16})@")
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned message says."""

    message_id: str
    number: int | None
    """Of the outbox, from the address it was returned to."""
    final: bool
    answer: str


def read(content: bytes, *, returned_to: str = "") -> Returned:
    """Understand a returned message, whatever program wrote it.

    :param returned_to: the address it came to, as the mail server tells it
    """
    message = message_from_bytes(content[:LARGEST], policy=policy.compat32)
    parts = list(message.walk())
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    reports = [block for part in statuses for block in _blocks(part)]
    addresses = [returned_to, *(str(message[name] or "") for name in _RECIPIENT_HEADERS)]
    status = next((found for block in reports if (found := _field(block, "Status"))), "")
    action = next((found for block in reports if (found := _field(block, "Action"))), "").lower()
    said = next((found for block in reports if (found := _field(block, "Diagnostic-Code"))), "")
    return Returned(
        message_id=_message_id(content),
        number=_number(addresses),
        final=_is_final(action, status, has_report=bool(statuses), content=content),
        answer=safe.without_addresses(said.partition(";")[2].strip() or said or status or "returned"),
    )


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _field(block: Message, name: str) -> str:
    return " ".join(str(block[name] or "").split())


def _message_id(content: bytes) -> str:
    """The Message-ID of the mail inside: no other program makes such a one."""
    found = _MESSAGE_ID.search(content[:LARGEST].decode("ascii", "replace"))
    return found[0] if found else ""


def _number(addresses: list[str]) -> int | None:
    for address in addresses:
        found = _NUMBER.search(address)
        if found:
            return int(found[1], 16)
    return None


def _is_final(action: str, status: str, *, has_report: bool, content: bytes) -> bool:
    if action:
        return action == "failed" and not status.startswith("4")
    found = _STATUS.search(status)
    if found:
        return found[1] == "5"
    if has_report:
        return False
    words = content[:20_000].lower()
    return any(word in words for word in (b"undeliver", b"delivery failed", b"delivery has failed", b"returned mail"))


def record(session: Session, returned: Returned, *, now: datetime) -> int | None:
    """Mark the mail that came back; its id, or None when it is not known, not sent, or only delayed."""
    if not returned.final:
        return None
    which: ColumnElement[bool] | None = None
    if returned.message_id:
        which = OutboxMail.message_id == returned.message_id
    elif returned.number is not None and returned.number < 2**63:
        which = OutboxMail.id == returned.number
    if which is None:
        return None
    values = {"state": MailState.BOUNCED, "answer": returned.answer, "ended_at": now}
    statement = update(OutboxMail).where(which, OutboxMail.state == MailState.SENT).values(values)
    found = session.execute(statement.returning(OutboxMail.id)).first()
    return None if found is None else int(found.id)
