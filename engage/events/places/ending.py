"""A registration ends, and its places go on to the next."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.events import queries_places as queries
from engage.events.domain.kinds import HOLDING, RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models_people import Registration
from engage.events.places.ground import Ground, without
from engage.events.places.promoting import move_up


def end(
    session: Session,
    ground: Ground,
    registration: Registration,
    status: RegistrationStatus,
    told: Told | None = None,
    *,
    now: datetime,
    moving: bool = True,
) -> None:
    """End it, and tell the people.

    :param moving: offer what came free at once; without it the caller does, when several end together
    """
    if registration.status in HOLDING:
        ground.taken = without(ground.taken, ground.rules.limits.taken(queries.cells(session, registration)))
    registration.status = status
    registration.ended_at = now
    registration.answer_by = registration.confirm_by = None
    if told is not None:
        tell(session, told, ground.event, registration, now=now)
    if moving:
        move_up(session, ground, now=now)
