"""Use cases around the people of hubs: invite, give and take roles, switch accounts off.

Two rules hold everywhere: nobody gives or takes more than they hold themselves, and the network is never left
without somebody of its office.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from engage.accounts import invitations, mails_people, sight
from engage.accounts.models import ConsoleSession, Grant, Person, PersonRole, Role
from engage.accounts.roles import FOR_A_HUB, FOR_THE_NETWORK, RoleName
from engage.accounts.service import find, normal
from engage.core.actor import Actor
from engage.core.refusal import Refusal
from engage.hubs import queries as hubs
from engage.privacy import audit
from engage.web.permissions import Permission


class NotYours(Refusal):
    """More than who asks holds."""

    code = "not_yours"


class Yourself(Refusal):
    """What one may not do to one's own account."""

    code = "yourself"


class LastOfTheOffice(Refusal):
    """Nobody of the network office would be left."""

    code = "last_of_the_office"


class NoRole(Refusal):
    """An invitation without anything to do."""

    code = "no_role"


class SwitchedOff(Refusal):
    """There is an account with this address, and it is switched off."""

    code = "switched_off"


class NotInvited(Refusal):
    """There is no invitation that could be sent again or withdrawn: it was accepted."""

    code = "not_invited"


class State(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Given:
    """A role for a hub, or (None) for the network."""

    role: RoleName
    hub_id: int | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite, as the form hands it over."""

    email: str
    name: str
    language: str
    roles: tuple[Given, ...]


def state(person: Person) -> State:
    """Where an account stands: whoever has a password accepted the invitation."""
    if not person.active:
        return State.OFF
    return State.ACTIVE if person.password else State.INVITED


# -- reads


def visible(reach: sight.Reach) -> Select[Any]:
    """The people of some hubs; everybody without hubs. Closed accounts are nobody."""
    people = select(Person).where(Person.closed_at.is_(None))
    if reach is None:
        return people
    return people.where(Person.id.in_(select(PersonRole.person_id).where(PersonRole.hub_id.in_(reach))))


def hubs_behind(session: Session, person_id: int) -> frozenset[int]:
    """The hubs whose coordinators may see an account; 0 stands for the network office, which sees all of them."""
    person = session.get(Person, person_id)
    if person is None or person.closed_at is not None:
        return frozenset()
    return frozenset({0} | {held.hub_id for held in person.scoped_roles if held.hub_id is not None})


def may_give(session: Session, by: Person, given: Given) -> bool:
    """Whether a person may give, and take, a role: for their own hubs, and for the network only from its office."""
    reach = sight.reach(session, by, Permission.PEOPLE)
    if given.hub_id is None:
        return reach is None and given.role in FOR_THE_NETWORK
    return given.role in FOR_A_HUB and (reach is None or given.hub_id in reach)


def governs(session: Session, by: Person, person: Person) -> bool:
    """Whether an account is all theirs: each of its roles is one that they may take."""
    reach = sight.reach(session, by, Permission.PEOPLE)
    return reach is None or all(
        held.hub_id in reach and held.role.name in set(FOR_A_HUB) for held in person.scoped_roles
    )


# -- deeds


def invite(session: Session, invitation: Invitation, *, now: datetime, by: Person) -> Person:
    """Invite somebody to roles. Who has an account gets the roles at once, and is told so by mail.

    :raises NoRole: without a role
    :raises NotYours: when who invites does not hold as much
    :raises SwitchedOff: when the account of this address was switched off
    :raises Yourself: with one's own address
    """
    if not invitation.roles:
        raise NoRole
    if not all(may_give(session, by, given) for given in invitation.roles):
        raise NotYours
    person = find(session, invitation.email)
    if person is not None and person.id == by.id:
        raise Yourself
    if person is not None and not person.active:
        raise SwitchedOff
    if person is None:
        person = _new(session, invitation, invitation.roles[0].hub_id, now)
    added = [given for given in dict.fromkeys(invitation.roles) if _add(session, person, given)]
    for given in added:
        _note_role(session, by, "person.role-given", person, given, now)
    if state(person) is State.INVITED:
        _note(session, by, "person.invited", person, invitation.roles[0].hub_id, now)
        invitations.send(session, person, by=by, hub_id=invitation.roles[0].hub_id, now=now)
    elif added:
        mails_people.tell_given(session, person, _codes(session, added), by=by, hub_id=added[0].hub_id, now=now)
    return person


def invite_to_duty(
    session: Session, invitation: Invitation, hub_id: int, *, now: datetime, by: Person
) -> tuple[Person, bool]:
    """The account of somebody who is to get a duty on one thing and needs no role; whether they were invited just now.

    The duty itself is given afterwards (`engage.accounts.grants`).

    :raises NotYours: when who invites may not invite people for the hub
    :raises SwitchedOff: when the account of this address was switched off
    :raises Yourself: with one's own address
    """
    reach = sight.reach(session, by, Permission.PEOPLE)
    if reach is not None and hub_id not in reach:
        raise NotYours
    person = find(session, invitation.email)
    if person is not None and person.id == by.id:
        raise Yourself
    if person is not None and not person.active:
        raise SwitchedOff
    if person is None:
        person = _new(session, invitation, hub_id, now)
    if state(person) is not State.INVITED:
        return person, False
    _note(session, by, "person.invited", person, hub_id, now)
    invitations.send(session, person, by=by, hub_id=hub_id, now=now)
    return person, True


def _new(session: Session, invitation: Invitation, hub_id: int | None, now: datetime) -> Person:
    person = Person(
        email=normal(invitation.email),
        fs_uniquifier=secrets.token_hex(32),
        name=invitation.name,
        language=invitation.language,
        created_at=now,
    )
    for hub in hubs.every(session):
        if hub.id == hub_id:
            person.time_zone = hub.time_zone
    session.add(person)
    session.flush()
    return person


def send_again(session: Session, person: Person, *, now: datetime, by: Person) -> None:
    """Send the invitation again; the link of the former one is worth nothing from now on.

    :raises NotInvited: when it was accepted, or the account is off
    """
    if state(person) is not State.INVITED:
        raise NotInvited
    hub_id = _hub_for(session, person, by)
    _note(session, by, "person.invited-again", person, hub_id, now)
    invitations.send(session, person, by=by, hub_id=hub_id, now=now)


def withdraw(session: Session, person: Person, *, now: datetime, by: Person) -> None:
    """Take an invitation back: an account that nobody ever used is deleted.

    Roles that who asks may not take stay, and with them the invitation of somebody else.

    :raises NotInvited: when it was accepted, or the account is off
    """
    if state(person) is not State.INVITED:
        raise NotInvited
    _note(session, by, "person.invitation-withdrawn", person, _hub_for(session, person, by), now)
    for held in list(person.scoped_roles):
        if may_give(session, by, Given(RoleName(held.role.name), held.hub_id)):
            session.delete(held)
    session.flush()
    session.expire(person, ["scoped_roles", "roles"])
    if not person.scoped_roles:
        session.delete(person)
        session.flush()


def give(session: Session, person: Person, given: Given, *, now: datetime, by: Person) -> bool:
    """Give a role; False when it is held already.

    :raises NotYours: when who gives does not hold as much
    :raises Yourself: to oneself
    """
    _require(session, person, given, by)
    if not _add(session, person, given):
        return False
    _note_role(session, by, "person.role-given", person, given, now)
    if state(person) is State.ACTIVE:
        mails_people.tell_given(session, person, _codes(session, [given]), by=by, hub_id=given.hub_id, now=now)
    return True


def take(session: Session, person: Person, given: Given, *, now: datetime, by: Person) -> bool:
    """Take a role; False when it is not held.

    :raises NotYours: when who takes does not hold as much
    :raises Yourself: from oneself: others do that, or one closes the account
    :raises LastOfTheOffice: when nobody of the network office would be left
    """
    _require(session, person, given, by)
    held = next(
        (each for each in person.scoped_roles if each.role.name == given.role and each.hub_id == given.hub_id), None
    )
    if held is None:
        return False
    if given.role is RoleName.NETWORK_ADMIN:
        require_another(session, person)
    session.delete(held)
    session.flush()
    session.expire(person, ["scoped_roles", "roles"])
    _note_role(session, by, "person.role-taken", person, given, now)
    if state(person) is State.ACTIVE:
        mails_people.tell_taken(session, person, _codes(session, [given]), by=by, hub_id=given.hub_id, now=now)
    return True


def switch_off(session: Session, person: Person, *, now: datetime, by: Person) -> None:
    """Let an account sign in no more; its sessions end now. Roles stay, for the day it is switched on again.

    :raises NotYours: when the account has roles that who asks could not take
    :raises Yourself: one's own
    :raises LastOfTheOffice: when nobody of the network office would be left
    """
    _require_whole(session, person, by)
    if is_of_the_office(person):
        require_another(session, person)
    person.active = False
    session.execute(delete(ConsoleSession).where(ConsoleSession.person_id == person.id))
    _note(session, by, "person.switched-off", person, _hub_for(session, person, by), now)


def switch_on(session: Session, person: Person, *, now: datetime, by: Person) -> None:
    """Let an account sign in again.

    :raises NotYours: when the account has roles that who asks could not give
    :raises Yourself: one's own
    """
    _require_whole(session, person, by)
    person.active = True
    _note(session, by, "person.switched-on", person, _hub_for(session, person, by), now)


# -- the network office


def is_of_the_office(person: Person) -> bool:
    return any(held.role.name == RoleName.NETWORK_ADMIN and held.hub_id is None for held in person.scoped_roles)


def require_another(session: Session, person: Person) -> None:
    """Somebody else of the network office can sign in; asked one after the other, by locking the role.

    :raises LastOfTheOffice: when there is nobody else
    """
    role = session.scalar(select(Role).where(Role.name == RoleName.NETWORK_ADMIN.value).with_for_update())
    if role is None:
        return
    other = (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            PersonRole.role_id == role.id,
            PersonRole.hub_id.is_(None),
            Person.id != person.id,
            Person.active,
            Person.password.is_not(None),
        )
    )
    if session.scalar(other.limit(1)) is None:
        raise LastOfTheOffice


# -- parts


def _require(session: Session, person: Person, given: Given, by: Person) -> None:
    if person.id == by.id:
        raise Yourself
    if not may_give(session, by, given):
        raise NotYours


def _require_whole(session: Session, person: Person, by: Person) -> None:
    if person.id == by.id:
        raise Yourself
    if not governs(session, by, person):
        raise NotYours


def _add(session: Session, person: Person, given: Given) -> bool:
    if any(held.role.name == given.role and held.hub_id == given.hub_id for held in person.scoped_roles):
        return False
    role = session.scalar(select(Role).where(Role.name == given.role.value))
    if role is None:
        role = Role(name=given.role.value)
        session.add(role)
        session.flush()
    session.add(PersonRole(person_id=person.id, role_id=role.id, hub_id=given.hub_id))
    session.flush()
    session.expire(person, ["scoped_roles", "roles"])
    return True


def _hub_for(session: Session, person: Person, by: Person) -> int | None:
    """The hub in whose name something is done to an account: one that both work for."""
    reach = sight.reach(session, by, Permission.PEOPLE)
    own = sorted(held.hub_id for held in person.scoped_roles if held.hub_id is not None)
    return next((hub for hub in own if reach is None or hub in reach), None)


def _codes(session: Session, given: Collection[Given]) -> list[str]:
    return [mails_people.code(each.role, hub_name(session, each.hub_id)) for each in given]


def hub_name(session: Session, hub_id: int | None) -> str:
    """A hub's own name; empty for the network."""
    return next((hub.name for hub in hubs.every(session) if hub.id == hub_id), "")


def _note(session: Session, by: Person, action: str, person: Person, hub_id: int | None, now: datetime) -> None:
    audit.record(session, Actor(by.id, by.email), action, "person", person.id, now=now, hub_id=hub_id, to=person.email)


def _note_role(session: Session, by: Person, action: str, person: Person, given: Given, now: datetime) -> None:
    audit.record(
        session,
        Actor(by.id, by.email),
        action,
        "person",
        person.id,
        now=now,
        hub_id=given.hub_id,
        to=person.email,
        role=given.role.value,
        hub=hub_name(session, given.hub_id),
    )


def grants_of(session: Session, person: Person) -> list[Grant]:
    return list(session.scalars(select(Grant).where(Grant.person_id == person.id).order_by(Grant.thing, Grant.id)))
