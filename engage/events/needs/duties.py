"""Who holds which duty on an event, and on which events somebody holds one."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty
from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.events import queries
from engage.events.models import Event
from engage.web.permissions import Permission

THING = "event"
DUTIES = (Duty.DESK, Duty.NEEDS_READER, Duty.FACILITATOR)


def holders(session: Session, event: Event) -> Mapping[Duty, Sequence[Person]]:
    """People with a duty on an event, by name."""
    rows = session.execute(
        select(Grant.duty, Person)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.thing == THING, Grant.thing_id == event.id, Person.closed_at.is_(None))
        .order_by(Person.name, Person.email)
    )
    found: dict[Duty, list[Person]] = {duty: [] for duty in DUTIES}
    for duty, person in rows:
        found.setdefault(duty, []).append(person)
    return found


def held(session: Session, person_id: int) -> Sequence[tuple[Event, Duty]]:
    """The events on which somebody holds a duty, the next first; not those that were removed."""
    rows = session.execute(
        select(Event, Grant.duty)
        .join(Grant, (Grant.thing == THING) & (Grant.thing_id == Event.id))
        .join(Activity, Activity.id == Event.activity_id)
        .where(Grant.person_id == person_id, Activity.state != ActivityState.REMOVED)
        .order_by(Event.starts_at, Event.id)
    )
    return [(event, duty) for event, duty in rows]


def given_on(session: Session, reach: Collection[int] | None) -> Sequence[tuple[Event, frozenset[int]]]:
    """The events of some hubs (None: all) on which duties are given, the newest first, with the hubs behind each."""
    events = session.scalars(
        select(Event)
        .join(Activity, Activity.id == Event.activity_id)
        .where(Activity.state != ActivityState.REMOVED, Event.template.is_(False))
        .order_by(Event.starts_at.desc(), Event.id)
    )
    found = ((event, queries.hubs_behind(session, event, Permission.EVENT_DESK)) for event in events)
    return [(event, hubs) for event, hubs in found if reach is None or not hubs.isdisjoint(reach)]
