"""How a figure stands to a target.

Of what adds up month by month (events, responses) a target counts from January of its year to the end of its month;
of what lasts (hubs at work) it is how it stands at the end of that month; of shares and spans of days it is that of
the year up to then.
"""

from datetime import date
from enum import StrEnum

from engage.network.domain.figures import Adding, Number
from engage.network.domain.periods import Period, last_of, month_of


class Way(StrEnum):
    REACHED = "reached"
    ON_THE_WAY = "on-the-way"
    ABOVE = "above"
    """There is time left, and what shall be small is too large now."""
    MISSED = "missed"


AT_MOST = frozenset({"no_show", "overdue", "answer_days", "message_days", "representation_gap"})
"""Figures that shall be small: the target is the most."""
_STAYS = (Adding.SUM, Adding.DIFFERENT, Adding.STATE)
"""Such figures have reached a target as soon as they come to it; shares and spans of days, when the time is over."""


def period(adding: Adding, by: date, today: date) -> Period | None:
    """What a target is counted over up to now; None where its year has not begun."""
    until = min(last_of(month_of(by)), last_of(month_of(today)))
    first = date(by.year, 1, 1)
    if adding is Adding.STATE:
        first = min(first, date(today.year, 1, 1))
    return Period(first, until) if first <= until else None


def way(figure: str, adding: Adding, so_far: Number, value: float, by: date, today: date) -> Way:
    """Reached, missed, or open until its month is over.

    :param so_far: of `period`; a number below some limit counts as nothing
    """
    over, number = today > by, 0.0 if so_far.below is not None else so_far.value
    if number is None:
        return Way.MISSED if over else Way.ON_THE_WAY
    held = number <= value if figure in AT_MOST else number >= value
    if held and (over or (figure not in AT_MOST and adding in _STAYS)):
        return Way.REACHED
    if over:
        return Way.MISSED
    return Way.ON_THE_WAY if held or figure not in AT_MOST else Way.ABOVE
