"""Inviting people by name: who may be reminded and when, and what may be said of how many answered.

Who answered is shown to nobody. What is shown are numbers in steps of ten, and never one from which follows that
all of a small rest did, or did not.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from engage.core.refusal import Refusal

STEP = 10
MOST_REMINDERS = 2
DAYS_BETWEEN = 7
"""From an invitation to a reminder, and from one reminder to the next."""
FEW = 10
"""With fewer people on a list, who reads the results could tell who said what."""


class AlreadyAnswered(Refusal):
    """This invitation was used: one person, one response."""

    code = "already_answered"


class NotYet(Refusal):
    """Nobody may be reminded now."""

    code = "not_yet"


@dataclass(frozen=True, slots=True)
class Counts:
    """What may be known of the people on the list of a survey."""

    listed: int = 0
    """By name on the list, written to or not."""
    invited: int = 0
    """Who was written to; those too who were taken from the list since."""
    answered: int = 0
    """At least so many of them, in steps of ten; 0 where that is too few to say."""
    stopped: int = 0
    """Want no mail about it, or have an address that does not exist."""


def at_least(answered: int, invited: int) -> int:
    """The number to show: in steps of ten, and ten below all, so that it never says that everybody answered.

    >>> at_least(57, 200), at_least(9, 200), at_least(30, 30)
    (50, 0, 20)
    """
    return max(0, min(answered, invited - STEP) // STEP * STEP)


def may_be_reminded_from(invited_on: date, reminded_on: date | None) -> date:
    """The first day on which somebody may be written to again."""
    return max(invited_on, reminded_on or invited_on) + timedelta(days=DAYS_BETWEEN)
