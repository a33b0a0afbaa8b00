"""How far a recommendation is today: its state, and whether the answer is overdue."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.ledger import Clocked, clock


class Standing(StrEnum):
    """In the order in which pages name them: what needs attention leads."""

    OVERDUE = "overdue"
    OPEN = "open"
    """Waiting for an answer that is not overdue."""
    ACCEPTED = "accepted"
    IN_PART = "in_part"
    DECLINED = "declined"
    DONE = "done"


def standing(recommendation: Clocked, today: date, days: int) -> Standing:
    """Where one stands; a body that got it has `days` to answer."""
    waits = recommendation.state is RecommendationState.OPEN
    overdue = waits and clock(recommendation, today, days).overdue
    return Standing.OVERDUE if overdue else Standing(recommendation.state.value)


def counted(found: Iterable[Standing]) -> Mapping[Standing, int]:
    """How many stand where; only where some do, in the order of pages."""
    every = list(found)
    return {each: every.count(each) for each in Standing if each in every}
