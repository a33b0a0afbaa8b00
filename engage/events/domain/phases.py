"""Where an event stands as people see it, and how many places there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engage.events.domain.kinds import Phase
from engage.events.domain.places import EVENT, Limit, LimitKind, Limits, Taken


@dataclass(frozen=True, slots=True)
class Window:
    """When one may register."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    paused: bool = False
    announced: bool = True
    cancelled: bool = False


def phase(window: Window, now: datetime, *, full: bool = False) -> Phase:
    """Cancelled and over before all else; paused is closed."""
    if window.cancelled:
        return Phase.CANCELLED
    if not window.announced:
        return Phase.DRAFT
    if now >= window.ends_at:
        return Phase.OVER
    if now >= window.starts_at:
        return Phase.RUNNING
    if window.opens_at is not None and now < window.opens_at:
        return Phase.ANNOUNCED
    if window.paused or (window.closes_at is not None and now >= window.closes_at):
        return Phase.CLOSED
    return Phase.FULL if full else Phase.OPEN


@dataclass(frozen=True, slots=True)
class AtSite:
    free: int | None
    """For any citizen; None: however many."""
    kept: int
    """Free, but kept for groups."""


@dataclass(frozen=True, slots=True)
class Availability:
    """What is left, for pages: never what decides."""

    phase: Phase
    free: int | None
    """Places for any citizen; None: however many."""
    kept: int
    """Free places that are kept for groups until a day."""
    waiting: int
    """Persons on the waiting list."""
    waiting_free: int | None
    """Persons that the waiting list still takes; None: however many."""
    sites: Mapping[int, AtSite] = field(default_factory=dict)
    taken: int = 0
    """Citizens with a place."""
    capacity: int | None = None
    """Places for citizens; None: however many."""
    groups_full: tuple[int, ...] = ()
    """Ids of quotas whose maximum is reached."""


def left_at_sites(limits: Limits, taken: Taken, now: datetime) -> dict[int, AtSite]:
    """What is free for citizens at each site."""
    slacks = limits.slacks(taken, now)
    event_free, event_open = _open(slacks, EVENT), _open(slacks, Limit(LimitKind.KEPT))
    found = {}
    for site_id in limits.sites:
        free = _fewest(event_free, _open(slacks, Limit(LimitKind.SITE, site_id)), _room(slacks, site_id))
        open_ = _fewest(free, event_open, _open(slacks, Limit(LimitKind.KEPT_AT_SITE, site_id)))
        found[site_id] = AtSite(open_, (free or 0) - (open_ or 0) if free is not None else 0)
    return found


def left(limits: Limits, taken: Taken, now: datetime) -> AtSite:
    """What is free for citizens in all."""
    slacks = limits.slacks(taken, now)
    at_sites = [
        _fewest(_open(slacks, Limit(LimitKind.SITE, site_id)), _room(slacks, site_id)) for site_id in limits.sites
    ]
    bounded = [free for free in at_sites if free is not None]
    in_sites = sum(bounded) if bounded and len(bounded) == len(at_sites) else None
    free = _fewest(_open(slacks, EVENT), in_sites)
    open_ = _fewest(free, _open(slacks, Limit(LimitKind.KEPT)))
    return AtSite(open_, (free or 0) - (open_ or 0) if free is not None else 0)


def capacity(limits: Limits) -> int | None:
    """Places for citizens in all."""
    at_sites = [_fewest(site.seats, site.room) for site in limits.sites.values()]
    bounded = [seats for seats in at_sites if seats is not None]
    in_sites = sum(bounded) if bounded and len(bounded) == len(at_sites) else None
    return _fewest(limits.seats, in_sites)


def groups_full(limits: Limits, taken: Taken, now: datetime) -> tuple[int, ...]:
    slacks = limits.slacks(taken, now)
    return tuple(q.id for q in limits.quotas if slacks.get(Limit(LimitKind.QUOTA, q.id), 1) <= 0)


def _open(slacks: Mapping[Limit, int], limit: Limit) -> int | None:
    return max(0, slacks[limit]) if limit in slacks else None


def _room(slacks: Mapping[Limit, int], site_id: int) -> int | None:
    return _open(slacks, Limit(LimitKind.ROOM, site_id))


def _fewest(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return min(known) if known else None
