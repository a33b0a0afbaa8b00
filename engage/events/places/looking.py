"""What pages say of places: how many are left, and where somebody stands. Nothing here decides."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engage.events import queries_places as queries
from engage.events.domain.kinds import Mode, RegistrationStatus
from engage.events.domain.phases import Availability, capacity, groups_full, left, left_at_sites, phase
from engage.events.domain.places import EVENT, Limit, LimitKind
from engage.events.domain.waiting import Standing, standings_of
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.queries_places import Rules


def availability(session: Session, event: Event, *, now: datetime) -> Availability:
    """Where the event stands, and what is left: three statements."""
    rules = queries.rules(session, event.id)
    occupied = queries.occupancy(session, event.id)
    limits = rules.limits
    taken = limits.taken(occupied.holding)
    in_all = left(limits, taken, now)
    most = rules.waiting_seats
    return Availability(
        phase=phase(rules.window, now, full=in_all.free == 0 and in_all.kept == 0),
        free=in_all.free,
        kept=in_all.kept,
        waiting=occupied.waiting,
        waiting_free=None if most is None else max(0, most - occupied.waiting),
        sites=left_at_sites(limits, taken, now),
        taken=taken[EVENT],
        capacity=capacity(limits),
        groups_full=groups_full(limits, taken, now),
    )


def standing(session: Session, registration: Registration, *, now: datetime) -> Standing | None:
    """Where one registration stands on the waiting list, and why; None for one that does not wait."""
    if registration.status is not RegistrationStatus.WAITING:
        return None
    return standings(session, registration.event_id, now=now).get(registration.id)


def standings(session: Session, event_id: int, *, now: datetime) -> Mapping[int, Standing]:
    """The same for all who wait, by id of the registration."""
    rules = queries.rules(session, event_id)
    taken = rules.limits.taken(queries.occupancy(session, event_id).holding)
    waiting = queries.line(session, event_id, rules.limits)
    shares = queries.shares(session, event_id) if rules.mode is Mode.DRAW else None
    return standings_of(waiting, rules.limits, taken, now, _names(rules), shares)


def _names(rules: Rules) -> dict[Limit, str]:
    """Of quotas; sites have theirs in the texts of the event."""
    kinds = (LimitKind.QUOTA, LimitKind.KEPT_IN_QUOTA)
    return {Limit(kind, quota.id): quota.name for quota in rules.limits.quotas for kind in kinds}
