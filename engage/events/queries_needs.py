"""Reads of needs: single ones for who holds the duty, numbers for everybody who organises.

All take the sites whose people may be counted (`queries.sites_seen`).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from engage.core import zones
from engage.events.domain.catering import Eater
from engage.events.domain.interpretation import Listener
from engage.events.domain.kinds import LIVE, NeedKind, NeedState, RegistrationStatus
from engage.events.models import Event, ProgrammeSession, Site
from engage.events.models_people import Attendance, Attendee, Need, Registration

MOST_DAYS = 31
"""Days of one event that a kitchen plans for."""

One = Row[Any]


def single(event: Event, sites: Collection[Site]) -> Any:
    """A statement of (Need, Attendee, Registration): people who have places or may get some, without an order."""
    return (
        select(Need, Attendee, Registration)
        .join(Attendee, Attendee.id == Need.attendee_id)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(
            Registration.event_id == event.id,
            Registration.status.in_(LIVE),
            Registration.site_id.in_([site.id for site in sites]),
        )
    )


def by_id(session: Session, event: Event, sites: Collection[Site], need_id: int) -> One | None:
    """One need, with whose it is; None beyond these sites."""
    return session.execute(single(event, sites).where(Need.id == need_id)).one_or_none()


def by_ids(session: Session, event: Event, sites: Collection[Site], ids: Collection[int]) -> Sequence[One]:
    """Several needs, with whose they are; without those beyond these sites."""
    found: Sequence[One] = session.execute(single(event, sites).where(Need.id.in_(ids)).order_by(Need.id)).all()
    return found


def states(session: Session, event: Event, sites: Collection[Site]) -> Mapping[NeedKind, Counter[NeedState]]:
    """How many needs of each kind wait, are answered, are refused."""
    kept = single(event, sites).with_only_columns(Need.kind, Need.state, func.count()).group_by(Need.kind, Need.state)
    found: dict[NeedKind, Counter[NeedState]] = {}
    for kind, state, number in session.execute(kept):
        found.setdefault(kind, Counter())[state] = number
    return found


def unanswered(session: Session, event: Event, sites: Collection[Site]) -> int:
    """Needs that nobody has answered."""
    return sum(each[NeedState.ASKED] for each in states(session, event, sites).values())


def days(event: Event) -> Sequence[date]:
    """The days of an event in its own zone."""
    first = zones.local(event.starts_at, event.time_zone).date()
    last = zones.local(event.ends_at - timedelta(microseconds=1), event.time_zone).date()
    return [first + timedelta(days=at) for at in range(min((last - first).days + 1, MOST_DAYS))]


def eaters(session: Session, event: Event, sites: Collection[Site]) -> Sequence[Eater]:
    """Everybody who has a place, by what they eat and on which days they came; no names."""
    came: dict[int, set[date]] = {}
    for attendee, day in session.execute(
        select(Attendance.attendee_id, Attendance.day).where(
            Attendance.event_id == event.id, Attendance.undone_at.is_(None)
        )
    ):
        came.setdefault(attendee, set()).add(day)
    rows = session.execute(
        select(Attendee.id, Registration.site_id, Need.codes, Need.words)
        .join(Registration, Registration.id == Attendee.registration_id)
        .outerjoin(Need, (Need.attendee_id == Attendee.id) & (Need.kind == NeedKind.DIET))
        .where(*_with_places(event, sites))
    )
    return [
        Eater(site, tuple(codes or ()), bool(words), frozenset(came.get(attendee, ())))
        for attendee, site, codes, words in rows
    ]


@dataclass(slots=True)
class Tally:
    """Numbers of one kind of need at one site."""

    people: int = 0
    by_code: Counter[str] = field(default_factory=Counter)
    with_words: int = 0
    by_state: Counter[NeedState] = field(default_factory=Counter)


def tallies(session: Session, event: Event, sites: Collection[Site], kind: NeedKind) -> Mapping[int, Tally]:
    """What people with a place need, by site; no names."""
    rows = session.execute(
        select(Registration.site_id, Need.codes, Need.words, Need.state)
        .join(Attendee, Attendee.registration_id == Registration.id)
        .join(Need, Need.attendee_id == Attendee.id)
        .where(*_with_places(event, sites), Need.kind == kind)
    )
    found: dict[int, Tally] = {}
    for site, codes, words, state in rows:
        tally = found.setdefault(site, Tally())
        tally.people += 1
        tally.by_code.update(set(codes))
        tally.with_words += bool(words)
        tally.by_state[state] += 1
    return found


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody with a place, by their languages."""

    listener: Listener
    name: str
    site_id: int


def heard(session: Session, event: Event, sites: Collection[Site]) -> Sequence[Heard]:
    """Everybody who has a place; who said nothing of languages has none. In the order in which they registered."""
    rows = session.execute(
        select(Attendee.id, Attendee.name, Registration.site_id, Need.spoken, Need.understood, Need.signed)
        .join(Registration, Registration.id == Attendee.registration_id)
        .outerjoin(Need, (Need.attendee_id == Attendee.id) & (Need.kind == NeedKind.INTERPRETATION))
        .where(*_with_places(event, sites))
        .order_by(Registration.number, Attendee.position)
    )
    return [
        Heard(Listener.of(attendee, spoken or (), understood or (), signed or ()), name, site)
        for attendee, name, site, spoken, understood, signed in rows
    ]


def sessions(session: Session, event: Event) -> Sequence[ProgrammeSession]:
    """The programme in order."""
    return session.scalars(
        select(ProgrammeSession)
        .where(ProgrammeSession.event_id == event.id)
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    ).all()


def _with_places(event: Event, sites: Collection[Site]) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.event_id == event.id,
        Registration.status == RegistrationStatus.CONFIRMED,
        Registration.site_id.in_([site.id for site in sites]),
    )
