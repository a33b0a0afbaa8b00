"""Rows of people who registered, as they would be stored: for tests of what is shown of them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.events.domain.kinds import RegistrationStatus
from engage.events.models import Event, Places
from engage.events.models_people import Attendee, Registration
from engage.events.tickets.codes import new_ticket


def make_registration(
    session: Session, event: Event, *people: str | dict[str, Any], now: datetime | None = None, **columns: Any
) -> Registration:
    """A confirmed registration at the first site; people are names, or dictionaries of their columns.

    The mail address is made from the first name, confirmed; `columns` are the registration's.
    """
    now = now or datetime.now(UTC)
    given = [{"name": one} if isinstance(one, str) else one for one in people or ("Ada Berg",)]
    number = (session.scalar(select(func.max(Registration.number)).where(Registration.event_id == event.id)) or 0) + 1
    first = str(given[0]["name"]).split()[0].lower()
    values: dict[str, Any] = {
        "site_id": event.sites[0].id,
        "status": RegistrationStatus.CONFIRMED,
        "email": f"{first}@example.org",
        "language": "en",
    }
    made = Registration(event_id=event.id, number=number, created_at=now, **(values | columns))
    made.attendees = [
        Attendee(event_id=event.id, position=at, **({"ticket": new_ticket()} | one)) for at, one in enumerate(given)
    ]
    session.add(made)
    places = session.get(Places, event.id)
    if places is not None:
        places.next_number = number + 1
    session.flush()
    return made
