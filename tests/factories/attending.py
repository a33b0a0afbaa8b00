"""People at an event that takes place today, and desks that let them in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.events.attending import desk_links
from engage.events.domain.attendance import local_day
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.models import Event, Site
from engage.events.models_people import Attendance, Attendee, DeskLink, Registration
from engage.events.tickets.codes import new_ticket
from tests.factories.events import make_event

Named = str | dict[str, Any]


def event_today(session: Session, **columns: Any) -> Event:
    """One that began half an hour ago, or as `starts_in` says, in a place where it is about noon.

    So that no test depends on the hour at which it runs.
    """
    now = datetime.now(UTC)
    event = make_event(session, now=now, starts_in=timedelta(0), **columns)
    shift = round(12 - now.hour - now.minute / 60)
    zone = f"Etc/GMT{-shift:+d}"  # signs are the other way round there
    event.starts_at, event.ends_at = now - timedelta(minutes=30), now + timedelta(hours=2)
    event.time_zone = zone
    for site in event.sites:
        site.time_zone = zone
    session.flush()
    return event


def today(site: Site) -> date:
    return local_day(datetime.now(UTC), site.time_zone)


def make_party(
    session: Session,
    event: Event,
    *people: Named,
    site: Site | None = None,
    status: RegistrationStatus = RegistrationStatus.CONFIRMED,
    email: str = "",
    language: str = "en",
) -> Registration:
    """A registration as it stands, put there without the service of places."""
    here = site or event.sites[0]
    registration = Registration(
        event_id=event.id,
        number=random_id() % 1_000_000,
        site_id=here.id,
        status=status,
        email=email,
        language=language,
        created_at=datetime.now(UTC),
    )
    for position, each in enumerate(people):
        given = {"name": each} if isinstance(each, str) else each
        values = {"role": AttendeeRole.CITIZEN, "ticket": new_ticket()} | given
        registration.attendees.append(Attendee(event_id=event.id, position=position, **values))
    session.add(registration)
    session.flush()
    return registration


def let_in(session: Session, event: Event, people: Iterable[Attendee], *, site: Site | None = None) -> None:
    """They came, on the day on which the event began."""
    here = site or event.sites[0]
    day = local_day(event.starts_at, here.time_zone)
    session.add_all(
        Attendance(attendee_id=each.id, event_id=event.id, site_id=here.id, day=day, at=event.starts_at)
        for each in people
    )
    session.flush()


def make_desk(session: Session, event: Event, *, name: str = "", day: date | None = None) -> DeskLink:
    site = event.sites[0]
    now = datetime.now(UTC)
    return desk_links.make(session, event, site, day or today(site), name, now=now, by=None)
