"""What mails about registrations need of higher parts of the room: its wiring hands it over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.events.domain.waiting import Standing
from engage.events.models_people import Registration

Standings = Callable[[Session, Registration, datetime], Standing | None]
"""(session, registration, now) -> why it waits and about where it stands; None for one that does not wait."""


@dataclass(frozen=True, slots=True)
class Above:
    standing: Standings
