"""What tickets, mails and personal pages say of an event: in one language, at one site."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_skeleton, get_timezone_location
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.core import zones
from engage.events import queries
from engage.events.domain.kinds import SiteKind
from engage.events.models import Event, EventMove
from engage.events.models_people import Registration
from engage.hubs.domain.texts import named
from engage.i18n.gates import passing
from engage.i18n.locales import babel_locale
from engage.i18n.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words, and the language they are in: another one than asked for where there is no translation yet."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Card:
    """An event, as one registration has to do with it. Moments are UTC; `zone` is the clock of the site."""

    title: Spoken
    practical: Spoken
    starts_at: datetime
    ends_at: datetime
    zone: str
    event_zone: str
    site: Spoken
    address: str
    online: bool
    hub: str
    contact_name: str
    contact_phone: str
    contact_email: str
    cancelled: bool
    moved_from: tuple[datetime, str] | None
    """When it would have been, and by which clock; None where it was never moved."""
    several_sites: bool

    @property
    def place(self) -> str:
        """The site or room with its address, in one line; the name once, where the address begins with it."""
        address = "" if self.online else self.address
        named = "" if address.casefold().startswith(self.site.text.casefold()) else self.site.text
        return ", ".join(part for part in (named, address) if part)


def card(session: Session, event: Event, site_id: int, language: str) -> Card:
    """:param site_id: of the registration"""
    texts = queries.texts(session, event)
    site = next((each for each in event.sites if each.id == site_id), None) or event.sites[0]
    hub = event.activity.hub
    own = bool(event.contact_name or event.contact_phone or event.contact_email)

    def said(place: str) -> Spoken:
        text = passing(texts.get(place) or LocalizedText(event.source_language, {}), event.text_gate)
        return Spoken(*text.pick(language))

    return Card(
        title=said("title"),
        practical=said("practical"),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=site.time_zone,
        event_zone=event.time_zone,
        site=said(f"site:{site.id}:name"),
        address=site.address,
        online=site.kind is SiteKind.ONLINE,
        hub=str(named(hub.name, hub.names, hub.languages, language).text),
        contact_name=event.contact_name if own else hub.contact_name,
        contact_phone=event.contact_phone if own else hub.contact_phone,
        contact_email=event.contact_email if own else hub.contact_email,
        cancelled=event.activity.state is ActivityState.CANCELLED,
        moved_from=_moved_from(session, event),
        several_sites=len(event.sites) > 1,
    )


def of_registration(session: Session, registration: Registration, language: str) -> Card | None:
    """The same for a registration; None where its event is gone."""
    event = session.get(Event, registration.event_id)
    return card(session, event, registration.site_id, language) if event and event.sites else None


def _moved_from(session: Session, event: Event) -> tuple[datetime, str] | None:
    statement = select(EventMove).where(EventMove.event_id == event.id).order_by(EventMove.moved_at.desc()).limit(1)
    moved = session.scalar(statement)
    return (moved.starts_at, moved.time_zone) if moved else None


# -- moments, outside of requests


def day(at: datetime, zone: str, language: str) -> str:
    """“Saturday, 12 December 2026”, by the clock of a zone."""
    return str(format_date(zones.local(at, zone).date(), "full", locale=babel_locale(language)))


def hour(at: datetime, zone: str, language: str) -> str:
    """“10:00”."""
    return str(format_skeleton("Hm", at, tzinfo=zones.zone(zone), locale=babel_locale(language)))


def clock_of(zone: str, language: str) -> str:
    """By whose clock: “Oslo”."""
    if zone == "UTC":
        return "UTC"
    return str(get_timezone_location(zones.zone(zone), locale=babel_locale(language), return_city=True))


def span(starts_at: datetime, ends_at: datetime, zone: str, language: str) -> str:
    """“Saturday, 12 December 2026, 10:00 – 13:00 (Oslo)”; with both days where it takes several."""
    first, last = day(starts_at, zone, language), day(ends_at, zone, language)
    end = hour(ends_at, zone, language) if first == last else f"{last}, {hour(ends_at, zone, language)}"
    return f"{first}, {hour(starts_at, zone, language)} – {end} ({clock_of(zone, language)})"


def moment(at: datetime, zone: str, language: str) -> str:
    """A deadline: “12 December 2026, 10:00 (Oslo)”."""
    return f"{day(at, zone, language)}, {hour(at, zone, language)} ({clock_of(zone, language)})"
