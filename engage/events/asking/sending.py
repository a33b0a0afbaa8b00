"""Storing what a form wants: once for each form, once for each mail address, and with an eye on doubles."""

from collections.abc import Mapping, Sequence
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
from engage.db.straight import Call, Rows, Straight
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
    try:
        made = places.taken_down(session, event, wanted, now=now, proviso=_proviso(event, wanted, tries, stands))
    except _SameAddress as found:
        _tell_again(session, found.registration_id, now=now)
        limits.count(session, *counts, key=key, now=now)
        return found.outcome
    except (IntegrityError, Refusal):
        session.rollback()
        before = session.get(Registration, wanted.registration_id) if wanted.registration_id else None
        if before is None:
            raise
        return Outcome(before.status, before.confirm_by, before.id)
    return Outcome(made.columns["status"], made.columns["confirm_by"], made.columns["id"])


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
            proviso = _proviso(event, wanted, tries, stands)
            made = places.taken_down_alone(connection, event, wanted, now=now, proviso=proviso)
    except (places.SessionNeeded, _SameAddress, IntegrityError):
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


class _SameAddress(Exception):
    def __init__(self, registration_id: int, outcome: Outcome) -> None:
        super().__init__()
        self.registration_id = registration_id
        self.outcome = outcome


def _proviso(event: Event, wanted: Wanted, tries: limits.Tries, stands: tuple[Any, ...] | None) -> places.Proviso:
    """No more than the limits allow, and no second registration of an address.

    Its `judge` raises TooManyAttempts and _SameAddress.
    """
    asking = {"same": _same_address(event, wanted)} if wanted.email else {}
    if tries.each:
        asking["tries"] = tries.counting

    def judge(columns: Mapping[str, Any], answers: Sequence[Rows]) -> None:
        found = dict(zip(asking, answers, strict=True))
        if "tries" in found:
            tries.refuse_beyond(tries.numbers(found["tries"]))
        if found.get("same"):
            raise _SameAddress(found["same"][0][0], Outcome(columns["status"], columns["confirm_by"]))

    return places.Proviso(stands, tuple(asking.values()), judge)


def _same_address(event: Event, wanted: Wanted) -> Call:
    """Another registration of the same address. Asked while the places are held: none can come in between."""
    return _SAME_ADDRESS.call(email=wanted.email, event=event.id, made=wanted.registration_id or 0)


def _tell_again(session: Session, registration_id: int, *, now: datetime) -> None:
    """Nothing is registered twice: the link goes to the address once more, and the page says what it says to all."""
    session.rollback()
    registration = session.get_one(Registration, registration_id)
    event = session.get_one(Event, registration.event_id)
    tell(session, Told.LINK_AGAIN, event, registration, now=now)


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
