"""The person who asks: the answers of `engage.accounts.sight`, for this request."""

from flask import g
from flask_security import current_user

from engage.accounts import sight
from engage.core.actor import Actor
from engage.db.session import db
from engage.web.permissions import Asker, Permission


def signed_in() -> bool:
    return bool(current_user.is_authenticated)


def reach(permission: Permission) -> sight.Reach:
    """The hubs for which the person who asks holds a permission; worked out once in a request."""
    kept: dict[Permission, sight.Reach] = g.setdefault("reach", {})
    if permission not in kept:
        kept[permission] = sight.reach(db.session(), current_user, permission)
    return kept[permission]


def actor() -> Actor:
    return Actor(int(current_user.id), str(current_user.email))


def language() -> str:
    return str(current_user.language) if signed_in() else ""


def time_zone() -> str:
    return str(current_user.time_zone) if signed_in() else ""


ASKER = Asker(signed_in, reach, actor, language, time_zone)
