"""Reminding people of what they registered for, and never twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.events.domain.kinds import RegistrationStatus
from engage.events.domain.reminders import due, moment_of, to_send
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Registration

LONGEST_BEFORE = timedelta(days=91)
"""No event reminds earlier."""


def remind(session: Session, now: datetime) -> int:
    """Write to everybody with a place who is to be reminded now; how many mails.

    Who registered after a reminder's morning was told all of it then, and gets the next one.
    """
    count = 0
    for event in _coming(session, now):
        days = due(event.reminder_days, event.starts_at, event.time_zone, now)
        if not days:
            continue
        latest = moment_of(min(days), event.starts_at, event.time_zone)
        for registration in _with_places(session, event):
            if not to_send(days, registration.reminded):
                continue
            registration.reminded = sorted({*registration.reminded, *days})
            if registration.created_at < latest:
                tell(session, Told.REMINDER, event, registration, now=now)
                count += 1
    session.flush()
    return count


def _coming(session: Session, now: datetime) -> Iterator[Event]:
    statement = select(Event).join(Activity, Activity.id == Event.activity_id)
    statement = statement.where(
        Event.starts_at > now, Event.starts_at < now + LONGEST_BEFORE, Activity.state == ActivityState.ANNOUNCED
    )
    return (event for event in session.scalars(statement).all() if event.reminder_days)


def _with_places(session: Session, event: Event) -> Iterator[Registration]:
    statement = select(Registration).where(
        Registration.event_id == event.id,
        Registration.status == RegistrationStatus.CONFIRMED,
        Registration.email != "",
        Registration.confirm_by.is_(None),
    )
    return iter(session.scalars(statement).all())
