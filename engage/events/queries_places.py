"""Reads of places: the rules of an event, what is taken, who waits."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    FromClause,
    Select,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.db.straight import Call, Rows, Straight, together
from engage.events.domain.kinds import HOLDING, AttendeeRole, Mode, RegistrationStatus
from engage.events.domain.parties import Cell, Composition
from engage.events.domain.phases import Window
from engage.events.domain.places import Limits, QuotaRule, SiteSeats
from engage.events.domain.waiting import Shares, Waiting
from engage.events.models import Event, Quota, Site
from engage.events.models_people import Attendee, Registration


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides who gets a place at an event. Under the lock it is what holds; else for showing."""

    event_id: int
    mode: Mode
    limits: Limits
    window: Window
    waiting_seats: int | None
    roles: frozenset[str]
    max_party: int
    confirm_hours: int
    offer_hours: int
    reconfirm_from: datetime | None
    reconfirm_by: datetime | None
    hubs: Mapping[int, int]
    """Of each site."""
    stands: tuple[Any, ...]
    """What tells this state of the event from another (`queries_public.as_it_stands`)."""


_E, _A, _S = (cast(Table, model.__table__) for model in (Event, Activity, Site))
_Q, _R, _P = (cast(Table, model.__table__) for model in (Quota, Registration, Attendee))
_AT: BindParameter[int] = bindparam("at", type_=_E.c.id.type)
# The three that every registration asks while others wait, made once. JSON comes as text: rows are what is kept by.
_RULES = Straight(
    select(
        *(_E.c.mode, _E.c.seats, cast_to(_E.c.role_seats, Text).label("role_seats"), _E.c.waiting_seats),
        *(cast_to(_E.c.roles, Text).label("roles"), _E.c.max_party, _E.c.confirm_hours, _E.c.offer_hours),
        *(_E.c.reconfirm_from, _E.c.reconfirm_by, _E.c.starts_at, _E.c.ends_at, _E.c.registration_opens_at),
        *(_E.c.registration_closes_at, _E.c.registration_paused, _E.c.template, _A.c.state),
        *(_E.c.uid, _E.c.revision, _E.c.version_id, _A.c.hub_id.label("lead_id")),
        *(_S.c.id.label("site_id"), _S.c.seats.label("site_seats"), _S.c.room, _S.c.hub_id),
    )
    .join(_A, _A.c.id == _E.c.activity_id)
    .outerjoin(_S, _S.c.event_id == _E.c.id)
    .where(_E.c.id == _AT)
    .order_by(_S.c.id),
    raw=True,
)
_QUOTAS = Straight(
    select(
        *(
            _Q.c.id,
            _Q.c.key,
            cast_to(_Q.c.codes, Text).label("codes"),
            _Q.c.minimum,
            _Q.c.maximum,
            _Q.c.site_id,
            _Q.c.release_at,
        ),
        _Q.c.name,
    )
    .where(_Q.c.event_id == _AT)
    .order_by(_Q.c.position, _Q.c.id),
    raw=True,
)
_LIVE = (
    _R.c.event_id == _AT,
    # Each by itself: a list of values is written into the statement anew every time.
    or_(*(_R.c.status == status for status in (*HOLDING, RegistrationStatus.WAITING))),
)
_PERSONS = select(_P.c.role, _P.c.traits).where(_P.c.registration_id == _R.c.id)
# PostgreSQL looks up the persons of each registration by themselves (OFFSET 0 keeps it to that): left alone and without
# statistics, it compared each registration of the event with each of its persons, which grew by the square.
_EACH = _PERSONS.offset(literal_column("0")).lateral()


def _by_kind(persons: FromClause, rows: FromClause) -> Select[Any]:
    kind = (_R.c.status, _R.c.site_id, persons.c.role, persons.c.traits)
    return select(*kind, func.count()).select_from(rows).where(*_LIVE).group_by(*kind)


_COMPOSITION = Straight(
    _by_kind(_P, _R.join(_P, _P.c.registration_id == _R.c.id)),
    instead={"postgresql": _by_kind(_EACH, _R.join(_EACH, true()))},
)


def rules(session: Session, event_id: int) -> Rules:
    """The rules as they are stored now, whatever was read before: two statements."""
    session.flush()
    connection = session.connection()
    return rules_of(event_id, connection.dialect.name, together(connection, *rules_calls(event_id)))


def rules_calls(event_id: int) -> tuple[Call, Call]:
    """The statements whose answers `rules_of` reads."""
    return _RULES.call(at=event_id), _QUOTAS.call(at=event_id)


def rules_of(event_id: int, kind: str, answers: Sequence[Rows]) -> Rules:
    """The rules that were read; made once for each state of them.

    :param kind: of database
    :raises NoResultFound: there is no event with that id
    """
    rows, quotas = answers
    if not rows:
        raise NoResultFound
    return _rules(event_id, kind, tuple(rows), tuple(quotas))


