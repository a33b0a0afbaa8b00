"""The code that opens the form where only invited people may register."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts import limits
from engage.db.engine import begin_writing
from engage.events.models_people import Invitation

WRONG_CODES = limits.Limit("event form, wrong codes", 30, 15 * limits.MINUTE)


def find(session: Session, event_id: int, code: str) -> Invitation | None:
    """The invitation behind a code as it was typed: spaces and case make no difference, nor hyphens that it lacks."""
    plain = "".join(code.split()).upper()
    if not plain:
        return None
    spellings = {plain, plain.replace("-", "")}
    wanted = select(Invitation).where(Invitation.event_id == event_id, func.upper(Invitation.code).in_(spellings))
    return session.scalars(wanted).first()


def count(session: Session, place: str, *, key: str, now: datetime) -> None:
    """A code is tried from a connection. The caller keeps the count of a wrong one (commits), and forgets that of a
    right one (rolls back): codes for many are short enough to be guessed.

    :param place: `limits.place` of the connection
    :raises TooManyAttempts: too many were wrong
    """
    begin_writing(session)
    limits.note(session, (WRONG_CODES, place), key=key, now=now)


def opens(invitation: Invitation | None, email: str) -> bool:
    """Whether it lets in whoever registers with this address: one for a person is bound to theirs.

    Whether it is used up is decided with the places, under their lock.
    """
    if invitation is None or invitation.revoked_at is not None:
        return False
    return not invitation.email or invitation.email.casefold() == email
