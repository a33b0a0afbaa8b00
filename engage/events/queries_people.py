"""Reads of who registered: rows for lists, files and figures, always of the sites that somebody may see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from engage.accounts.models import Person
from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity, ActivityHub
from engage.db.folding import contains
from engage.events.domain import filters as known
from engage.events.domain.filters import Filters
from engage.events.domain.kinds import HOLDING, LIVE, AttendeeRole, Mode, RegistrationStatus
from engage.events.domain.parties import Trait, written_trait
from engage.events.domain.statistics_of import Group
from engage.events.models import Event, Quota, Site
from engage.events.models_people import (
    Attendance,
    Attendee,
    Draw,
    GroupMail,
    Invitation,
    Registration,
    RegistrationNote,
)
from engage.instruments.models import InstrumentVersion
from engage.privacy.models import AuditEntry

GROUPS: Mapping[str, Sequence[RegistrationStatus]] = {
    known.HELD: HOLDING,
    known.LIVE: LIVE,
    known.ENDED: [status for status in RegistrationStatus if status not in LIVE],
}
MOST_WORDS = 8
BATCH = 500


def quotas(session: Session, event_id: int) -> Sequence[Quota]:
    return session.scalars(select(Quota).where(Quota.event_id == event_id).order_by(Quota.position, Quota.id)).all()


def registrations(
    event_id: int, sites: Collection[int], filters: Filters | None = None, of: Sequence[Quota] = ()
) -> Select[Registration]:
    """The registrations of an event at these sites, without an order.

    :param of: the event's quotas, for a filter by one of them
    """
    statement = select(Registration).where(Registration.event_id == event_id, Registration.site_id.in_(sites))
    return statement.where(*conditions(filters, of)) if filters else statement


def conditions(filters: Filters, of: Sequence[Quota]) -> list[ColumnElement[bool]]:
    """What filters ask of a registration."""
    found = [condition(key, value, of) for key, value in filters.said.items() if key != "q"]
    return [*found, *(contains(searched(), word) for word in filters.q.split()[:MOST_WORDS])]


def condition(key: str, value: str, of: Sequence[Quota] = ()) -> ColumnElement[bool]:
    """What one filter asks."""
    match key:
        case "status":
            return Registration.status.in_(GROUPS.get(value) or [RegistrationStatus(value)])
        case "site":
            return Registration.site_id == int(value)
        case "country":
            return _anyone(Attendee.country == ("" if value == known.NONE else value.upper()))
        case "quota":
            quota = next((quota for quota in of if quota.id == int(value)), None)
            return _in_quota(quota) if quota else literal(False)
        case "role":
            return _anyone(Attendee.role == AttendeeRole(value))
        case "channel":
            return Registration.channel == value
        case "double":
            return Registration.double_of_id.is_not(None) & (Registration.double_decided == "")
        case "unconfirmed":
            return Registration.confirm_by.is_not(None)
        case "came":
            came = _anyone(was_there())
            return came if value == known.YES else ~came
        case "address":
            return Registration.email == ""
    raise ValueError(key)


def searched() -> ColumnElement[str]:
    """What is searched for a registration: names, tickets, address, phone, group and number, in one text."""
    person = Attendee.name + " " + Attendee.ticket
    inside = select(func.aggregate_strings(person, " ")).where(Attendee.registration_id == Registration.id)
    persons = func.coalesce(inside.correlate(Registration).scalar_subquery(), "")
    own = Registration.email + " " + Registration.phone + " " + Registration.group_name
    return cast(Registration.number, String) + " " + own + " " + persons


def _anyone(what: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody of the party."""
    return exists().where(Attendee.registration_id == Registration.id, what).correlate(Registration)


def _in_quota(quota: Quota) -> ColumnElement[bool]:
    """A citizen of the party counts in a quota, were there a place. Traits stand in the row as text."""
    traits = literal(";") + Attendee.traits + ";"
    codes = [traits.contains(f";{written_trait(Trait(quota.key, code))};", autoescape=True) for code in quota.codes]
    found = _anyone((Attendee.role == AttendeeRole.CITIZEN) & or_(literal(False), *codes))
    return found if quota.site_id is None else found & (Registration.site_id == quota.site_id)


def was_there() -> ColumnElement[bool]:
    """An attendee was there on some day."""
    there = exists().where(Attendance.attendee_id == Attendee.id, Attendance.undone_at.is_(None))
    return there.correlate(Attendee)


