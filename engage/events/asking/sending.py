"""Storing what a form wants: once for each form, once for each mail address, and with an eye on doubles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.accounts import limits
from engage.core.refusal import Refusal
from engage.db import alone
from engage.db.engine import begin_writing
from engage.db.straight import Call, Straight
from engage.events import places
from engage.events.domain.doubles import same_name
from engage.events.domain.kinds import LIVE, RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.domain.wanted import Wanted
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Attendee, Registration

MAILS_TO_ADDRESS = limits.Limit("event form, mail address", 6, 60 * limits.MINUTE)


def from_place(most: int) -> limits.Limit:
    """Forms from one connection in an hour."""
    return limits.Limit("event form, address", most, 60 * limits.MINUTE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form, as far as it is told to who sent it. The same whether they were registered already."""

    status: RegistrationStatus
    confirm_by: datetime | None
    registration_id: int | None = None
    """None where the address was registered already: who sent the form may be somebody else."""


def send(
    session: Session,
    event: Event,
    wanted: Wanted,
    counts: Sequence[limits.Count] = (),
    *,
    key: str,
    now: datetime,
    stands: tuple[Any, ...] | None = None,
) -> Outcome:
    """Register, unless this very form did already or its address has; the caller commits.

    :param counts: what is counted, by connection and mail address
    :param key: the instance's secret key
    :param stands: how the event stood when the form was read (`queries_public.as_it_stands`); None: however
    :raises TooManyAttempts: nothing was written, and nothing counted
    :raises Refusal: of `places.taken_down`
    """
    tries = limits.Tries.of(*counts, key=key, now=now)
    if tries.were_full:
        limits.require(session, *counts, key=key, now=now)
    double = _looks_like(session, event, wanted)
    if double is not None:
        wanted = replace(wanted, double_of_id=double)
    begin_writing(session)
    asking = [_same_address(event, wanted)] if wanted.email else []
    writing = [tries.counting] if counts else []
    try:
        made = places.taken_down(session, event, wanted, now=now, stands=stands, asking=asking, writing=writing)
    except (IntegrityError, Refusal):
        session.rollback()
        before = session.get(Registration, wanted.registration_id) if wanted.registration_id else None
        if before is None:
            raise
        return Outcome(before.status, before.confirm_by, before.id)
    outcome = Outcome(made.columns["status"], made.columns["confirm_by"], made.columns["id"])
    numbers = tries.numbers(made.written) if counts else []
    try:
        tries.refuse_beyond(numbers)
    except limits.TooManyAttempts:
        session.rollback()
        raise
    others = made.asked[0] if asking else []
    if others:
        outcome = _told_again(session, others[0][0], outcome, now=now)
        limits.count(session, *counts, key=key, now=now)
    return outcome


def send_alone(
    engine: Engine,
    event: Event,
    wanted: Wanted,
    counts: Sequence[limits.Count],
    *,
    key: str,
    now: datetime,
    stands: tuple[Any, ...],
) -> Outcome | None:
    """The same, committed, without a session, as most forms can be stored; None: nothing was, `send` it.

    :raises Refusal: nothing was stored; `send` says why
    """
    tries = limits.Tries.of(*counts, key=key, now=now)
    if tries.were_full or not wanted.email or any(person.born_on for person in wanted.party):
        return None
    try:
        with alone.transaction(engine) as connection:
            made = places.taken_down_alone(
                connection,
                event,
                wanted,
                now=now,
                stands=stands,
                asking=[_same_address(event, wanted)],
                writing=[tries.counting] if counts else [],
            )
            if made.asked[0]:
                raise places.SessionNeeded
            if counts:
                tries.refuse_beyond(tries.numbers(made.written))
    except (places.SessionNeeded, IntegrityError):
        return None
    return Outcome(made.columns["status"], made.columns["confirm_by"], made.columns["id"])


# The sums that add nothing: by the plain columns the database would go through all registrations of the event.
_SAME_ADDRESS = Straight(
    select(Registration.id)
    .where(
        Registration.email == bindparam("email"),
        Registration.event_id + 0 == bindparam("event"),
        or_(*(Registration.status == status for status in LIVE)),
        Registration.id != bindparam("made"),
    )
    .order_by(Registration.number + 0)
    .limit(1)
)


def _same_address(event: Event, wanted: Wanted) -> Call:
    """Another registration of the same address. Asked while the places are held: none can come in between."""
    return _SAME_ADDRESS.call(email=wanted.email, event=event.id, made=wanted.registration_id or 0)


def _told_again(session: Session, other: int, outcome: Outcome, *, now: datetime) -> Outcome:
    """Nothing is registered twice: the link goes to the address once more, and the page says what it says to all."""
    session.rollback()
    registration = session.get_one(Registration, other)
    event = session.get_one(Event, registration.event_id)
    tell(session, Told.LINK_AGAIN, event, registration, now=now)
    return replace(outcome, registration_id=None)


def _looks_like(session: Session, event: Event, wanted: Wanted) -> int | None:
    """A registration under which somebody has the same name and date of birth."""
    born = {person.born_on for person in wanted.party if person.born_on}
    if not born:
        return None
    rows = session.execute(
        select(Attendee.name, Attendee.born_on, Registration.id, Registration.email)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(Registration.event_id == event.id, Registration.status.in_(LIVE), Attendee.born_on.in_(born))
        .order_by(Registration.number)
    )
    for name, born_on, found, email in rows:
        if wanted.registration_id == found or (email and email == wanted.email):
            continue
        if any(person.born_on == born_on and same_name(person.name, name) for person in wanted.party):
            return int(found)
    return None
