"""The hubs that the header of the console offers."""

from collections.abc import Sequence

from flask_security import current_user

from engage.accounts import sight
from engage.db.session import db
from engage.hubs import queries
from engage.web.desk import HubChoice


def choices() -> Sequence[HubChoice]:
    """The hubs that who is signed in works for, by name."""
    own = sight.hubs_of(db.session(), current_user)
    return [HubChoice(hub.id, hub.name) for hub in queries.every(db.session()) if own is None or hub.id in own]


def parts(hub_id: int) -> frozenset[int]:
    return queries.with_parts(db.session(), [hub_id])