def one(session: Session, event_id: int, number: int, sites: Collection[int]) -> Registration | None:
    """A registration by its number, where it is at one of these sites."""
    statement = registrations(event_id, sites).where(Registration.number == number)
    return session.scalar(statement.options(selectinload(Registration.attendees)))


def in_batches(session: Session, statement: Select[Registration]) -> Iterator[Sequence[Registration]]:
    """Registrations by number with their attendees, some at a time: a large event is never whole in memory."""
    ordered = statement.order_by(Registration.number).options(selectinload(Registration.attendees))
    yield from session.scalars(ordered.execution_options(yield_per=BATCH)).partitions()


def numbers_of(session: Session, ids: Collection[int]) -> Mapping[int, int]:
    """Registrations' numbers by their ids."""
    found = session.execute(select(Registration.id, Registration.number).where(Registration.id.in_(ids)))
    return {row.id: row.number for row in found}


def persons(session: Session, statement: Select[Registration]) -> int:
    """How many persons there are under registrations."""
    inside = statement.order_by(None).with_only_columns(Registration.id).subquery()
    found = select(func.count()).select_from(Attendee).where(Attendee.registration_id.in_(select(inside.c.id)))
    return session.scalar(found) or 0


def days_there(session: Session, registration_ids: Collection[int]) -> Mapping[int, Sequence[date]]:
    """By attendee: the days on which they were there."""
    found: dict[int, list[date]] = {}
    rows = session.execute(
        select(Attendance.attendee_id, Attendance.day)
        .join(Attendee, Attendee.id == Attendance.attendee_id)
        .where(Attendee.registration_id.in_(registration_ids), Attendance.undone_at.is_(None))
        .order_by(Attendance.day)
    )
    for attendee_id, day in rows:
        found.setdefault(attendee_id, []).append(day)
    return found


def versions(session: Session, event: Event) -> Sequence[InstrumentVersion]:
    """The versions of the questions that somebody answered, and the one that is asked: the newest first."""
    answered = select(Attendee.version_id).where(Attendee.event_id == event.id, Attendee.version_id.is_not(None))
    wanted: ColumnElement[bool] = InstrumentVersion.id.in_(answered)
    if event.version_id is not None:
        wanted = wanted | (InstrumentVersion.id == event.version_id)
    statement = select(InstrumentVersion).where(wanted).order_by(InstrumentVersion.number.desc())
    return session.scalars(statement).all()


# -- figures


def groups(session: Session, event_id: int, sites: Collection[int]) -> list[Group]:
    """Everybody at these sites, counted: one statement."""
    columns = (
        Registration.status,
        Registration.site_id,
        Attendee.role,
        Attendee.country,
        Attendee.traits,
        Registration.channel,
        Registration.language,
        Registration.confirm_by.is_(None).label("confirmed"),
        was_there().label("came"),
    )
    inside = (
        select(*columns)
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.site_id.in_(sites))
        .subquery()
    )
    rows = session.execute(select(*inside.c, func.count()).group_by(*inside.c))
    return [Group(*row[:7], bool(row[7]), bool(row[8]), row[9]) for row in rows]


def countries(session: Session, event_id: int, sites: Collection[int]) -> Sequence[str]:
    """The countries that people at these sites come from, "" among them where somebody did not say."""
    statement = (
        select(Attendee.country)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(Registration.event_id == event_id, Registration.site_id.in_(sites))
        .distinct()
    )
    return session.scalars(statement).all()


Moment = tuple[datetime, datetime | None, RegistrationStatus, int]


def moments(session: Session, event_id: int, sites: Collection[int]) -> list[Moment]:
    """Of each registration: when it was made, when it ended, how far it is, and how many persons it has."""
    rows = session.execute(
        select(Registration.created_at, Registration.ended_at, Registration.status, func.count())
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.site_id.in_(sites))
        .group_by(Registration.id, Registration.created_at, Registration.ended_at, Registration.status)
    )
    return [(made, ended, status, number) for made, ended, status, number in rows]


# -- what else a page shows


def notes(session: Session, registration_id: int) -> Sequence[RegistrationNote]:
    statement = select(RegistrationNote).where(RegistrationNote.registration_id == registration_id)
    return session.scalars(statement.order_by(RegistrationNote.at, RegistrationNote.id)).all()


def history(session: Session, registration_id: int) -> Sequence[AuditEntry]:
    """What the teams did with a registration."""
    statement = select(AuditEntry).where(
        AuditEntry.thing == "registration", AuditEntry.thing_id == str(registration_id)
    )
    return session.scalars(statement.order_by(AuditEntry.at, AuditEntry.id)).all()


