"""How an event shows as an activity: on the front page, in the calendar, on its hubs' pages. All are read at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.activities.domain.shown import Presence, Standing, last_day, local_day, picked
from engage.activities.models import Activity, ActivityHub
from engage.activities.queries import Listed
from engage.events.domain.kinds import Phase, SiteKind
from engage.events.domain.phases import Window, phase
from engage.events.models import Event, Site
from engage.i18n.locales import nearest
from engage.instruments.rendering.texts import plain

STANDINGS = {
    Phase.ANNOUNCED: Standing.COMING,
    Phase.OPEN: Standing.OPEN,
    Phase.FULL: Standing.FULL,
    Phase.CLOSED: Standing.COMING,
    Phase.RUNNING: Standing.OPEN,
    Phase.OVER: Standing.OVER,
    Phase.CANCELLED: Standing.CANCELLED,
}


def events(session: Session, found: Sequence[Listed], lang: str, now: datetime) -> Mapping[int, Presence]:
    """A provider for `engage.activities.showing`: of announced and cancelled events."""
    del session  # everything is in the rows
    return {listed.entry.id: _presence(listed, lang, now) for listed in found if listed.row.event_slug}


def _presence(listed: Listed, lang: str, now: datetime) -> Presence:
    entry, event = listed.entry, listed.row
    languages = tuple(dict.fromkeys((event.event_source_language, *entry.languages)))
    tag = nearest(lang, languages) or languages[0]
    title, title_tag = (entry.title[tag], tag) if entry.title.get(tag) else picked(entry.title, lang)
    over = event.event_ends_at <= now
    kinds = {kind for kind, _ in listed.taking_part}
    return Presence(
        address=url_for("events.event", lang=tag, slug=event.event_slug),
        standing=STANDINGS[_phase(listed, now)],
        starts_on=local_day(event.event_starts_at, event.event_time_zone),
        ends_on=last_day(event.event_ends_at, event.event_time_zone),
        title=plain(title),
        language=title_tag,
        languages=languages,
        results=f"/{tag}/events/{event.event_slug}/report" if over and event.event_report_published_at else "",
        hubs=frozenset(hub.id for _, hub in listed.taking_part),
        countries=frozenset(hub.country for _, hub in listed.taking_part if hub.country),
        online=SiteKind.ONLINE in kinds,
        in_place=SiteKind.ROOM in kinds,
    )


def _phase(listed: Listed, now: datetime) -> Phase:
    """Where it stands; whether it is full by the event's own number of places, without what groups are kept."""
    event = listed.row
    window = Window(
        starts_at=event.event_starts_at,
        ends_at=event.event_ends_at,
        opens_at=event.event_registration_opens_at,
        closes_at=event.event_registration_closes_at,
        paused=event.event_registration_paused,
        cancelled=listed.entry.cancelled,
    )
    limits = [seats for seats in (event.event_seats, event.event_seats_in_sites) if seats is not None]
    full = bool(event.event_waiting) or bool(limits and event.event_held >= min(limits))
    return phase(window, now, full=full)


def look_different(session: Session, hubs: Collection[int]) -> None:
    """Hubs have changed: pages of events that they own or have a site of are made anew."""
    owned = select(Activity.id).where(Activity.hub_id.in_(hubs))
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(hubs))
    here = select(Site.event_id).where(Site.hub_id.in_(hubs))
    concerned = Event.activity_id.in_(owned) | Event.activity_id.in_(beside) | Event.id.in_(here)
    session.execute(
        update(Event).where(concerned).values(revision=Event.revision + 1),
        execution_options={"synchronize_session": "fetch"},
    )
