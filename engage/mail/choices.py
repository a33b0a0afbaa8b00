"""What people want no more mails about: chosen by a link in a mail, without an account, and kept without the address.

An address is known again by its keyed digest. A link holds that digest, a topic and a hub, and a signature: nothing
is stored for it, and it works as long as the instance keeps its secret key.
"""

import base64
import binascii
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.mail.models import MailChoice

ALL_HUBS = 0
_DIGEST, _HUB, _SIGNATURE = 32, 8, 16


@dataclass(frozen=True, slots=True)
class Link:
    """What a link from a mail says."""

    address: str
    """The digest."""
    topic: str
    hub_id: int
    """Of the mail; `ALL_HUBS` for mails of no hub."""


def _key(settings: Settings, purpose: str) -> bytes:
    return hmac.digest(settings.secret_key.encode(), f"engage mail {purpose}".encode(), "sha256")


def digest(settings: Settings, address: str) -> str:
    """What an address is known by again; upper and lower case are one."""
    return hmac.digest(_key(settings, "address"), address.strip().casefold().encode(), "sha256").hex()


def token(settings: Settings, address: str, topic: str, hub_id: int | None) -> str:
    payload = bytes.fromhex(digest(settings, address)) + (hub_id or ALL_HUBS).to_bytes(_HUB) + topic.encode()
    return base64.urlsafe_b64encode(_signature(settings, payload) + payload).decode().rstrip("=")


def _signature(settings: Settings, payload: bytes) -> bytes:
    return hmac.digest(_key(settings, "choice"), payload, "sha256")[:_SIGNATURE]


def read(settings: Settings, token: str) -> Link | None:
    """What a link says; None when it is not one of ours."""
    if len(token) > 400 or not token.isascii():
        return None
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    signature, payload = data[:_SIGNATURE], data[_SIGNATURE:]
    if len(payload) <= _DIGEST + _HUB or not hmac.compare_digest(signature, _signature(settings, payload)):
        return None
    address, rest = payload[:_DIGEST].hex(), payload[_DIGEST:]
    return Link(address, rest[_HUB:].decode(), int.from_bytes(rest[:_HUB]))


# -- what is kept


def ended(session: Session, address: str) -> frozenset[tuple[str, int]]:
    """(topic, hub) of the mails that somebody, by the digest of their address, wants no more."""
    rows = session.execute(select(MailChoice.topic, MailChoice.hub_id).where(MailChoice.address == address))
    return frozenset((row.topic, row.hub_id) for row in rows)


def wants(session: Session, address: str, topic: str, hub_id: int | None) -> bool:
    hubs = {ALL_HUBS, hub_id or ALL_HUBS}
    found = select(MailChoice.topic).where(
        MailChoice.address == address, MailChoice.topic == topic, MailChoice.hub_id.in_(hubs)
    )
    return session.scalars(found).first() is None


def end(session: Session, address: str, topic: str, hub_id: int | None, *, now: datetime) -> None:
    """No more mails of this topic from this hub (None: from any). Saying it twice is as good as once."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    chosen = dialect.insert(MailChoice).values(address=address, topic=topic, hub_id=hub_id or ALL_HUBS, made_at=now)
    session.execute(chosen.on_conflict_do_nothing())


def choose(
    session: Session,
    address: str,
    asked: Collection[tuple[str, int]],
    unwanted: Collection[tuple[str, int]],
    *,
    now: datetime,
) -> None:
    """Keep what somebody chose on a page that asked about some (topic, hub); the others stay as they were."""
    back = [pair for pair in asked if pair not in unwanted]
    if back:
        these = or_(*((MailChoice.topic == topic) & (MailChoice.hub_id == hub_id) for topic, hub_id in back))
        session.execute(delete(MailChoice).where(MailChoice.address == address, these))
    for topic, hub_id in unwanted:
        if (topic, hub_id) in asked:
            end(session, address, topic, hub_id, now=now)
