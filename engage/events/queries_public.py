"""Reads for what everybody sees: pages, calendars. Never one by one, and never more than is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from engage.activities.domain.kinds import PUBLIC_STATES
from engage.activities.models import Activity, ActivityHub, ActivityPartner
from engage.activities.queries import Along
from engage.events.domain.kinds import HOLDING, AttendeeRole, RegistrationStatus
from engage.events.models import (
    Event,
    EventMove,
    EventText,
    Material,
    ProgrammeSession,
    Quota,
    Site,
    Speaker,
    Track,
)
from engage.events.models_people import Attendee, Draw, Registration
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.i18n.stored import decoded
from engage.i18n.text import LocalizedText

_public = Activity.state.in_(PUBLIC_STATES)
_BY_SLUG = (
    select(Event)
    .join(Event.activity)
    .options(contains_eager(Event.activity))
    .where(
        Event.slug == bindparam("slug"),
        Event.template.is_(False),
        or_(*(Activity.state == state for state in PUBLIC_STATES)),
    )
)
"""Asked by every page and form of an event: made once, and joined once."""


_AS_IT_STANDS = _BY_SLUG.with_only_columns(
    Event.id, Event.uid, Event.revision, Event.version_id, Activity.state, Activity.hub_id, maintain_column_froms=True
)


def as_it_stands(session: Session, slug: str) -> tuple[Any, ...] | None:
    """What tells one state of an event that everybody may see from another; None when nobody may."""
    found = session.connection().execute(_AS_IT_STANDS, {"slug": slug}).first()
    return None if found is None else tuple(found)


def public(session: Session, slug: str) -> Event | None:
    """An event that everybody may see: announced, or cancelled after it was."""
    return session.scalar(_BY_SLUG, {"slug": slug})


@dataclass(frozen=True, slots=True)
class Parts:
    """What an event is made of besides its own row and its texts."""

    sites: Sequence[Site]
    tracks: Sequence[Track]
    sessions: Sequence[ProgrammeSession]
    speakers: Sequence[Speaker]
    materials: Sequence[Material]
    quotas: Sequence[Quota]
    moves: Sequence[EventMove]
    """The earliest first."""
    owners: Sequence[Hub]
    """The hub that leads it first."""
    partners: Sequence[ActivityPartner]
    draw: Draw | None
    """The newest."""


def parts(session: Session, event: Event) -> Parts:
    """Everything else of one event. Materials without their content."""

    def of(model: Any, *order: Any) -> Sequence[Any]:
        return session.scalars(select(model).where(model.event_id == event.id).order_by(*order, model.id)).all()

    beside = select(Hub).join(ActivityHub, ActivityHub.hub_id == Hub.id)
    beside = beside.where(ActivityHub.activity_id == event.activity_id).order_by(Hub.name)
    return Parts(
        sites=event.sites,
        tracks=of(Track, Track.position),
        sessions=of(ProgrammeSession, ProgrammeSession.starts_at, ProgrammeSession.ends_at),
        speakers=of(Speaker, Speaker.position),
        materials=of(Material, Material.position),
        quotas=of(Quota, Quota.position),
        moves=of(EventMove, EventMove.moved_at),
        owners=(event.activity.hub, *(hub for hub in session.scalars(beside) if hub.id != event.activity.hub_id)),
        partners=event.activity.partners,
        draw=session.scalar(select(Draw).where(Draw.event_id == event.id).order_by(Draw.id.desc()).limit(1)),
    )


def public_material(session: Session, event: Event, material_id: int) -> Material | None:
    """A file of an event that is not for registered people alone."""
    return session.scalar(
        select(Material).where(
            Material.id == material_id, Material.event_id == event.id, Material.registered_only.is_(False)
        )
    )


def languages_of(event: Event) -> tuple[str, ...]:
    """The languages in which an event has a page: its source first, then those that were opened."""
    return tuple(dict.fromkeys((event.source_language, *event.activity.languages)))


# -- several at once


def _citizens(*statuses: RegistrationStatus) -> Select[int]:
    """How many citizens of a row of `event` are registered so."""
    found = (
        select(func.count())
        .select_from(Registration)
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(
            Registration.event_id == Event.id,
            Registration.status.in_(statuses),
            Attendee.role == AttendeeRole.CITIZEN,
        )
    )
    return found.correlate(Event.__table__)


_SEATS_IN_SITES = (
    select(case((func.count() == func.count(Site.seats), func.sum(Site.seats))))
    .where(Site.event_id == Event.id)
    .correlate(Event.__table__)
    .scalar_subquery()
)
"""Places in all sites of a row of `event` together; none where one of them is not bounded."""


def along(now: datetime) -> Along:
    """What the read of activities finds of an event; citizens are counted only of what is ahead. Templates are
    nobody's."""
    is_ahead = Event.starts_at > now
    columns = (
        *(Event.slug, Event.source_language, Event.starts_at, Event.ends_at, Event.time_zone, Event.seats),
        *(Event.registration_opens_at, Event.registration_closes_at, Event.registration_paused),
        Event.report_published_at,
    )
    return Along(
        table=Event.__table__,
        on=and_(Event.activity_id == Activity.id, Event.template.is_(False)),
        columns=(
            *(column.label(f"event_{column.key}") for column in columns),
            _SEATS_IN_SITES.label("event_seats_in_sites"),
        ),
        counted=(
            case((is_ahead, _citizens(*HOLDING).scalar_subquery()), else_=0).label("event_held"),
            case((is_ahead, _citizens(RegistrationStatus.WAITING).scalar_subquery()), else_=0).label("event_waiting"),
        ),
        hubs=select(Event.activity_id, Site.hub_id, Site.kind.label("part")).join(Event, Event.id == Site.event_id),
    )


def in_calendars(session: Session, since: datetime, hub_id: int | None = None) -> Sequence[Event]:
    """Announced and cancelled events that end after a moment, by their start.

    :param hub_id: those of a hub and its parts alone: that they own, or that have a site of theirs
    """
    statement = select(Event).join(Activity).where(_public, Event.template.is_(False), Event.ends_at >= since)
    if hub_id is not None:
        hubs = sorted(hub_queries.with_parts(session, {hub_id}))
        owned = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(hubs))
        here = select(Site.event_id).where(Site.hub_id.in_(hubs))
        statement = statement.where(or_(Activity.hub_id.in_(hubs), Event.activity_id.in_(owned), Event.id.in_(here)))
    return session.scalars(statement.order_by(Event.starts_at, Event.id)).all()


def texts_of(session: Session, events: Collection[Event]) -> Mapping[int, Mapping[str, LocalizedText]]:
    """All texts of several events: by event, by place."""
    sources = {event.id: event.source_language for event in events}
    found: dict[int, dict[str, LocalizedText]] = {event_id: {} for event_id in sources}
    if not sources:
        return found
    statement = select(EventText.event_id, EventText.place, EventText.text)
    for event_id, place, text in session.execute(statement.where(EventText.event_id.in_(sorted(sources)))):
        found[event_id][place] = decoded(text, sources[event_id])
    return found


def sites_of(session: Session, events: Collection[Event]) -> Mapping[int, Sequence[Site]]:
    """The sites of several events, in their order."""
    found: dict[int, list[Site]] = {event.id: [] for event in events}
    if not found:
        return found
    statement = select(Site).where(Site.event_id.in_(sorted(found))).order_by(Site.position, Site.id)
    for site in session.scalars(statement):
        found[site.event_id].append(site)
    return found
