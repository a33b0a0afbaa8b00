"""Reads of events themselves: by address, their texts, to which hubs they belong."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.events.models import Event, EventText, Site
from engage.i18n.stored import decoded
from engage.i18n.text import LocalizedText
from engage.web.permissions import Permission

_OWNERS_ONLY = frozenset({Permission.EVENT_EDIT})
"""A hub with a site sees the event and its own people; it does not change the whole."""


def by_slug(session: Session, slug: str) -> Event | None:
    return session.scalar(select(Event).where(Event.slug == slug))


def of_activity(session: Session, activity_id: int) -> Event | None:
    return session.scalar(select(Event).where(Event.activity_id == activity_id))


def texts(session: Session, event: Event) -> Mapping[str, LocalizedText]:
    """All texts of an event by place."""
    rows = session.execute(select(EventText.place, EventText.text).where(EventText.event_id == event.id))
    return {place: decoded(text, event.source_language) for place, text in rows}


def hubs_behind(session: Session, event: Event | None, label: Permission) -> frozenset[int]:
    """The hubs whose people may hold a permission for an event: its owners, and for most those with a site.

    Empty for an event that is not there.
    """
    if event is None:
        return frozenset()
    owners = activities.owners(session, event.activity_id)
    if label in _OWNERS_ONLY:
        return owners
    return owners | frozenset(session.scalars(select(Site.hub_id).where(Site.event_id == event.id)))


def sites_seen(session: Session, event: Event, hubs: Collection[int] | None) -> Sequence[Site]:
    """The sites whose people somebody of these hubs sees: all for the hubs that own the event (and for the network,
    hubs None), else those of the hubs."""
    if hubs is None or not frozenset(hubs).isdisjoint(activities.owners(session, event.activity_id)):
        return event.sites
    return [site for site in event.sites if site.hub_id in hubs]
