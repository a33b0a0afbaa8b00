"""Links in mails that act once: by POST, until they end. Nothing that opens them is kept.

A link is the id of a row and an authentication code over purpose, id and addresses, made with a key derived from the
instance's. It is written out when the mail is sent, so neither the outbox nor a backup of it opens anything.
"""

import base64
import binascii
import hmac
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from engage.accounts.models import AccountLink, LinkPurpose, Person
from engage.core.refusal import Refusal

LIFETIME = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.SIGN_IN: timedelta(minutes=15),
    LinkPurpose.NEW_PASSWORD: timedelta(hours=1),
    LinkPurpose.NEW_ADDRESS: timedelta(days=1),
}
_ID = 8
_CODE = 16


class LinkDead(Refusal):
    """Not one of ours, used, replaced, too old, or of an account that is closed."""

    code = "link_dead"


def make(
    session: Session, person: Person | int, purpose: LinkPurpose, *, address: str = "", now: datetime
) -> AccountLink:
    """A new link.

    An invitation or a confirmation of an address takes the place of the one before. Others stand beside it:
    whoever asks for a link in somebody's name must not end the one that they just got.

    :param address: the new one, of a link that confirms it
    """
    person_id = person if isinstance(person, int) else person.id
    if purpose in (LinkPurpose.INVITATION, LinkPurpose.NEW_ADDRESS):
        _end(session, AccountLink.person_id == person_id, AccountLink.purpose == purpose, now=now)
    link = AccountLink(
        person_id=person_id, purpose=purpose, address=address, made_at=now, ends_at=now + LIFETIME[purpose]
    )
    session.add(link)
    session.flush()
    return link


def token(link: AccountLink, person: Person, *, key: str) -> str:
    """What stands in the address: id and code, 32 characters.

    :param key: the instance's secret key
    """
    number = link.id.to_bytes(_ID, "big")
    return base64.urlsafe_b64encode(number + _code(link, person.email, key)).decode()


def _code(link: AccountLink, address: str, key: str) -> bytes:
    own = hmac.digest(key.encode(), f"engage account link {link.purpose}".encode(), "sha256")
    about = f"{link.id}\n{link.person_id}\n{address}\n{link.address}"
    return hmac.digest(own, about.encode(), "sha256")[:_CODE]


def token_of(session: Session, number: int, *, key: str) -> str:
    """The same by a link's id; empty when the link is gone."""
    link = session.get(AccountLink, number)
    person = session.get(Person, link.person_id) if link is not None else None
    return token(link, person, key=key) if link is not None and person is not None else ""


def is_open(session: Session, number: int, *, now: datetime) -> bool:
    """Whether a link still does something: mails about one that does not are not sent."""
    link = session.get(AccountLink, number)
    return link is not None and link.used_at is None and link.ends_at > now


def find(session: Session, value: str, purpose: LinkPurpose, *, key: str, now: datetime) -> tuple[AccountLink, Person]:
    """What a token opens. Changes nothing.

    :raises LinkDead: when it opens nothing
    """
    try:
        data = base64.urlsafe_b64decode(value)
    except (binascii.Error, ValueError) as error:
        raise LinkDead from error
    if len(data) != _ID + _CODE or data[0] >= 0x80:
        raise LinkDead
    link = session.get(AccountLink, int.from_bytes(data[:_ID], "big"))
    person = session.get(Person, link.person_id) if link is not None else None
    if link is None or person is None or not hmac.compare_digest(data[_ID:], _code(link, person.email, key)):
        raise LinkDead
    if link.purpose is not purpose or link.used_at is not None or link.ends_at <= now or not person.active:
        raise LinkDead
    return link, person


def use(session: Session, link: AccountLink, *, now: datetime) -> None:
    """Use a link up, and with it the others of its purpose.

    :raises LinkDead: when somebody was faster
    """
    mine = (AccountLink.id == link.id, AccountLink.used_at.is_(None))
    used = session.execute(update(AccountLink).where(*mine).values(used_at=now).returning(AccountLink.id)).all()
    if not used:
        raise LinkDead
    _end(session, AccountLink.person_id == link.person_id, AccountLink.purpose == link.purpose, now=now)


def end_all(session: Session, person_id: int, *, now: datetime) -> None:
    """End all that could open an account: its password or its address changed."""
    _end(session, AccountLink.person_id == person_id, now=now)


def _end(session: Session, *which: ColumnElement[bool], now: datetime) -> None:
    session.execute(update(AccountLink).where(*which, AccountLink.used_at.is_(None)).values(used_at=now))
