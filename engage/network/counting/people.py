"""People at events: registered, with a place, there, for themselves. Counts of groups; nobody is read one by one.

All people of an event are told apart into groups that do not overlap, and every figure adds some of them up. So each
group is protected once, and figures cannot be played off against each other.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select

from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.models import Event
from engage.events.models_people import Attendance, Attendee, Registration
from engage.network.counting.events import held_ones, item, thing
from engage.network.counting.ground import Ground, Read
from engage.network.domain.items import Item, Thing


class Group(StrEnum):
    """The groups that the people of an event fall into: each is in exactly one."""

    CAME_FOR_THEMSELVES = "came-own"
    CAME_FOR_OTHERS = "came-for"
    """For an organisation."""
    CAME = "came"
    """Came, and did not say whom for, or was not asked."""
    STAYED_AWAY = "away"
    """Had a place at an event where people were checked in."""
    PLACED_FOR_THEMSELVES = "placed-own"
    PLACED_FOR_OTHERS = "placed-for"
    PLACED = "placed"
    """Had a place where nobody was checked in: nobody knows whether they came. So for the two above."""
    WITHOUT_PLACE = "without"


CAME = (Group.CAME_FOR_THEMSELVES, Group.CAME_FOR_OTHERS, Group.CAME)
PLACED = (Group.PLACED_FOR_THEMSELVES, Group.PLACED_FOR_OTHERS, Group.PLACED)
FOR_THEMSELVES = (Group.CAME_FOR_THEMSELVES, Group.PLACED_FOR_THEMSELVES)
FOR_OTHERS = (Group.CAME_FOR_OTHERS, Group.PLACED_FOR_OTHERS)


def registrations(ground: Ground) -> Iterator[Thing]:
    return _of_events(ground, tuple(Group))


def places(ground: Ground) -> Iterator[Thing]:
    return _of_events(ground, (*CAME, Group.STAYED_AWAY, *PLACED), published="registered")


def attended(ground: Ground) -> Iterator[Thing]:
    return _of_events(ground, CAME, published="came")


def no_show(ground: Ground) -> Iterator[Thing]:
    return _of_events(ground, (*CAME, Group.STAYED_AWAY), inside=(Group.STAYED_AWAY,))


def non_organised(ground: Ground) -> Iterator[Thing]:
    return _of_events(ground, (*FOR_THEMSELVES, *FOR_OTHERS), inside=FOR_THEMSELVES)


def _of_events(
    ground: Ground, wanted: Collection[Group], *, inside: Collection[Group] = tuple(Group), published: str = ""
) -> Iterator[Thing]:
    """:param published: the figure of the public report that stands in once registrations were deleted"""
    people = ground.once(groups)
    for event, activity, day in held_ones(ground):
        found = people.get(event.id)
        if found is None:
            items = _published(ground, event, activity, day, published)
        else:
            items = [
                item(ground, event, activity, day, value=found[group], group=group, inside=group in inside)
                for group in wanted
                if found.get(group)
            ]
        yield thing(ground, event, activity, items)


def _published(ground: Ground, event: Read, activity: Read, day: date, name: str) -> list[Item]:
    """What the public report of an event said, which is rounded; nothing where it was hidden or there is none."""
    number = (event.report.get("figures") or {}).get(name) if name else None
    return [item(ground, event, activity, day, value=int(number), group=name)] if number else []


def groups(ground: Ground) -> Mapping[int, Mapping[Group, int]]:
    """How many people of each event that ended in the period fall into each group; one statement."""
    found: dict[int, dict[Group, int]] = {}
    for event_id, came, has_place, counted, organised, number in ground.session.execute(_statement(ground)):
        group = _group(bool(came), bool(has_place), bool(counted), organised)
        of_event = found.setdefault(event_id, {})
        of_event[group] = of_event.get(group, 0) + number
    return found


def _group(came: bool, has_place: bool, counted: bool, organised: bool | None) -> Group:
    if not came and not has_place:
        return Group.WITHOUT_PLACE
    if not came and counted:
        return Group.STAYED_AWAY
    own, others, unknown = (
        (Group.CAME_FOR_THEMSELVES, Group.CAME_FOR_OTHERS, Group.CAME)
        if came
        else (Group.PLACED_FOR_THEMSELVES, Group.PLACED_FOR_OTHERS, Group.PLACED)
    )
    if organised is None:
        return unknown
    return others if organised else own


def _statement(ground: Ground) -> Select[*tuple[Any, ...]]:
    """Citizens and companions by event, whether they came and had a place, and (citizens) for whom they came."""
    here = and_(Attendance.event_id == Attendee.event_id, Attendance.undone_at.is_(None))
    came = exists().where(here, Attendance.attendee_id == Attendee.id)
    by_person = (
        select(
            Attendee.event_id,
            case((came, 1), else_=0).label("came"),
            case((Registration.status == RegistrationStatus.CONFIRMED, 1), else_=0).label("has_place"),
            case((Attendee.role == AttendeeRole.CITIZEN, Attendee.organised)).label("organised"),
        )
        .join(Event, Event.id == Attendee.event_id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(
            *ground.ended(Event.ends_at),
            Attendee.role.in_((AttendeeRole.CITIZEN, AttendeeRole.COMPANION)),
            Registration.confirm_by.is_(None),
        )
        .subquery()
    )
    p = by_person.c
    counted = select(Attendance.event_id).where(Attendance.undone_at.is_(None)).distinct()
    has_desk = case((p.event_id.in_(counted), 1), else_=0).label("counted")
    return select(p.event_id, p.came, p.has_place, has_desk, p.organised, func.count()).group_by(
        p.event_id, p.came, p.has_place, has_desk, p.organised
    )
