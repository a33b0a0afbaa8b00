"""The dates of a round, and what of a round can still be changed at which stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engage.core.refusal import Refusal
from engage.maturity.domain.kinds import Stage

RATING_DAYS = 14
"""How long people have for rating, as the protocol of the bundled model has it."""
MOST_YEARS = 5
"""The longest time that one round judges."""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What is said of a round before it begins."""

    title: str
    period_from: date
    period_until: date
    rating_until: date | None
    """The last day of rating."""
    workshop_on: date | None
    working_language: str
    pay: str
    """What members of the panel get for it, in words."""


class Wrong(StrEnum):
    """What is wrong with a date."""

    TURNED = "turned"
    """The end of what is judged lies before its beginning."""
    TOO_LONG = "too-long"
    AHEAD = "ahead"
    """What is judged has not ended when people rate."""
    PAST = "past"
    """The last day of rating is over."""
    WORKSHOP_EARLY = "workshop-early"
    """The workshop is before the last day of rating."""


def wrong(plan: RoundPlan, today: date, *, rating_open: bool = True) -> Mapping[str, Wrong]:
    """What is wrong with the dates of a plan, by the name of the field.

    :param rating_open: whether the last day of rating still lies ahead, as it must until ratings are closed
    """
    found: dict[str, Wrong] = {}
    if plan.period_until < plan.period_from:
        found["period_until"] = Wrong.TURNED
    elif (plan.period_until - plan.period_from).days > MOST_YEARS * 366:
        found["period_from"] = Wrong.TOO_LONG
    elif plan.period_until > max(today, plan.rating_until or today):
        found["period_until"] = Wrong.AHEAD
    if rating_open and plan.rating_until is not None and plan.rating_until < today:
        found["rating_until"] = Wrong.PAST
    if plan.workshop_on is not None and plan.rating_until is not None and plan.workshop_on < plan.rating_until:
        found["workshop_on"] = Wrong.WORKSHOP_EARLY
    return found


_ALWAYS = frozenset({"title", "workshop_on"})
_CHANGEABLE: Mapping[Stage, frozenset[str]] = {
    Stage.PREPARING: frozenset(
        {"title", "period_from", "period_until", "rating_until", "workshop_on", "working_language", "pay"}
    ),
    Stage.RATING: _ALWAYS | {"rating_until"},
    Stage.CONSENSUS: _ALWAYS,
}


def changeable(stage: Stage) -> frozenset[str]:
    """The fields of a plan that can be changed at a stage: people rate what they were told that they rate."""
    return _CHANGEABLE.get(stage, frozenset())


class TooLate(Refusal):
    """The round has gone on: this is no longer changed."""

    code = "round_too_late"


class NoRatingDay(Refusal):
    """Rating opens once its last day is set, and lies ahead."""

    code = "round_no_rating_day"


class NobodyRates(Refusal):
    """Rating opens once somebody is on the panel who has not declined."""

    code = "round_nobody_rates"


def may_open(stage: Stage, rating_until: date | None, today: date, raters: int) -> None:
    """Whether rating can begin.

    :raises TooLate: when it has begun, or the round is over
    :raises NoRatingDay: without a last day, or with one that is over
    :raises NobodyRates: without anybody to rate
    """
    if stage is not Stage.PREPARING:
        raise TooLate
    if rating_until is None or rating_until < today:
        raise NoRatingDay
    if raters < 1:
        raise NobodyRates
