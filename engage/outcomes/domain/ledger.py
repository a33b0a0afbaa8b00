"""How far an answer is: the state of a recommendation and of an outcome, and the clock of the answer.

The clock starts on the day on which a recommendation was handed to the body that is to answer, and stops on the day of
the answer. How many days there are is a setting (`answer_days`, 120 unless it says otherwise).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from engage.outcomes.domain.kinds import RecommendationState


class Clocked(Protocol):
    """What the clock reads of a recommendation, be it a row or a value."""

    @property
    def handed_on(self) -> date | None: ...
    @property
    def answered_on(self) -> date | None: ...
    @property
    def state(self) -> RecommendationState: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """Where an answer stands on one day."""

    handed_on: date | None
    """None: nobody has been asked yet, and nothing runs."""
    due: date | None
    """The last day on which an answer is in time."""
    answered_on: date | None
    days_left: int | None
    """Until `due`, for one that waits; below zero when it is overdue. None where nothing runs (any more)."""

    @property
    def waiting(self) -> bool:
        return self.days_left is not None

    @property
    def overdue(self) -> bool:
        """Not answered, and the last day is over."""
        return self.days_left is not None and self.days_left < 0

    @property
    def days(self) -> int | None:
        """How many days the answer took; None where there is none, or nobody knows since when it was awaited."""
        if self.handed_on is None or self.answered_on is None:
            return None
        return (self.answered_on - self.handed_on).days

    @property
    def late(self) -> bool:
        """Answered after the last day."""
        return self.answered_on is not None and self.due is not None and self.answered_on > self.due


def clock(recommendation: Clocked, today: date, days: int) -> Clock:
    """Where the answer to a recommendation stands.

    :param days: how many days an answer may take
    """
    handed, answered = recommendation.handed_on, recommendation.answered_on
    if handed is None:
        return Clock(None, None, answered, None)
    due = handed + timedelta(days=days)
    return Clock(handed, due, answered, None if answered else (due - today).days)


def handed_before(today: date, days: int) -> date:
    """What is not answered and was handed over before this day is overdue: the same rule, for a query."""
    return today - timedelta(days=days)


def any_overdue(recommendations: Iterable[Clocked], today: date, days: int) -> bool:
    return any(clock(each, today, days).overdue for each in recommendations)


def state_of(states: Collection[RecommendationState]) -> RecommendationState:
    """The state of an outcome, from those of its recommendations.

    Open while one waits for its answer. Then what all have in common; declined ones beside others, or any accepted in
    part, make it accepted in part; what is accepted and done mixed is accepted, for not all of it is done.
    """
    found = set(states)
    if not found or RecommendationState.OPEN in found:
        return RecommendationState.OPEN
    if len(found) == 1:
        return found.pop()
    if found <= {RecommendationState.ACCEPTED, RecommendationState.DONE}:
        return RecommendationState.ACCEPTED
    return RecommendationState.IN_PART
