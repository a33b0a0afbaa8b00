"""Changes of a registration by the team."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.events import places
from engage.events.domain.telling import Told
from engage.events.domain.wanted import Wanted
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Registration


def change(session: Session, event: Event, registration: Registration, wanted: Wanted, *, now: datetime) -> bool:
    """As `places.change`. Who had the place under another mail address is told at that one, and how to object.

    :returns: whether the mail address is another one
    :raises Refusal: those of `places.change`
    """
    before = registration.email
    places.change(session, registration, wanted, now=now)
    moved = bool(before) and registration.email != before
    if moved:
        tell(session, Told.ADDRESS_CHANGED, event, registration, now=now, to=before)
    return moved
