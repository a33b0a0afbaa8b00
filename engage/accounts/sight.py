"""For which hubs a person holds a permission: one resolver for roles and the tree of hubs."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.accounts.roles import RoleName, labels
from engage.hubs import queries as hubs
from engage.web.permissions import Permission

Reach = frozenset[int] | None
"""Hubs by id; None for all of them."""


def reach(session: Session, person: Person, permission: Permission) -> Reach:
    """The hubs for which a person holds a permission: those of their roles, with the regional and local parts."""
    own = held_for(person, permission)
    return own if own is None else hubs.with_parts(session, own)


def held_for(person: Person, permission: Permission) -> Reach:
    """The hubs that the roles themselves name, without their parts."""
    own: set[int] = set()
    for held in person.scoped_roles:
        if permission not in labels(RoleName(held.role.name), network=held.hub_id is None):
            continue
        if held.hub_id is None:
            return None
        own.add(held.hub_id)
    return frozenset(own)


def may(session: Session, person: Person, permission: Permission, about: Collection[int] | None) -> bool:
    """Whether a person holds a permission for one of the hubs behind a thing; for any hub when `about` is None."""
    found = reach(session, person, permission)
    if found is None:
        return about is None or bool(about)
    return bool(found) if about is None else not found.isdisjoint(about)


def hubs_of(session: Session, person: Person) -> Reach:
    """The hubs that a person works for in any role, with their parts; None for a role of the network."""
    own = {held.hub_id for held in person.scoped_roles}
    return None if None in own else hubs.with_parts(session, {hub for hub in own if hub is not None})
