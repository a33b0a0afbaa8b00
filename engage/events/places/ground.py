"""What is known under the lock: the rules as they hold, and what is taken. Every change of places begins here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.db.straight import Call, Open, Rows, together
from engage.events import queries_places as queries
from engage.events.domain.kinds import LIVE
from engage.events.domain.places import NotPossibleNow, Taken
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.places import locking
from engage.events.queries_places import Rules


@dataclass(slots=True)
class Ground:
    """An event's places while they are held."""

    event: Event
    rules: Rules
    taken: Taken
    waiting: int
    """Persons on the waiting list."""
    number: int
    """Of the registration that is made now."""
    asked: Sequence[Rows] = ()
    """What else was asked while the places were held."""

    def fits(self, party: Taken, now: datetime) -> bool:
        return self.rules.limits.fits(party, self.taken, now)

    def has_begun(self, now: datetime) -> bool:
        return now >= self.rules.window.starts_at


def held(session: Session, event: Event, *, numbers: int = 0, asking: Sequence[Call] = ()) -> Ground:
    """Take the lock, then read. All of it is sent in one go: each statement sees what the one before it waited for.

    :param asking: what else is asked then
    """
    session.flush()
    return held_on(session.connection(), event, numbers=numbers, asking=asking)


def held_on(connection: Open, event: Event, *, numbers: int = 0, asking: Sequence[Call] = ()) -> Ground:
    """The same on a connection."""
    event_id = event.id
    lock = locking.call(event_id, numbers)
    reads = (*queries.rules_calls(event_id), queries.occupancy_call(event_id))
    taken, stored, quotas, persons, *asked = together(connection, lock, *reads, *asking)
    rules = queries.rules_of(event_id, connection.dialect.name, (stored, quotas))
    occupied = queries.occupancy_of(persons)
    number = locking.first_of(taken, numbers)
    return Ground(event, rules, rules.limits.taken(occupied.holding), occupied.waiting, number, asked)


def held_for(session: Session, registration: Registration) -> Ground:
    """The same for a registration that is there; it is read anew, since what was read before the lock is stale."""
    event = session.get_one(Event, registration.event_id)
    ground = held(session, event)
    session.refresh(registration)
    return ground


def require_live(registration: Registration) -> None:
    """:raises NotPossibleNow: when it has ended"""
    if registration.status not in LIVE:
        raise NotPossibleNow


def without(taken: Taken, party: Taken) -> Taken:
    """What is taken when a party has gone."""
    left = Counter(taken)
    left.subtract(party)
    return left
