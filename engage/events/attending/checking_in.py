"""Letting people in at a desk, taking it back, and counting who clicks on a join page.

Several desks work at once: one row a person and day says whether they are in, and its first writer wins. The others
are told when and where. Who was let in by mistake is taken back; the row stays, so that all desks see the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.events import places, queries_desk
from engage.events.domain import attendance
from engage.events.domain.attendance import NotHere, Verdict
from engage.events.domain.kinds import AttendeeRole, Channel, RegistrationStatus
from engage.events.domain.wanted import Person, Wanted
from engage.events.models import Event, Site
from engage.events.models_people import Attendance, Attendee, Registration
from engage.events.queries_desk import Seen


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk: of one site on one day."""

    event: Event
    site: Site
    day: date
    name: str = ""

    @property
    def zone(self) -> str:
        return self.site.time_zone


def verdict(desk: Desk, seen: Seen, now: datetime) -> Verdict:
    return attendance.verdict(
        seen.status,
        site_id=seen.site_id,
        desk_site_id=desk.site.id,
        came=seen.came,
        day=desk.day,
        zone=desk.zone,
        now=now,
    )


def check_in(session: Session, desk: Desk, attendee_id: int, *, now: datetime) -> tuple[Verdict, bool]:
    """Let somebody in. What is in the way comes back as a verdict, and nothing is written.

    Somebody to whom places were offered takes them by coming.

    :returns: how they stand afterwards, and whether it was this call that let them in
    :raises Refusal: when an offer can no longer be taken
    """
    seen = queries_desk.by_id(session, desk.event.id, attendee_id, desk.day)
    if seen is None:
        return Verdict.UNKNOWN, False
    found = verdict(desk, seen, now)
    if found is Verdict.OFFERED:
        registration = session.get_one(Registration, seen.registration_id)
        places.accept_offer(session, registration, now=now)
        found = Verdict.EXPECTED
    if found is not Verdict.EXPECTED:
        return found, False
    return Verdict.IN, _let_in(session, [seen.id], desk.event.id, desk.site.id, desk.day, desk.name, now) > 0


def check_in_many(session: Session, desk: Desk, attendee_ids: Collection[int], *, now: datetime) -> int:
    """Type in a paper list: those of them who have a place here and are not in yet. How many were let in."""
    listed = queries_desk.expected(session, desk.event.id, desk.site.id, desk.day)
    wanted = [each.id for each in listed if each.id in attendee_ids and verdict(desk, each, now) is Verdict.EXPECTED]
    return _let_in(session, wanted, desk.event.id, desk.site.id, desk.day, desk.name, now)


def undo(session: Session, desk: Desk, attendee_id: int, *, now: datetime) -> bool:
    """Take a check-in of this desk's site and day back; False when there is none (any more)."""
    statement = (
        update(Attendance)
        .where(
            Attendance.attendee_id == attendee_id,
            Attendance.event_id == desk.event.id,
            Attendance.site_id == desk.site.id,
            Attendance.day == desk.day,
            Attendance.undone_at.is_(None),
        )
        .values(undone_at=now)
        .returning(Attendance.id)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).first() is not None


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody who stands at the desk without a registration."""

    name: str
    role: AttendeeRole
    photos: bool
    organisation: str = ""


def walk_in(session: Session, desk: Desk, who: WalkIn, *, language: str, now: datetime) -> Attendee:
    """Give a place to somebody who comes without one, and let them in.

    Nobody is put on a waiting list here: there is a place now, or there is none.

    :raises NotHere: when no place is left
    :raises NotNow: before the day of the desk
    :raises Refusal: as `places.register` says (role or quota full)
    """
    if now < attendance.desk_window(desk.day, desk.zone)[0]:
        raise attendance.NotNow
    person = Person(name=who.name, role=who.role, photos=who.photos, organisation=who.organisation)
    wanted = Wanted(site_id=desk.site.id, party=(person,), language=language, channel=Channel.DESK)
    registration = places.register(session, desk.event, wanted, now=now)
    if registration.status is RegistrationStatus.APPLIED:  # elsewhere the team decides; here it stands at the desk
        places.approve(session, registration, now=now)
    if registration.status is not RegistrationStatus.CONFIRMED:
        raise NotHere
    attendee = registration.attendees[0]
    _let_in(session, [attendee.id], desk.event.id, desk.site.id, desk.day, desk.name, now)
    return attendee


def join(session: Session, event: Event, site: Site, attendees: Iterable[Attendee], *, now: datetime) -> int:
    """Count people who go into an online room by their own click; each once a day."""
    day = attendance.join_day(now, event.starts_at, event.ends_at, site.time_zone)
    return _let_in(session, [each.id for each in attendees], event.id, site.id, day, "", now, online=True)


def _let_in(
    session: Session,
    attendee_ids: Collection[int],
    event_id: int,
    site_id: int,
    day: date,
    desk: str,
    now: datetime,
    *,
    online: bool = False,
) -> int:
    """Of how many persons this very statement says that they are in."""
    if not attendee_ids:
        return 0
    rows: list[dict[str, Any]] = [
        {
            "id": random_id(),
            "attendee_id": each,
            "event_id": event_id,
            "site_id": site_id,
            "day": day,
            "at": now,
            "online": online,
            "desk": desk,
        }
        for each in attendee_ids
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Attendance).values(rows)
    anew = {name: insert.excluded[name] for name in ("site_id", "at", "online", "desk")}
    statement = insert.on_conflict_do_update(
        index_elements=["attendee_id", "day"],
        set_={**anew, "undone_at": None},
        where=Attendance.undone_at.is_not(None),
    ).returning(Attendance.id)
    return len(session.execute(statement.execution_options(synchronize_session=False)).all())
