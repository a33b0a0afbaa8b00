"""Certificates of attendance: for whom there are some, and what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events import queries, queries_desk
from engage.events.attending.sheets import Attended, Text
from engage.events.domain import attendance
from engage.events.domain.attendance import Span
from engage.events.models import Event, ProgrammeSession, Site
from engage.events.models_people import Attendance, Attendee, Registration
from engage.hubs.domain.texts import named
from engage.i18n.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody of a registration who came."""

    attendee: Attendee
    days: tuple[date, ...]
    online: bool


def entitled(session: Session, registration: Registration, event: Event, *, now: datetime) -> Sequence[Entitled]:
    """Persons of a registration who came, once the event is over."""
    if now < event.ends_at:
        return ()
    found = queries_desk.days_attended(session, registration.id)
    return [
        Entitled(each, tuple(row.day for row in found[each.id]), _online(found[each.id]))
        for each in registration.attendees
        if each.id in found
    ]


def _online(rows: Sequence[Attendance]) -> bool:
    return all(row.online for row in rows)


def said(session: Session, event: Event, who: Entitled, language: str, *, now: datetime) -> Attended:
    """What a certificate says in a language."""
    texts = queries.texts(session, event)
    site_id = _site_of(session, who)
    site = next((each for each in event.sites if each.id == site_id), event.sites[0])
    hub = named(event.activity.hub.name, event.activity.hub.names, event.activity.hub.languages, language)
    return Attended(
        name=who.attendee.name,
        event=_words(texts, "title", language),
        site=_place(_words(texts, f"site:{site.id}:name", language), site),
        hub=(hub.text, hub.language),
        days=who.days,
        minutes=attendance.minutes_on(who.days, spans(session, event, site, who.days), site.time_zone),
        online=who.online,
        issued_on=attendance.local_day(now, site.time_zone),
    )


def spans(session: Session, event: Event, site: Site, days: Sequence[date]) -> list[Span]:
    """The programme at a site; without one the whole event, where that is one day and no nights."""
    here = select(ProgrammeSession).where(ProgrammeSession.event_id == event.id)
    held = [each for each in session.scalars(here) if each.site_id in (None, site.id)]
    if held:
        return [Span(each.starts_at, each.ends_at) for each in held]
    one_day = len(attendance.days(event.starts_at, event.ends_at, site.time_zone)) == 1
    return [Span(event.starts_at, event.ends_at)] if one_day and days else []


def _site_of(session: Session, who: Entitled) -> int | None:
    """Where they came last."""
    rows = select(Attendance.site_id).where(Attendance.attendee_id == who.attendee.id, Attendance.undone_at.is_(None))
    return session.scalar(rows.order_by(Attendance.day.desc()).limit(1))


def _words(texts: Mapping[str, LocalizedText], place: str, language: str) -> Text:
    return texts[place].pick(language) if place in texts else ("", language)


def _place(name: Text, site: Site) -> Text:
    words = ", ".join(part for part in (name[0], site.address) if part)
    return words, name[1]
