"""The person who asks: the answers of `engage.accounts.sight`, for this request."""

from flask import g
from flask_security import current_user

from engage.accounts import grants, sight
from engage.accounts.roles import BY_DUTY
from engage.core.actor import Actor
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.web.permissions import Asker, Permission


def signed_in() -> bool:
    return bool(current_user.is_authenticated)


def reach(permission: Permission) -> sight.Reach:
    """The hubs for which the person who asks holds a permission; parts are looked up once in a request."""
    own = sight.held_for(current_user, permission)
    if own is None:
        return None
    kept: dict[frozenset[int], frozenset[int]] = g.setdefault("reach", {})
    if own not in kept:
        kept[own] = hubs.with_parts(db.session(), own)
    return kept[own]


def actor() -> Actor:
    return Actor(int(current_user.id), str(current_user.email))


def language() -> str:
    return str(current_user.language) if signed_in() else ""


def time_zone() -> str:
    return str(current_user.time_zone) if signed_in() else ""


def on_duty(permission: Permission, kind: str, thing_id: int) -> bool:
    """Whether a duty on one thing allows something there, whatever roles the person has."""
    return any(
        grants.has_duty(db.session(), current_user, kind, thing_id, duty)
        for duty, allowed in BY_DUTY.items()
        if permission in allowed
    )


ASKER = Asker(signed_in, reach, actor, language, time_zone, on_duty)
