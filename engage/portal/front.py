"""The front page: what one can take part in now, what is coming, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from engage.activities import funding, showing
from engage.activities.became import Became
from engage.activities.domain.kinds import ActivityKind
from engage.activities.domain.shown import ShownActivity, Standing
from engage.outcomes import showing as outcomes

LOOKS_BACK = timedelta(days=400)
"""What ended before is in the calendar, and not on the front page."""
MOST_COMING, MOST_OVER, MOST_BECAME = 6, 4, 3


@dataclass(frozen=True, slots=True)
class Front:
    """The front page's parts; a part without anything has no heading."""

    open: Sequence[ShownActivity]
    coming: Sequence[ShownActivity]
    came_of_it: Sequence[ShownActivity]
    more_coming: int
    """That are in the calendar only."""
    became: Sequence[Became]
    """What was published last of answers, decisions and deeds."""
    funding: Sequence[funding.Statement]

    @property
    def empty(self) -> bool:
        return not (self.open or self.coming or self.came_of_it)


def _is_coming(shown: ShownActivity) -> bool:
    """An event that is full is still to come, and has a waiting list as a rule; a survey that is full is not."""
    full = shown.standing is Standing.FULL and shown.kind is not ActivityKind.SURVEY
    return full or shown.standing is Standing.COMING


def front(session: Session, lang: str, now: datetime, answer_days: int) -> Front:
    """What the front page shows, in a number of statements that does not grow with it.

    :param answer_days: that a body has to answer a recommendation
    """
    found = showing.shown(session, lang=lang, now=now, since=(now - LOOKS_BACK).date())
    coming = sorted((each for each in found if _is_coming(each)), key=lambda each: each.starts_on or date.max)
    return Front(
        open=[each for each in found if each.standing is Standing.OPEN],
        coming=coming[:MOST_COMING],
        came_of_it=[each for each in found if each.came_of_it][:MOST_OVER],
        more_coming=max(0, len(coming) - MOST_COMING),
        became=outcomes.of_everybody(session, lang, now.date(), answer_days, MOST_BECAME),
        funding=funding.statements(session, lang, now.date()),
    )
