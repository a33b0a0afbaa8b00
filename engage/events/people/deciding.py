"""What organisers do with single registrations beside what `engage.events.places` does: notes, doubles, callers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.events import places
from engage.events.domain.kinds import LIVE
from engage.events.models_people import Registration, RegistrationNote

MOST_NOTE = 2_000


class NoteEmpty(Refusal):
    code = "note_empty"


class DecidedAlready(Refusal):
    code = "decided_already"


class Double(StrEnum):
    SAME = "same"
    OTHER = "other"


def note(
    session: Session, registration: Registration, words: str, *, by: int | None, now: datetime
) -> RegistrationNote:
    """:raises NoteEmpty: nothing is written"""
    if not words.strip():
        raise NoteEmpty
    made = RegistrationNote(registration_id=registration.id, words=words.strip()[:MOST_NOTE], at=now, by_id=by)
    session.add(made)
    session.flush()
    return made


def delete_note(session: Session, registration: Registration, note_id: int, *, by: int | None) -> bool:
    """One's own; whether there was one."""
    found = session.get(RegistrationNote, note_id)
    if found is None or found.registration_id != registration.id or found.by_id != by:
        return False
    session.delete(found)
    return True


def decide_double(
    session: Session,
    later: Registration,
    what: Double,
    *,
    cancel: Registration | None,
    reason: str,
    now: datetime,
) -> None:
    """Two registrations are of the same person (one is cancelled, and its places move on) or of two.

    :param cancel: of the two, the one that ends; None for two people
    :raises DecidedAlready: somebody has looked before
    """
    if later.double_decided:
        raise DecidedAlready
    if what is Double.SAME and cancel is not None and cancel.status in LIVE:
        places.cancel(session, cancel, now=now, by_team=True, reason=reason)
    later.double_decided = what.value
    session.flush()


def undecide(later: Registration) -> None:
    """Two people: taken back. Who was cancelled stays so: the place may be gone."""
    if later.double_decided == Double.OTHER:
        later.double_decided = ""
