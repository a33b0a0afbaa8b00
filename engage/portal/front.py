"""The front page: what one can take part in now, what is coming, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engage.activities import funding, showing
from engage.activities.domain.shown import ShownActivity, Standing

LOOKS_BACK = timedelta(days=400)
"""What ended before is in the calendar, and not on the front page."""
MOST_COMING, MOST_OVER = 6, 4


@dataclass(frozen=True, slots=True)
class Front:
    """The front page's parts; a part without anything has no heading."""

    open: Sequence[ShownActivity]
    coming: Sequence[ShownActivity]
    came_of_it: Sequence[ShownActivity]
    more_coming: int
    """That are in the calendar only."""
    funding: Sequence[funding.Statement]

    @property
    def empty(self) -> bool:
        return not (self.open or self.coming or self.came_of_it)


def front(session: Session, lang: str, now: datetime) -> Front:
    """What the front page shows, in a number of statements that does not grow with it."""
    found = showing.shown(session, lang=lang, now=now, since=(now - LOOKS_BACK).date())
    coming = [each for each in found if each.standing is Standing.COMING]
    return Front(
        open=[each for each in found if each.standing is Standing.OPEN],
        coming=coming[:MOST_COMING],
        came_of_it=[each for each in found if each.came_of_it][:MOST_OVER],
        more_coming=max(0, len(coming) - MOST_COMING),
        funding=funding.statements(session, lang, now.date()),
    )
