"""Who wants to hear what came of an event: told once, and with that deleted from the list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, exists, func, select
from sqlalchemy.orm import Session

from engage.activities import told
from engage.activities.domain.shown import local_day
from engage.events.domain.telling import Told
from engage.events.models import Event
from engage.events.models_people import FollowUp, Registration
from engage.mail import outbox


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who wanted to hear what came of an event, when they are on the list no more."""

    event_id: int
    email: str
    language: str


def _confirmed() -> ColumnElement[bool]:
    """Not who never confirmed the address: somebody else may have written it."""
    theirs = exists().where(Registration.event_id == FollowUp.event_id, Registration.email == FollowUp.email)
    unconfirmed = theirs.where(Registration.confirm_by.is_not(None)) & ~theirs.where(Registration.confirm_by.is_(None))
    return ~unconfirmed


def asked_by(session: Session, registration: Registration) -> FollowUp | None:
    """What is kept of somebody with this registration who wants to hear, and was not told yet."""
    theirs = (FollowUp.event_id == registration.event_id, FollowUp.email == registration.email)
    return session.scalar(select(FollowUp).where(*theirs))


def number(session: Session, event_id: int) -> int:
    """How many there are to tell."""
    counted = select(func.count()).select_from(FollowUp).where(FollowUp.event_id == event_id, _confirmed())
    return session.scalar(counted) or 0


def kept_until(session: Session, event_id: int) -> date | None:
    """The last day on which they can be told: then their addresses are deleted. None where nobody waits."""
    return session.scalar(select(func.min(FollowUp.keep_until)).where(FollowUp.event_id == event_id, _confirmed()))


def addresses(activity_ids: Collection[int]) -> Select[str]:
    """Of those who want to hear of events; for each event once."""
    return select(FollowUp.email).where(_of(activity_ids), _confirmed())


def _of(activity_ids: Collection[int]) -> ColumnElement[bool]:
    return FollowUp.event_id.in_(select(Event.id).where(Event.activity_id.in_(activity_ids)))


def take(session: Session, activity_ids: Collection[int]) -> Sequence[Asked]:
    """Delete who wants to hear of events, and hand them over: they are to be told in this transaction. Two who do it
    at once do not get the same people."""
    session.flush()
    gone = (
        delete(FollowUp)
        .where(_of(activity_ids), _confirmed())
        .returning(FollowUp.event_id, FollowUp.email, FollowUp.language)
    )
    rows = session.execute(gone.execution_options(synchronize_session=False)).all()
    session.expire_all()
    return [Asked(*row) for row in rows]


def tell_all(session: Session, event: Event, *, published_on: date, now: datetime) -> int:
    """One mail to each, and then they are on the list no more; how many.

    :param published_on: the day on which the report was first published
    """
    about: dict[str, str | int] = {"event_id": event.id}
    hub_id, activity_id, zone = event.activity.hub_id, event.activity_id, event.time_zone
    told_now = outbox.put_all(
        session,
        f"events.{Told.FOLLOW_UP}",
        ((each.email, each.language, about) for each in take(session, [activity_id])),
        hub_id=hub_id,
        activity_id=activity_id,
        now=now,
    )
    told.note(session, activity_id, published_on=published_on, told_on=local_day(now, zone), people=told_now)
    return told_now
