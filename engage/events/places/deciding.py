"""What an organiser or a draw decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events import queries_places as queries
from engage.events.domain.kinds import Mode, RegistrationStatus
from engage.events.domain.places import DoesNotFit, NotPossibleNow
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.places import ending
from engage.events.places.ground import Ground, held, held_for
from engage.events.places.promoting import move_up

_UNDECIDED = (RegistrationStatus.APPLIED, RegistrationStatus.WAITING)


def approve(session: Session, registration: Registration, *, now: datetime) -> None:
    """Yes: the party has its places where it fits, and waits where it does not.

    :raises DoesNotFit: it waits already, and there is no place for it
    :raises NotPossibleNow: there is nothing to decide, a draw decides, or the event has begun
    """
    ground = held_for(session, registration)
    applied = registration.status is RegistrationStatus.APPLIED
    if registration.status not in _UNDECIDED or ground.has_begun(now):
        raise NotPossibleNow
    if applied and ground.rules.mode is Mode.DRAW and not queries.was_drawn(session, registration.event_id):
        raise NotPossibleNow
    limits = ground.rules.limits
    party = limits.taken(queries.cells(session, registration))
    if applied and ground.waiting and ground.fits(party, now):
        move_up(session, ground, now=now)
    stops = limits.stops(ground.taken, ground.taken + party, now)
    if stops and not applied:
        raise DoesNotFit(*stops)
    _decide(session, ground, registration, RegistrationStatus.WAITING if stops else RegistrationStatus.CONFIRMED, now)
    if not stops:
        ground.taken += party
        move_up(session, ground, now=now)


def _decide(
    session: Session, ground: Ground, registration: Registration, status: RegistrationStatus, now: datetime
) -> None:
    """Who has not confirmed the address yet is told when they do."""
    registration.status = status
    session.flush()
    if registration.confirm_by is None:
        told = Told.CONFIRMED if status is RegistrationStatus.CONFIRMED else Told.WAITING
        tell(session, told, ground.event, registration, now=now)


def refuse(session: Session, registration: Registration, reason: str, *, now: datetime) -> None:
    """No, with words for the person.

    :raises NotPossibleNow: there is nothing to decide
    """
    ground = held_for(session, registration)
    if registration.status not in _UNDECIDED:
        raise NotPossibleNow
    registration.reason = reason
    ending.end(session, ground, registration, RegistrationStatus.REFUSED, Told.REFUSED, now=now)


def draw_order(
    session: Session, event: Event, order: Sequence[int], strata: Mapping[int, str], *, now: datetime
) -> int:
    """Give the places in the order drawn, to parties that fit; the rest wait in that order, and who took part without
    being in the order waits behind it. How many registrations got places.

    :param order: ids of registrations that applied, as they were drawn
    :param strata: the group in which each was drawn; who does not come is followed by the next of the same
    :raises NotPossibleNow: the event is no draw, was drawn already, or has begun
    """
    ground = held(session, event)
    if ground.rules.mode is not Mode.DRAW or ground.has_begun(now) or queries.was_drawn(session, event.id):
        raise NotPossibleNow
    rows = session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.APPLIED)
        .order_by(Registration.number),
        execution_options={"populate_existing": True},
    )
    applied = {row.id: row for row in rows}
    for rank, id_ in enumerate(order, 1):
        if id_ in applied:
            applied[id_].rank, applied[id_].stratum = rank, strata.get(id_, "")
    in_turn = sorted(applied.values(), key=lambda row: (row.rank is None, row.rank or row.number))
    for row in in_turn:
        _draw(session, ground, row, now)
    session.flush()
    move_up(session, ground, now=now)
    return sum(row.drawn for row in in_turn)


def _draw(session: Session, ground: Ground, row: Registration, now: datetime) -> None:
    party = ground.rules.limits.taken(queries.cells(session, row))
    row.drawn = row.rank is not None and ground.fits(party, now)
    if row.drawn:
        ground.taken += party
        row.status = RegistrationStatus.CONFIRMED
    else:
        row.status = RegistrationStatus.WAITING
        ground.waiting += len(row.attendees)
    if row.confirm_by is None:
        told = Told.NOT_DRAWN if row.rank is not None else Told.WAITING
        tell(session, Told.CONFIRMED if row.drawn else told, ground.event, row, now=now)
