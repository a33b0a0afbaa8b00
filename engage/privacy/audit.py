"""The trail: who did what to what. Written in the transaction of the deed, so that neither is there without the other.

Nothing of citizens goes in: no answer, no mail address, no name but those of the teams.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.core.actor import Actor
from engage.privacy.models import AuditEntry


def record(
    session: Session,
    by: Actor,
    action: str,
    thing: str,
    thing_id: int | str,
    *,
    now: datetime,
    hub_id: int | None = None,
    **details: Any,
) -> None:
    """Add an entry.

    :param action: thing and deed with a point between them: "hub.changed", "person.invited"
    :param details: what a reader needs to understand it, as plain JSON values
    """
    session.add(
        AuditEntry(
            at=now,
            by_id=by.id,
            by=by.name,
            action=action,
            thing=thing,
            thing_id=str(thing_id),
            hub_id=hub_id,
            details=details,
        )
    )
