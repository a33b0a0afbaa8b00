"""Feedback on an event: a survey that is made and linked by itself once the event is over.

Events and surveys are strangers: a room above fills the port (`made_by`). The mail leads to the plain address of the
survey, the same for everybody, so that nobody is linked to an answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.events import queries
from engage.events.domain import pooling
from engage.events.domain.attendance import local_day
from engage.events.domain.kinds import RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Attendance, Attendee, Registration

_KEY = "engage-event-feedback"
LATEST = timedelta(days=14)
"""So long after its end an event gets its feedback; one that is older was imported, or has been without a worker."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A survey of feedback that shall be there."""

    slug: str
    hub: str
    """Its slug."""
    titles: Mapping[str, str]
    """Of the event, by language; empty for one that several events share."""
    period: str
    """Of a shared one: "2026, 7–12"."""
    opens_at: datetime
    closes_at: datetime
    shown_from: int
    """Answers from which results are shown."""


Maker = Callable[[Session, Wanted, datetime], bool]
"""(session, wanted, now): has the survey made where it is not there yet; False where nobody can."""


class _App(Protocol):
    extensions: dict[str, Any]


def made_by(app: _App, maker: Maker) -> None:
    """Fill the port."""
    app.extensions[_KEY] = maker


def job(app: _App) -> Callable[[Session, datetime], int]:
    """The regular work of an application: make and link what is due, and tell who came. To how many events."""

    def run(session: Session, now: datetime) -> int:
        maker: Maker | None = app.extensions.get(_KEY)
        return sum(_ask(session, event, maker, now) for event in _due(session, now)) if maker else 0

    return run


def _due(session: Session, now: datetime) -> Sequence[Event]:
    statement = (
        select(Event)
        .join(Activity, Activity.id == Event.activity_id)
        .where(
            Event.feedback == "",
            Event.template.is_(False),
            Event.ends_at <= now,
            Event.ends_at > now - LATEST,
            Activity.state == ActivityState.ANNOUNCED,
        )
        .order_by(Event.id)
    )
    return session.scalars(statement).unique().all()


def _ask(session: Session, event: Event, maker: Maker, now: datetime) -> bool:
    there = _there(session, event)
    wanted = wanted_for(session, event, there)
    if not there or not maker(session, wanted, now):
        return False
    event.feedback = wanted.slug
    event.revision += 1
    session.flush()
    asked = select(Registration).where(Registration.id.in_({registration for registration, _ in there}))
    for registration in session.scalars(asked.order_by(Registration.number)):
        tell(session, Told.FEEDBACK, event, registration, now=now)
    return True


def wanted_for(session: Session, event: Event, there: Sequence[tuple[int, int]]) -> Wanted:
    """A survey of its own for a big event; else the one that its hub's small events share."""
    ended = local_day(event.ends_at, event.time_zone)
    hub = event.activity.hub
    if pooling.has_own(len(there)):
        title = queries.texts(session, event)["title"]
        return Wanted(
            slug=pooling.slug_of_event(event.slug),
            hub=hub.slug,
            titles={tag: each.text for tag, each in title},
            period="",
            opens_at=event.ends_at,
            closes_at=event.ends_at + timedelta(days=pooling.OPEN_DAYS),
            shown_from=pooling.OWN_SHOWN_FROM,
        )
    year, which = pooling.half(ended)
    last = pooling.last_day(year, which) + timedelta(days=pooling.OPEN_DAYS)
    return Wanted(
        slug=pooling.slug_of_pool(hub.slug, ended),
        hub=hub.slug,
        titles={},
        period=f"{year}, {'1–6' if which == 1 else '7–12'}",
        opens_at=event.ends_at,
        closes_at=_end_of(last),
        shown_from=pooling.SHOWN_FROM,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _there(session: Session, event: Event) -> list[tuple[int, int]]:
    """Who came, as registration and person; everybody with a place where nobody was checked in at all."""
    attended = (
        select(Attendee.registration_id, Attendee.id)
        .join(Attendance, Attendance.attendee_id == Attendee.id)
        .where(Attendance.event_id == event.id, Attendance.undone_at.is_(None))
        .distinct()
    )
    found = session.execute(attended).all()
    if not found and not session.scalar(select(func.count()).where(Attendance.event_id == event.id)):
        expected = (
            select(Attendee.registration_id, Attendee.id)
            .join(Registration, Registration.id == Attendee.registration_id)
            .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.CONFIRMED)
        )
        found = session.execute(expected).all()
    return [(registration, person) for registration, person in found]
