"""Where an event stands now, as its page says it: numbers are coarse, so that nobody's registration can be watched."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.events import places
from engage.events.domain.kinds import Phase
from engage.events.domain.phases import Availability
from engage.events.domain.publicly import Coarse, coarse
from engage.events.models import Event


@dataclass(frozen=True, slots=True)
class Situation:
    """All of a page that changes by the minute. Pages are kept by it."""

    phase: Phase
    free: Coarse | None
    """Places left for any citizen; None: however many."""
    kept: bool
    """Whether the places that are left are kept for groups."""
    waiting: Coarse
    waiting_full: bool
    sites: tuple[tuple[int, Coarse | None], ...]
    groups_full: tuple[int, ...]

    def free_at(self, site_id: int) -> Coarse | None:
        return dict(self.sites).get(site_id)

    @property
    def takes(self) -> bool:
        """Whether the form is open: for a place, or for the waiting list."""
        return self.phase is Phase.OPEN or (self.phase is Phase.FULL and not self.waiting_full)


def situation(session: Session, event: Event, now: datetime) -> Situation:
    """Where an event stands, and what is left."""
    return of(places.availability(session, event, now=now))


def of(left: Availability) -> Situation:
    return Situation(
        phase=left.phase,
        free=None if left.free is None else coarse(left.free),
        kept=left.free == 0 and left.kept > 0,
        waiting=coarse(left.waiting),
        waiting_full=left.waiting_free == 0,
        sites=tuple((at, None if site.free is None else coarse(site.free)) for at, site in left.sites.items()),
        groups_full=left.groups_full,
    )
