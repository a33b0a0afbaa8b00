"""Reads of the desk: who is expected where, and who came. Nothing of what people need, wrote or answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from engage.events.domain.kinds import HOLDING, AttendeeRole, RegistrationStatus
from engage.events.models_people import Attendance, Attendee, Registration


@dataclass(frozen=True, slots=True)
class Seen:
    """One person as a desk sees them on one day."""

    id: int
    name: str
    role: AttendeeRole
    ticket: str
    photos: bool
    organisation: str
    registration_id: int
    number: int
    status: RegistrationStatus
    site_id: int
    at: datetime | None
    """When they were let in on this day; None: they were not, or it was undone."""
    desk: str
    online: bool

    @property
    def came(self) -> bool:
        return self.at is not None


_THERE = Attendance.undone_at.is_(None)


def _seen(session: Session, day: date, *where: ColumnElement[bool]) -> list[Seen]:
    there = and_(Attendance.attendee_id == Attendee.id, Attendance.day == day, _THERE)
    statement = (
        select(
            Attendee.id,
            Attendee.name,
            Attendee.role,
            Attendee.ticket,
            Attendee.photos,
            Attendee.organisation,
            Attendee.registration_id,
            Registration.number,
            Registration.status,
            Registration.site_id,
            Attendance.at,
            func.coalesce(Attendance.desk, "").label("desk"),
            func.coalesce(Attendance.online, False).label("online"),
        )
        .join(Registration, Registration.id == Attendee.registration_id)
        .outerjoin(Attendance, there)
        .where(*where)
        .order_by(Registration.number, Attendee.position, Attendee.id)
    )
    return [Seen(**row._mapping) for row in session.execute(statement)]


def expected(session: Session, event_id: int, site_id: int, day: date) -> list[Seen]:
    """Persons with a place at one site, and whoever is in; by the number of their registration."""
    holds = or_(Registration.status.in_(HOLDING), Attendance.id.is_not(None))
    return _seen(session, day, Attendee.event_id == event_id, Registration.site_id == site_id, holds)


def at_site(session: Session, event_id: int, site_id: int, day: date) -> list[Seen]:
    """All persons of a site, whatever became of them."""
    return _seen(session, day, Attendee.event_id == event_id, Registration.site_id == site_id)


def by_ticket(session: Session, event_id: int, ticket: str, day: date) -> Seen | None:
    return next(iter(_seen(session, day, Attendee.event_id == event_id, Attendee.ticket == ticket)), None)


def by_id(session: Session, event_id: int, attendee_id: int, day: date) -> Seen | None:
    return next(iter(_seen(session, day, Attendee.event_id == event_id, Attendee.id == attendee_id)), None)


def party(session: Session, registration_id: int, day: date) -> list[Seen]:
    """All persons of one registration."""
    return _seen(session, day, Attendee.registration_id == registration_id)


@dataclass(frozen=True, slots=True)
class Count:
    """How many have a place, and how many of them are in."""

    expected: int
    came: int


def counts(session: Session, event_id: int, site_id: int, day: date) -> Mapping[AttendeeRole, Count]:
    """By role, of one site on one day. Who came without a place that still holds counts as expected too."""
    has_place = Registration.status.in_(HOLDING)
    there = and_(Attendance.attendee_id == Attendee.id, Attendance.day == day, _THERE)
    statement = (
        select(Attendee.role, func.count(), func.count(Attendance.id))
        .join(Registration, Registration.id == Attendee.registration_id)
        .outerjoin(Attendance, there)
        .where(
            Attendee.event_id == event_id,
            Registration.site_id == site_id,
            or_(has_place, Attendance.id.is_not(None)),
        )
        .group_by(Attendee.role)
    )
    return {role: Count(everybody, came) for role, everybody, came in session.execute(statement)}


def came_by_site(session: Session, event_id: int) -> Mapping[tuple[int, date], int]:
    """How many were let in, by site and day."""
    statement = (
        select(Attendance.site_id, Attendance.day, func.count())
        .where(Attendance.event_id == event_id, _THERE)
        .group_by(Attendance.site_id, Attendance.day)
    )
    return {(site, day): number for site, day, number in session.execute(statement)}


def days_attended(session: Session, registration_id: int) -> Mapping[int, Sequence[Attendance]]:
    """By person of a registration, the days they were there."""
    statement = (
        select(Attendance)
        .join(Attendee, Attendee.id == Attendance.attendee_id)
        .where(Attendee.registration_id == registration_id, _THERE)
        .order_by(Attendance.day)
    )
    found: dict[int, list[Attendance]] = {}
    for row in session.scalars(statement):
        found.setdefault(row.attendee_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """Persons alike in what a report tells apart."""

    site_id: int
    country: str
    role: AttendeeRole
    has_place: int
    came: int
    place_and_came: int


def groups(session: Session, event_id: int) -> list[Group]:
    """Everybody with a place, or who came on at least one day; each person once."""
    days = (
        select(Attendance.attendee_id)
        .where(Attendance.event_id == event_id, _THERE)
        .group_by(Attendance.attendee_id)
        .subquery()
    )
    holds = case((Registration.status == RegistrationStatus.CONFIRMED, 1), else_=0)
    statement = (
        select(
            Registration.site_id,
            Attendee.country,
            Attendee.role,
            func.sum(holds).label("has_place"),
            func.count(days.c.attendee_id).label("came"),
            func.sum(case((days.c.attendee_id.is_not(None), holds), else_=0)).label("place_and_came"),
        )
        .join(Registration, Registration.id == Attendee.registration_id)
        .outerjoin(days, days.c.attendee_id == Attendee.id)
        .where(
            Attendee.event_id == event_id,
            or_(Registration.status == RegistrationStatus.CONFIRMED, days.c.attendee_id.is_not(None)),
        )
        .group_by(Registration.site_id, Attendee.country, Attendee.role)
    )
    return [Group(**row._mapping) for row in session.execute(statement)]