def doubles(session: Session, event_id: int, sites: Collection[int]) -> Sequence[tuple[Registration, Registration]]:
    """Pairs that look like the same person and that nobody has decided: the later one, and the one before it.

    Only where both are at sites that are seen.
    """
    before = aliased(Registration)
    pairs = session.execute(
        select(Registration, before)
        .join(before, before.id == Registration.double_of_id)
        .where(
            Registration.event_id == event_id,
            Registration.double_decided == "",
            Registration.status.in_(LIVE),
            Registration.site_id.in_(sites),
            before.site_id.in_(sites),
        )
        .order_by(Registration.number)
    )
    return [(later, first) for later, first in pairs]


def invitations(session: Session, event_id: int) -> Sequence[tuple[Invitation, int]]:
    """With the number of live or held registrations made with each, the newest first."""
    used = (
        select(Registration.invitation_id, func.count().label("used"))
        .where(Registration.event_id == event_id, Registration.invitation_id.is_not(None))
        .group_by(Registration.invitation_id)
        .subquery()
    )
    rows = session.execute(
        select(Invitation, func.coalesce(used.c.used, 0))
        .outerjoin(used, used.c.invitation_id == Invitation.id)
        .where(Invitation.event_id == event_id)
        .order_by(Invitation.id.desc())
    )
    return [(invitation, number) for invitation, number in rows]


def group_mails(session: Session, event_id: int) -> Sequence[GroupMail]:
    return session.scalars(select(GroupMail).where(GroupMail.event_id == event_id).order_by(GroupMail.id.desc())).all()


def draw(session: Session, event_id: int) -> Draw | None:
    """The draw of an event: announced while it has no seed."""
    return session.scalar(select(Draw).where(Draw.event_id == event_id).order_by(Draw.id.desc()).limit(1))


def authors(session: Session, ids: Collection[int | None]) -> Mapping[int, str]:
    """Who of the teams wrote something: name, or address where there is none."""
    wanted = [id_ for id_ in ids if id_ is not None]
    rows = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(wanted)))
    return {row.id: row.name or row.email for row in rows}


def languages(session: Session, event_id: int, sites: Collection[int]) -> Sequence[str]:
    """Of those who registered, have an address and have not ended."""
    statement = select(Registration.language).where(
        Registration.event_id == event_id,
        Registration.site_id.in_(sites),
        Registration.email != "",
        Registration.status.in_(LIVE),
    )
    return session.scalars(statement.distinct()).all()


def used_by(session: Session, event_id: int, sites: Collection[int]) -> Mapping[int, Sequence[int]]:
    """By invitation: the numbers of registrations made with it, those that are seen."""
    rows = session.execute(
        select(Registration.invitation_id, Registration.number)
        .where(
            Registration.event_id == event_id,
            Registration.site_id.in_(sites),
            Registration.invitation_id.is_not(None),
        )
        .order_by(Registration.number)
    )
    found: dict[int, list[int]] = {}
    for invitation_id, number in rows:
        found.setdefault(invitation_id or 0, []).append(number)
    return found


def undecided(session: Session, reach: Collection[int] | None, now: datetime) -> Sequence[tuple[Event, int, int]]:
    """Events ahead with registrations that wait for the team's yes, and with doubles to decide: how many of each.

    :param reach: hubs whose people somebody sees; None for all. Of a hub with a site, those of its site.
    """
    applied = case((Registration.status == RegistrationStatus.APPLIED, 1), else_=0)
    is_double = Registration.double_of_id.is_not(None) & (Registration.double_decided == "")
    double = case((is_double & Registration.status.in_(LIVE), 1), else_=0)
    statement = (
        select(Event.id, func.sum(case((Event.mode == Mode.APPROVAL, applied), else_=0)), func.sum(double))
        .join(Registration, Registration.event_id == Event.id)
        .join(Site, Site.id == Registration.site_id)
        .join(Activity, Activity.id == Event.activity_id)
        .where(Event.starts_at > now, Activity.state == ActivityState.ANNOUNCED)
        .group_by(Event.id)
    )
    if reach is not None:
        beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(reach))
        statement = statement.where(Site.hub_id.in_(reach) | Activity.hub_id.in_(reach) | Activity.id.in_(beside))
    counted = {id_: (int(asking), int(doubles)) for id_, asking, doubles in session.execute(statement)}
    wanted = [id_ for id_, numbers in counted.items() if any(numbers)]
    events = session.scalars(select(Event).where(Event.id.in_(wanted)).order_by(Event.starts_at)).all()
    return [(event, *counted[event.id]) for event in events]
