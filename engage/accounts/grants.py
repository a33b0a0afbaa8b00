"""Duties on one event or assessment: who holds which, and who may give them.

Rooms above say on what duties are given (`offer`, in their wiring); pages of people show a section for each. Whether
somebody holds a duty is asked of `has_duty` alone.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import sight
from engage.accounts.models import Grant, Person
from engage.accounts.people import NotYours, Yourself
from engage.accounts.roles import Duty
from engage.core.actor import Actor
from engage.core.refusal import Refusal
from engage.privacy import audit
from engage.web.permissions import Permission

_KEY = "engage-grants"


class NoSuchThing(Refusal):
    """Nothing that duties are given on."""

    code = "no_such_thing"


@dataclass(frozen=True, slots=True)
class Thing:
    """One event or assessment."""

    id: int
    title: str
    hubs: frozenset[int]
    """Who may give duties on it: whoever may invite people for one of these hubs."""


@dataclass(frozen=True, slots=True)
class Things:
    """A kind of things that duties are given on."""

    name: str
    """As the table keeps it: "event", "assessment"."""
    title: str
    """Heading of the section, translated when it is shown."""
    duties: tuple[Duty, ...]
    offered: Callable[[Session, sight.Reach], Collection[Thing]]
    """Those of some hubs (None: all) that duties can be given on now."""


class _App(Protocol):
    extensions: dict[str, Any]


def offer(app: _App, *kinds: Things) -> None:
    """Say on what duties are given; from a room's wiring."""
    app.extensions.setdefault(_KEY, {}).update({kind.name: kind for kind in kinds})


def offered(app: _App) -> tuple[Things, ...]:
    return tuple(app.extensions.get(_KEY, {}).values())


def has_duty(session: Session, person: Person, thing: str, thing_id: int, duty: Duty) -> bool:
    """Whether a person holds a duty on one thing; nobody whose account is off does."""
    return person.active and session.scalar(_one(person.id, thing, thing_id, duty)) is not None


def _one(person_id: int, thing: str, thing_id: int, duty: Duty) -> Any:
    return select(Grant).where(
        Grant.person_id == person_id, Grant.thing == thing, Grant.thing_id == thing_id, Grant.duty == duty
    )


def give(
    session: Session, person: Person, kind: Things, thing_id: int, duty: Duty, *, now: datetime, by: Person
) -> bool:
    """Give a duty; False when it is held already.

    :raises NoSuchThing: when the thing is not there for who gives, or has no such duty
    :raises Yourself: to oneself
    """
    found = _thing(session, kind, thing_id, duty, by, person)
    if session.scalar(_one(person.id, kind.name, thing_id, duty)) is not None:
        return False
    session.add(Grant(person_id=person.id, thing=kind.name, thing_id=thing_id, duty=duty))
    session.flush()
    _note(session, "person.duty-given", person, found, kind, duty, now, by)
    return True


def take(
    session: Session, person: Person, kind: Things, thing_id: int, duty: Duty, *, now: datetime, by: Person
) -> bool:
    """Take a duty; False when it is not held.

    :raises NoSuchThing: when the thing is not there for who takes
    :raises Yourself: from oneself
    """
    found = _thing(session, kind, thing_id, duty, by, person)
    held = session.scalar(_one(person.id, kind.name, thing_id, duty))
    if held is None:
        return False
    session.delete(held)
    session.flush()
    _note(session, "person.duty-taken", person, found, kind, duty, now, by)
    return True


def _thing(session: Session, kind: Things, thing_id: int, duty: Duty, by: Person, person: Person) -> Thing:
    if person.id == by.id:
        raise Yourself
    reach = sight.reach(session, by, Permission.PEOPLE)
    if reach is not None and not reach:
        raise NotYours
    found = next((each for each in kind.offered(session, reach) if each.id == thing_id), None)
    if found is None or duty not in kind.duties or not (reach is None or found.hubs & reach):
        raise NoSuchThing
    return found


def _note(
    session: Session, action: str, person: Person, thing: Thing, kind: Things, duty: Duty, now: datetime, by: Person
) -> None:
    audit.record(
        session,
        Actor(by.id, by.email),
        action,
        "person",
        person.id,
        now=now,
        hub_id=min(thing.hubs, default=None),
        to=person.email,
        duty=duty.value,
        on=kind.name,
        about=thing.title,
    )
