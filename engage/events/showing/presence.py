"""How an event shows as an activity: on the front page, in the calendar, on its hubs' pages. All are read at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import Entry, Presence, Standing, last_day, local_day, picked
from engage.activities.models import Activity, ActivityHub
from engage.events import queries_public
from engage.events.domain.kinds import Phase, SiteKind
from engage.events.domain.phases import Window, phase
from engage.events.models import Event, Site
from engage.events.queries_public import Taken
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


def events(session: Session, entries: Sequence[Entry], lang: str, now: datetime) -> Mapping[int, Presence]:
    """A provider for `engage.activities.showing`: of announced and cancelled events."""
    rows = queries_public.of_activities(session, [entry.id for entry in entries])
    ahead = [event.id for event in rows.values() if event.starts_at > now]
    taken = queries_public.taken(session, ahead)
    return {
        entry.id: _presence(entry, rows[entry.id], taken.get(rows[entry.id].id, Taken()), lang, now)
        for entry in entries
        if entry.id in rows
    }


def _presence(entry: Entry, event: Event, taken: Taken, lang: str, now: datetime) -> Presence:
    languages = queries_public.languages_of(event)
    tag = nearest(lang, languages) or languages[0]
    title, title_tag = (entry.title[tag], tag) if entry.title.get(tag) else picked(entry.title, lang)
    countries = {site.hub.country for site in event.sites if site.hub.country}
    over = event.ends_at <= now
    return Presence(
        address=url_for("events.event", lang=tag, slug=event.slug),
        standing=STANDINGS[_phase(event, taken, now)],
        starts_on=local_day(event.starts_at, event.time_zone),
        ends_on=last_day(event.ends_at, event.time_zone),
        title=plain(title),
        language=title_tag,
        languages=languages,
        results=f"/{tag}/events/{event.slug}/report" if over and event.report_published_at else "",
        hubs=frozenset(site.hub_id for site in event.sites),
        countries=frozenset(countries),
        online=any(site.kind is SiteKind.ONLINE for site in event.sites),
        in_place=any(site.kind is SiteKind.ROOM for site in event.sites),
    )


def _phase(event: Event, taken: Taken, now: datetime) -> Phase:
    """Where it stands; whether it is full by the event's own number of places, without what groups are kept."""
    window = Window(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        opens_at=event.registration_opens_at,
        closes_at=event.registration_closes_at,
        paused=event.registration_paused,
        cancelled=event.activity.state is ActivityState.CANCELLED,
    )
    bounded = [site.seats for site in event.sites]
    in_sites = sum(seats for seats in bounded if seats is not None) if bounded and None not in bounded else None
    limits = [seats for seats in (event.seats, in_sites) if seats is not None]
    full = bool(taken.waiting) or bool(limits and taken.held >= min(limits))
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
