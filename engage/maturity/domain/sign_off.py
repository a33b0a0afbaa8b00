"""When a round can be signed, and what stands in the way (docs/decisions/0023).

Three kinds of trouble: what nobody can sign over; what can be signed with a reason that is printed beside the result
(a panel smaller than the protocol has it, or without anybody from outside organisations); and everything else that the
protocol asks for, which is printed and stops nobody (`deviations`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.maturity.domain.deviations import Deviation, Rule
from engage.maturity.domain.kinds import Stage

FEWEST_RATERS = 3
"""Below it there is no panel: a first look is the way in."""
WITH_REASON = frozenset({Rule.SMALL_PANEL, Rule.NOBODY_OUTSIDE})
"""Deviations that hold signing up until the hub lead has said why."""


class Blocker(StrEnum):
    """What nobody can sign over."""

    NOT_CLOSED = "not-closed"
    """Ratings are still open, or have not begun."""
    OVER = "over"
    """It is signed or cancelled."""
    FEW_RATERS = "few-raters"
    NO_CITIZEN = "no-citizen"
    """Nobody who handed in is a citizen."""
    SPLIT = "split"
    """Indicators on which people are far apart, without a decision."""
    UNEXPLAINED = "unexplained"
    """Claimed levels that a test of the platform does not confirm, without a word about it."""
    NO_LEVEL = "no-level"
    """Nothing has a level."""


@dataclass(frozen=True, slots=True)
class Blocked:
    blocker: Blocker
    count: int = 0
    """How many: raters there are, indicators, tests."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides."""

    stage: Stage
    raters: int
    """Who handed in."""
    citizens: int
    """Of these."""
    levels: int
    """Indicators with a level."""
    split: int
    unexplained: int


def blocked(facts: Facts) -> tuple[Blocked, ...]:
    """Everything that keeps a round from being signed, what comes first in the protocol first; empty: nothing does."""
    if facts.stage in (Stage.SIGNED, Stage.CANCELLED):
        return (Blocked(Blocker.OVER),)
    if facts.stage is not Stage.CONSENSUS:
        return (Blocked(Blocker.NOT_CLOSED),)
    found = []
    if facts.raters < FEWEST_RATERS:
        found.append(Blocked(Blocker.FEW_RATERS, facts.raters))
    if not facts.citizens:
        found.append(Blocked(Blocker.NO_CITIZEN))
    if facts.split:
        found.append(Blocked(Blocker.SPLIT, facts.split))
    if facts.unexplained:
        found.append(Blocked(Blocker.UNEXPLAINED, facts.unexplained))
    if not facts.levels:
        found.append(Blocked(Blocker.NO_LEVEL))
    return tuple(found)


def to_be_justified(deviations: Sequence[Deviation]) -> tuple[Deviation, ...]:
    """Deviations that the hub lead has to give a reason for."""
    return tuple(each for each in deviations if each.rule in WITH_REASON)
