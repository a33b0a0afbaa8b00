"""Events that were held or are announced, and those in which people of several hubs took part."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from sqlalchemy import and_, exists, func, or_, select

from engage.activities.domain.shown import last_day
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.models import Event, Site
from engage.events.models_people import Attendance, Attendee, Registration
from engage.network.counting.ground import Ground, Read, first_day
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.web.permissions import Permission


def held(ground: Ground) -> Iterator[Thing]:
    """Over, by the month of the last day; by kind."""
    for event, activity, day in held_ones(ground):
        yield thing(ground, event, activity, [item(ground, event, activity, day, part=activity.kind)])


def announced(ground: Ground) -> Iterator[Thing]:
    """Held already or still to come, by the month of the first day."""
    for event, activity in ground.events:
        day = first_day(event)
        if ground.period.holds(day):
            yield thing(ground, event, activity, [item(ground, event, activity, day)])


def transnational(ground: Ground) -> Iterator[Thing]:
    """Of the events held, those in which citizens of two hubs or more took part."""
    hubs = _hubs_of_citizens(ground)
    for event, activity, day in held_ones(ground):
        across = _apart(ground, hubs.get(event.id, frozenset()))
        yield thing(ground, event, activity, [item(ground, event, activity, day, inside=across)])


def held_ones(ground: Ground) -> Iterator[tuple[Read, Read, date]]:
    """Events that were over by the end of the period or today, each with its activity and its last day."""
    for event, activity in ground.events:
        day = last_day(event.ends_at, event.time_zone)
        if ground.period.holds(day) and day < ground.today:
            yield event, activity, day


def item(
    ground: Ground,
    event: Read,
    activity: Read,
    day: date,
    *,
    value: int = 1,
    group: str = "",
    part: str = "",
    inside: bool = True,
) -> Item:
    """:param group: of its people, where they are counted"""
    land, key = ground.country(activity.hub_id), f"people:{event.id}:{group}" if group else f"event:{event.id}"
    return Item(activity.hub_id, land, month_of(day), value, key=key, part=part, inside=inside)


def thing(ground: Ground, event: Read, activity: Read, items: Iterable[Item]) -> Thing:
    return Thing(
        title=activity.title,
        hub=activity.hub_id,
        country=ground.country(activity.hub_id),
        day=first_day(event),
        items=tuple(items),
        endpoint="manage_events.event",
        arguments={"slug": event.slug},
        label=Permission.EVENT_SEE,
    )


def _hubs_of_citizens(ground: Ground) -> Mapping[int, frozenset[int]]:
    """The hubs whose citizens took part, by event: who was checked in; where nobody was, who had a place. Whose
    somebody is, they said themselves; else the hub of the site where they were counts."""
    here = and_(Attendance.event_id == Attendee.event_id, Attendance.undone_at.is_(None))
    came, anybody = exists().where(here, Attendance.attendee_id == Attendee.id), exists().where(here)
    whose = func.coalesce(Attendee.hub_id, Site.hub_id)
    statement = (
        select(Attendee.event_id, whose)
        .join(Event, Event.id == Attendee.event_id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .join(Site, Site.id == Registration.site_id)
        .where(
            *ground.ended(Event.ends_at),
            Attendee.role == AttendeeRole.CITIZEN,
            or_(came, and_(~anybody, Registration.status == RegistrationStatus.CONFIRMED)),
        )
        .group_by(Attendee.event_id, whose)
    )
    found: dict[int, set[int]] = {}
    for event_id, hub in ground.session.execute(statement):
        found.setdefault(event_id, set()).add(hub)
    return {event_id: frozenset(hubs) for event_id, hubs in found.items()}


def _apart(ground: Ground, hubs: frozenset[int]) -> bool:
    """Whether two of them are not parts of one another."""
    pairs = combinations(sorted(hubs), 2)
    return any(other not in ground.above(one) and one not in ground.above(other) for one, other in pairs)
