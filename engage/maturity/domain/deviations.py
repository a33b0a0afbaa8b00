"""What of the protocol a round does not meet: printed wherever its result stands, and no bar to anything but signing.

Each deviation names the rule and the figure that does not meet it; nothing of it says who.
Source: `consensus_protocol` of the bundled model, steps 1, 2, 4, 5 and 6.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import LARGEST, SMALLEST, Composition
from engage.maturity.domain.rounds import RATING_DAYS


class Rule(StrEnum):
    """What the protocol asks for."""

    SMALL_PANEL = "small-panel"
    """At least 6 members."""
    LARGE_PANEL = "large-panel"
    """At most 12."""
    FEW_CITIZENS = "few-citizens"
    """At least a third citizens, patients or carers without a paid role in the hub."""
    NOBODY_OUTSIDE = "nobody-outside"
    """At least one from no organisation."""
    NOBODY_REGIONAL = "nobody-regional"
    """At least one from a region or town."""
    SHORT_RATING = "short-rating"
    """14 days for rating."""
    NOT_ALL_RATED = "not-all-rated"
    """Everybody on the panel hands in."""
    NOBODY_FACILITATES = "nobody-facilitates"
    """The workshop is led by somebody from outside the team: somebody with the duty."""
    NOBODY_CHECKED = "nobody-checked"
    """Evidence is checked by somebody from outside the team."""
    NO_MIRROR = "no-mirror"
    """People who took part were asked."""


@dataclass(frozen=True, slots=True)
class Deviation:
    rule: Rule
    figure: int
    """What there is: members, citizens, days …"""
    wanted: int
    """What the rule asks for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules are held against."""

    stage: Stage
    panel: Composition
    """Members who have not declined; once ratings are closed, those of them who have rated."""
    seats: int = 0
    """Members who have not declined."""
    handed_in: int = 0
    rating_from: date | None = None
    rating_until: date | None = None
    """The first and the last day on which people could rate."""
    facilitators: int = 0
    """People with the duty."""
    evidence: int = 0
    checked: int = 0
    """Pieces of evidence that somebody from outside has looked at."""
    mirror: bool = False


def deviations(facts: Facts) -> tuple[Deviation, ...]:
    """What is not met as far as the round has come, in the order of the protocol.

    The panel is held against its rules from the first day, so that there is time to find people, and once ratings are
    closed as those who have rated: a seat that says nothing makes no panel. The days of rating count once it is open;
    who handed in, facilitator, check and mirror once ratings are closed.
    """
    found = _of_panel(facts.panel)
    if facts.stage is not Stage.PREPARING:
        found += _of_days(facts)
    if facts.stage in (Stage.CONSENSUS, Stage.SIGNED):
        found += _of_what_follows(facts)
    return tuple(found)


def _of_panel(panel: Composition) -> list[Deviation]:
    found = []
    if panel.members < SMALLEST:
        found.append(Deviation(Rule.SMALL_PANEL, panel.members, SMALLEST))
    if panel.members > LARGEST:
        found.append(Deviation(Rule.LARGE_PANEL, panel.members, LARGEST))
    third = -(-max(panel.members, 1) // 3)
    if panel.citizens < third:
        found.append(Deviation(Rule.FEW_CITIZENS, panel.citizens, third))
    if not panel.outside:
        found.append(Deviation(Rule.NOBODY_OUTSIDE, 0, 1))
    if not panel.regional:
        found.append(Deviation(Rule.NOBODY_REGIONAL, 0, 1))
    return found


def _of_days(facts: Facts) -> list[Deviation]:
    if facts.rating_from is None or facts.rating_until is None:
        return []
    days = (facts.rating_until - facts.rating_from).days
    return [Deviation(Rule.SHORT_RATING, max(days, 0), RATING_DAYS)] if days < RATING_DAYS else []


def _of_what_follows(facts: Facts) -> list[Deviation]:
    found = []
    if facts.handed_in < facts.seats:
        found.append(Deviation(Rule.NOT_ALL_RATED, facts.handed_in, facts.seats))
    if not facts.facilitators:
        found.append(Deviation(Rule.NOBODY_FACILITATES, 0, 1))
    if not facts.checked:
        found.append(Deviation(Rule.NOBODY_CHECKED, 0, 1))
    if not facts.mirror:
        found.append(Deviation(Rule.NO_MIRROR, 0, 1))
    return found
