"""Links that open the desk of one site on one day, without an account.

A link is the id of its row and an authentication code, made with a key derived from the instance's: what opens a desk
is kept nowhere, and can be shown again to the team as long as the link is not revoked.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events.models import Event, Site
from engage.events.models_people import DeskLink

_ID, _CODE = 8, 16
LENGTH = 32
"""Characters of a token."""
LONGEST_NAME = 60


def make(
    session: Session, event: Event, site: Site, day: date, name: str, *, now: datetime, by: int | None
) -> DeskLink:
    """A new link. Several may stand beside each other, one for each desk."""
    link = DeskLink(
        event_id=event.id, site_id=site.id, day=day, name=name.strip()[:LONGEST_NAME], made_at=now, made_by=by
    )
    session.add(link)
    session.flush()
    return link


def revoke(session: Session, link: DeskLink, *, now: datetime) -> None:
    """End a link. Who was let in by it stays in."""
    if link.revoked_at is None:
        link.revoked_at = now
        session.flush()


def of_event(session: Session, event: Event) -> Sequence[DeskLink]:
    """All that were made, by day, site and age."""
    wanted = select(DeskLink).where(DeskLink.event_id == event.id)
    return session.scalars(wanted.order_by(DeskLink.day, DeskLink.site_id, DeskLink.made_at, DeskLink.id)).all()


def token(link: DeskLink, *, key: str) -> str:
    """What stands in the address.

    :param key: the instance's secret key
    """
    number = link.id.to_bytes(_ID)
    return base64.urlsafe_b64encode(number + _code(link, key)).decode()


def by_token(session: Session, token: str, *, key: str) -> DeskLink | None:
    """The link that a token opens; None for one that is not ours or was revoked. Its day is asked for elsewhere."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        data = base64.urlsafe_b64decode(token)
    except (binascii.Error, ValueError):
        return None
    if len(data) != _ID + _CODE or data[0] >= 0x80:
        return None
    link = session.get(DeskLink, int.from_bytes(data[:_ID]))
    if link is None or link.revoked_at is not None or not hmac.compare_digest(data[_ID:], _code(link, key)):
        return None
    return link


def _code(link: DeskLink, key: str) -> bytes:
    own = hmac.digest(key.encode(), b"engage desk link", "sha256")
    about = f"{link.id}\n{link.event_id}\n{link.site_id}\n{link.day.isoformat()}"
    return hmac.digest(own, about.encode(), "sha256")[:_CODE]