Stored = tuple[tuple[Any, ...], ...]


@lru_cache(maxsize=512)
def _rules(event_id: int, kind: str, rows: Stored, quotas: Stored) -> Rules:
    """Kept by all that is stored: there is nothing that could be out of date."""
    sites = _RULES.read(kind, rows)
    event = sites[0]
    sites = [site for site in sites if site["site_id"] is not None]
    return Rules(
        event_id,
        event["mode"],
        Limits(
            starts_at=event["starts_at"],
            seats=event["seats"],
            roles={role: seats for role, seats in json.loads(event["role_seats"]).items() if seats is not None},
            sites={site["site_id"]: SiteSeats(site["site_seats"], site["room"]) for site in sites},
            quotas=tuple(_quota(quota) for quota in _QUOTAS.read(kind, quotas)),
        ),
        _window(event),
        event["waiting_seats"],
        frozenset(json.loads(event["roles"])),
        event["max_party"],
        event["confirm_hours"],
        event["offer_hours"],
        event["reconfirm_from"],
        event["reconfirm_by"],
        {site["site_id"]: site["hub_id"] for site in sites},
        (event_id, *(event[name] for name in ("uid", "revision", "version_id", "state", "lead_id"))),
    )


def _quota(stored: Mapping[str, Any]) -> QuotaRule:
    return QuotaRule(**{**stored, "codes": frozenset(json.loads(stored["codes"]))})


def _window(event: Mapping[str, Any]) -> Window:
    return Window(
        event["starts_at"],
        event["ends_at"],
        event["registration_opens_at"],
        event["registration_closes_at"],
        event["registration_paused"],
        announced=event["state"] in (ActivityState.ANNOUNCED, ActivityState.CANCELLED) and not event["template"],
        cancelled=event["state"] is ActivityState.CANCELLED,
    )


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Persons with a place by kind, and how many wait."""

    holding: Composition
    waiting: int


def occupancy(session: Session, event_id: int) -> Occupancy:
    """One grouped statement."""
    session.flush()
    return occupancy_of(together(session.connection(), occupancy_call(event_id))[0])


def occupancy_call(event_id: int) -> Call:
    """The statement whose answer `occupancy_of` reads."""
    return _COMPOSITION.call(at=event_id)


def occupancy_of(rows: Rows) -> Occupancy:
    holding: Composition = Counter()
    waiting = 0
    for status, site_id, role, traits, number in rows:
        if status is RegistrationStatus.WAITING:
            waiting += number
        else:
            holding[Cell(site_id, role, traits)] += number
    return Occupancy(holding, waiting)


def line(session: Session, event_id: int, limits: Limits) -> list[Waiting]:
    """Who waits, with what each party would take."""
    rows = session.execute(
        select(
            Registration.id,
            Registration.number,
            Registration.rank,
            Registration.stratum,
            Registration.site_id,
            Attendee.role,
            Attendee.traits,
        )
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.status == RegistrationStatus.WAITING)
    )
    parties: dict[int, tuple[int, int | None, str]] = {}
    cells: dict[int, Composition] = defaultdict(Counter)
    for id_, number, rank, stratum, site_id, role, traits in rows:
        parties[id_] = number, rank, stratum
        cells[id_][Cell(site_id, role, traits)] += 1
    return [
        Waiting(id_, number, cells[id_].total(), limits.taken(cells[id_]), rank, stratum)
        for id_, (number, rank, stratum) in parties.items()
    ]


def shares(session: Session, event_id: int) -> Shares | None:
    """What each stratum drew and has, in persons; None before a draw."""
    rows = session.execute(
        select(Registration.stratum, Registration.drawn, Registration.status, func.count())
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(Registration.event_id == event_id, Registration.rank.is_not(None))
        .group_by(Registration.stratum, Registration.drawn, Registration.status)
    ).all()
    if not rows:
        return None
    drawn: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for stratum, was_drawn, status, number in rows:
        drawn[stratum] += number if was_drawn else 0
        held[stratum] += number if status in HOLDING else 0
    return Shares(drawn, held)


def was_drawn(session: Session, event_id: int) -> bool:
    """Whether a draw gave its registrations their ranks."""
    ranked = select(Registration.id).where(Registration.event_id == event_id, Registration.rank.is_not(None))
    return session.scalar(ranked.limit(1)) is not None


def cells(session: Session, registration: Registration) -> Composition:
    """A stored party by what limits can tell apart."""
    rows = session.execute(
        select(Attendee.role, Attendee.traits, func.count())
        .where(Attendee.registration_id == registration.id)
        .group_by(Attendee.role, Attendee.traits)
    )
    return Counter({Cell(registration.site_id, AttendeeRole(role), traits): number for role, traits, number in rows})
