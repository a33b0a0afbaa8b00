"""The plan that follows a signed round: a few actions, each towards one level, with dates and reminders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engage.core.refusal import Refusal
from engage.maturity.domain.kinds import ActionState

MOST_ACTIONS = 5
"""Open or done, of one round; who drops one may choose another."""
MOST_STATEMENTS = 12
BEFORE, AFTER = timedelta(days=14), timedelta(days=7)
"""Reminders: so long before the day, on the day, and so long after it."""
CORE_MONTHS, FULL_MONTHS = 6, 12
"""When the core indicators, and when all of them, are looked at again."""

_ENDS = re.compile(r"(?<=[.!?;])\s+(?=\S)")


class PlanFull(Refusal):
    """A plan has at most five actions."""

    code = "plan_full"


class PlanNotOpen(Refusal):
    """A plan follows a signed round, and no other."""

    code = "plan_not_open"


def statements(descriptor: str) -> tuple[str, ...]:
    """A descriptor in the statements that it makes: each can be true or not, and be checked off.

    Cut after sentences and semicolons; the team changes what reads badly.
    """
    parts = (part.strip().rstrip(";").strip() for part in _ENDS.split(descriptor.strip()))
    return tuple(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)[:MOST_STATEMENTS]


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last of the month where that has none."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def to_remind(due_on: date, reminded_on: date | None, today: date) -> bool:
    """Whether a reminder is due: 14 days before, on the day, a week after; each once, and only the newest.

    :param reminded_on: the day of the last reminder, or of the day on which the action was made
    """
    passed = [each for each in (due_on - BEFORE, due_on, due_on + AFTER) if each <= today]
    return bool(passed) and (reminded_on is None or reminded_on < passed[-1])


@dataclass(frozen=True, slots=True)
class Delivery:
    """How reliably a hub does what it planned."""

    due: int
    on_time: int

    @property
    def share(self) -> float | None:
        """Percent of due actions that were done on time; None: none was due."""
        return 100 * self.on_time / self.due if self.due else None


def delivery(actions: Iterable[tuple[date, ActionState, date | None]], today: date) -> Delivery:
    """How many of the actions that were due by a day were done on time.

    What was dropped was due too: dropping is no way to look reliable.

    :param actions: (due on, state, closed on) of each
    """
    due = on_time = 0
    for due_on, state, closed_on in actions:
        if due_on <= today:
            due += 1
            on_time += state is ActionState.DONE and closed_on is not None and closed_on <= due_on
    return Delivery(due, on_time)
