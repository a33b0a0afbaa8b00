"""What time does to registrations: deadlines pass, minimums are released, people are asked whether they still come."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.events.domain.kinds import LIVE, RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import FollowUp, Registration
from engage.events.places import ending
from engage.events.places.ground import Ground, held
from engage.events.places.promoting import move_up

_R = Registration
_UNCONFIRMED = (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING, RegistrationStatus.APPLIED)


def _address_over(now: datetime) -> ColumnElement[bool]:
    return and_(_R.status.in_(_UNCONFIRMED), _R.confirm_by <= now, Event.starts_at > now)


def _offer_over(now: datetime) -> ColumnElement[bool]:
    """Also once the event has begun: what was not answered holds no place there."""
    return and_(_R.status == RegistrationStatus.OFFERED, _R.answer_by <= now)


def _to_ask(now: datetime) -> ColumnElement[bool]:
    """Who has a place, an address to be asked at, and has said nothing yet."""
    return and_(
        _R.status == RegistrationStatus.CONFIRMED,
        _R.confirm_by.is_(None),
        _R.reconfirm_asked_at.is_(None),
        _R.still_coming_at.is_(None),
        _R.email != "",
        Event.reconfirm_from <= now,
        or_(Event.reconfirm_by.is_(None), Event.reconfirm_by > now),
        Event.starts_at > now,
    )


def _silent(now: datetime) -> ColumnElement[bool]:
    """Asked, and no answer by the deadline."""
    return and_(
        _R.status == RegistrationStatus.CONFIRMED,
        _R.reconfirm_asked_at.is_not(None),
        _R.still_coming_at.is_(None),
        Event.reconfirm_by <= now,
        Event.starts_at > now,
    )


def _waits(now: datetime) -> ColumnElement[bool]:
    """A minimum may have been released since, or a place have come free in a way that nobody saw."""
    return and_(_R.status == RegistrationStatus.WAITING, Event.starts_at > now)


def due(session: Session, now: datetime) -> list[int]:
    """The events on which time has something to do. A reader's look: `expire_event` decides."""
    found = (
        select(_R.event_id)
        .join(Event, Event.id == _R.event_id)
        .join(Activity, Activity.id == Event.activity_id)
        .where(
            Activity.state == ActivityState.ANNOUNCED,
            _R.status.in_(LIVE),
            or_(*(due_when(now) for due_when in (_address_over, _offer_over, _to_ask, _silent, _waits))),
        )
        .distinct()
        .order_by(_R.event_id)
    )
    return list(session.scalars(found))


def expire(session: Session, now: datetime) -> int:
    """All events that are due, in the order of their ids so that two of these never wait for each other."""
    return sum(expire_event(session, event_id, now=now) for event_id in due(session, now))


def expire_event(session: Session, event_id: int, *, now: datetime) -> int:
    """End what is past its deadline, ask who is to be asked, and move the waiting list on. How many registrations
    ended, were asked or moved up."""
    event = session.get_one(Event, event_id)
    ground = held(session, event)
    if ground.rules.window.cancelled or not ground.rules.window.announced:
        return 0
    told_offer = None if ground.has_begun(now) else Told.OFFER_EXPIRED
    count = _end(session, ground, _offer_over(now), told_offer, now)
    count += _end(session, ground, _address_over(now), Told.ADDRESS_EXPIRED, now)
    count += _end(session, ground, _silent(now), Told.RECONFIRM_EXPIRED, now)
    for registration in _found(session, event_id, _to_ask(now)):
        registration.reconfirm_asked_at = now
        tell(session, Told.RECONFIRM, event, registration, now=now)
        count += 1
    return count + move_up(session, ground, now=now)


def _found(session: Session, event_id: int, when: ColumnElement[bool]) -> list[Registration]:
    rows = select(_R).join(Event, Event.id == _R.event_id).where(_R.event_id == event_id, when).order_by(_R.number)
    return list(session.scalars(rows, execution_options={"populate_existing": True}))


def _end(session: Session, ground: Ground, when: ColumnElement[bool], told: Told | None, now: datetime) -> int:
    rows = _found(session, ground.event.id, when)
    for registration in rows:
        ending.end(session, ground, registration, RegistrationStatus.EXPIRED, told, now=now, moving=False)
        if told is Told.ADDRESS_EXPIRED:
            _forget_follow_up(session, registration)
    session.flush()
    return len(rows)


def _forget_follow_up(session: Session, registration: Registration) -> None:
    """Nobody said that the address is theirs: nothing is sent there later."""
    others = select(_R.id).where(
        _R.event_id == registration.event_id, _R.email == registration.email, _R.status.in_(LIVE)
    )
    session.flush()
    if session.scalar(others.limit(1)) is None:
        session.execute(
            delete(FollowUp).where(FollowUp.event_id == registration.event_id, FollowUp.email == registration.email)
        )
