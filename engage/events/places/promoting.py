"""Moving the waiting list on: whoever is next and fits is offered the places, until nobody who waits fits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.events import queries_places as queries
from engage.events.domain.kinds import Mode, RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.domain.waiting import answer_by, moved_up
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.places.ground import Ground, held


def promote(session: Session, event_id: int, *, now: datetime) -> int:
    """Offer what is free to those who wait. How many registrations moved up."""
    return move_up(session, held(session, session.get_one(Event, event_id)), now=now)


def move_up(session: Session, ground: Ground, *, now: datetime) -> int:
    """The same while the places are held already."""
    window = ground.rules.window
    if ground.has_begun(now) or window.cancelled or not window.announced:
        return 0
    session.flush()
    event_id, limits = ground.event.id, ground.rules.limits
    line = queries.line(session, event_id, limits)
    if not line:
        return 0
    shares = queries.shares(session, event_id) if ground.rules.mode is Mode.DRAW else None
    chosen = moved_up(line, limits, ground.taken, now, shares)
    if not chosen:
        return 0
    wanted = [party.id for party in chosen]
    rows = session.scalars(
        select(Registration).where(Registration.id.in_(wanted)), execution_options={"populate_existing": True}
    )
    found = {row.id: row for row in rows}
    for party in chosen:
        _offer(session, ground, found[party.id], now)
        ground.taken += party.party
        ground.waiting -= party.size
    return len(chosen)


def _offer(session: Session, ground: Ground, registration: Registration, now: datetime) -> None:
    registration.status = RegistrationStatus.OFFERED
    registration.answer_by = answer_by(now, ground.rules.offer_hours, ground.rules.window.starts_at)
    tell(session, Told.OFFER, ground.event, registration, now=now)
