"""Numbers of places as a team sees them while setting them: what is taken of each, and what a quota may count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.events import places, queries_places
from engage.events.domain import quota_names
from engage.events.domain.capacity import PlacesChange, QuotaChange
from engage.events.domain.parties import COUNTRY, GROUP, HUB, ITEM, KEYS, NO, ORGANISED, YES
from engage.events.domain.places import Taken
from engage.events.domain.questions import of_health
from engage.events.editing import wording
from engage.events.models import Event
from engage.hubs.models import Hub
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Item

__all__ = ["COUNTRY", "GROUP", "HUB", "ITEM", "KEYS", "NO", "ORGANISED", "YES", "Countable"]


def taken(session: Session, event: Event) -> Taken:
    """Persons with a place, by the limit that they count against."""
    rules = queries_places.rules(session, event.id)
    return rules.limits.taken(queries_places.occupancy(session, event.id).holding)


@dataclass(frozen=True, slots=True)
class Countable:
    """What a quota may count."""

    key: str
    item: Item | None = None
    """The question, for its answers."""


def countable(event: Event) -> list[Countable]:
    """Country, home hub, organised or not, group, and every question with response options that is asked."""
    return [*(Countable(key) for key in KEYS), *(Countable(f"{ITEM}{item.name}", item) for item in asked(event))]


def asked(event: Event) -> Sequence[Item]:
    """Questions with response options among those that are asked; none about health, which quotas would give away."""
    if event.version is None:
        return ()
    instrument = from_document(event.version.document)
    health = of_health(instrument)
    return [item for item in instrument.items if item.is_question and item.options and item not in health]


def hubs(session: Session) -> Mapping[str, Hub]:
    """Every hub, by the code that quotas know it by."""
    return {str(hub.id): hub for hub in activities.hubs_by_id(session, None)}


def with_quota(session: Session, event: Event, quota: QuotaChange, *, now: datetime) -> int:
    """Add a quota, or change the one of its id; its name is a text of the event, to be translated. How many people
    who waited get an offer by that.

    :raises MinimumsTooMany, QuotaUpsideDown: numbers that contradict each other
    """
    there = places.current(session, event)
    others = [quota if each.id == quota.id and quota.id is not None else each for each in there.quotas]
    quotas = (*others, quota) if quota.id is None else tuple(others)
    offered = places.set_places(session, event, replace(there, quotas=quotas), now=now)
    known = {each.id for each in there.quotas}
    number = quota.id or next(each.id for each in places.current(session, event).quotas if each.id not in known)
    wording.say(session, event, {quota_names.place(number or 0): quota.name})
    wording.in_step(session, event, now=now)
    return offered


def without_quota(session: Session, event: Event, quota_id: int, *, now: datetime) -> int:
    there = places.current(session, event)
    quotas = tuple(each for each in there.quotas if each.id != quota_id)
    wording.drop(session, event, f"{quota_names.STEM}:{quota_id}")
    wording.in_step(session, event, now=now)
    return places.set_places(session, event, replace(there, quotas=quotas), now=now)


def numbers(session: Session, event: Event) -> PlacesChange:
    return places.current(session, event)
