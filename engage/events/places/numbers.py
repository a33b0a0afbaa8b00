"""How many places there are: set by the organiser. Nobody loses a place by it; who waits may get one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events.domain.capacity import PlacesChange, QuotaChange, UnknownQuota, check
from engage.events.domain.kinds import LIVE
from engage.events.domain.parties import Group, traits_of
from engage.events.domain.places import NoSuchSite, SiteSeats
from engage.events.models import Event, Quota, Site
from engage.events.models_people import Attendee, Registration
from engage.events.places import locking
from engage.events.places.promoting import promote


def current(session: Session, event: Event) -> PlacesChange:
    """The numbers as they are: what a change begins with."""
    return PlacesChange(
        seats=event.seats,
        waiting_seats=event.waiting_seats,
        role_seats=dict(event.role_seats),
        sites={site.id: SiteSeats(site.seats, site.room) for site in event.sites},
        quotas=tuple(
            QuotaChange(
                name=quota.name,
                key=quota.key,
                codes=tuple(quota.codes),
                minimum=quota.minimum,
                maximum=quota.maximum,
                site_id=quota.site_id,
                release_at=quota.release_at,
                id=quota.id,
            )
            for quota in _quotas(session, event)
        ),
    )


def set_places(session: Session, event: Event, change: PlacesChange, *, now: datetime) -> int:
    """Set all numbers at once, and offer what is free now to those who wait: how many registrations.

    :raises MinimumsTooMany, QuotaUpsideDown: numbers that contradict each other
    :raises NoSuchSite, UnknownQuota: of another event
    """
    check(change)
    locking.hold(session, event.id)
    session.refresh(event)
    event.seats = change.seats
    event.waiting_seats = change.waiting_seats
    event.role_seats = dict(change.role_seats)
    sites = {site.id: site for site in session.scalars(select(Site).where(Site.event_id == event.id))}
    if not (change.sites.keys() | {quota.site_id for quota in change.quotas} - {None}) <= sites.keys():
        raise NoSuchSite
    for site_id, seats in change.sites.items():
        sites[site_id].seats, sites[site_id].room = seats.seats, seats.room
    _set_quotas(session, event, change.quotas)
    event.revision += 1
    session.flush()
    recount_traits(session, event)
    return promote(session, event.id, now=now)


def _quotas(session: Session, event: Event) -> list[Quota]:
    rows = select(Quota).where(Quota.event_id == event.id).order_by(Quota.position, Quota.id)
    return list(session.scalars(rows, execution_options={"populate_existing": True}))


def _set_quotas(session: Session, event: Event, wanted: Sequence[QuotaChange]) -> None:
    there = {quota.id: quota for quota in _quotas(session, event)}
    for at, quota in enumerate(wanted):
        row = Quota(event_id=event.id) if quota.id is None else there.pop(quota.id, None)
        if row is None:
            raise UnknownQuota
        row.name, row.key, row.codes, row.site_id = quota.name, quota.key, list(quota.codes), quota.site_id
        row.minimum, row.maximum, row.release_at = quota.minimum, quota.maximum, quota.release_at
        row.position = at
        session.add(row)
    for gone in there.values():
        session.delete(gone)


def recount_traits(session: Session, event: Event) -> int:
    """Write down anew what the quotas ask of each person: after quotas or questions have changed. How many differ.

    Holds the event's places; promotion is the caller's.
    """
    locking.hold(session, event.id)
    quotas: list[Group] = list(_quotas(session, event))
    rows = session.execute(
        select(Attendee, Registration.group_name)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(Registration.event_id == event.id, Registration.status.in_(LIVE)),
        execution_options={"populate_existing": True},
    )
    changed = 0
    for attendee, group_name in rows:
        traits = traits_of(attendee, quotas, group_name)
        if attendee.traits != traits:
            attendee.traits = traits
            changed += 1
    session.flush()
    return changed
