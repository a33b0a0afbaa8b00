"""What a panel says of one indicator: agreed, near or split, and the level that follows.

Pure. Levels are whole numbers from 0; a tally counts people, never names them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engage.maturity.domain import spread
from engage.maturity.domain.kinds import Confidence, LevelState

FEWEST_SHOWN = 3
"""People from whom on it is shown what was said: counts of one or two are those people."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says of one indicator: a level, or that it cannot be judged, or that it does not apply."""

    level: int | None
    cannot_judge: bool = False
    not_applicable: bool = False
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people said what of one indicator."""

    levels: Mapping[int, int] = field(default_factory=dict)
    """{level: people}, only levels that somebody gave."""
    cannot_judge: int = 0
    not_applicable: int = 0

    @property
    def given(self) -> int:
        """People who gave a level."""
        return sum(self.levels.values())

    @property
    def judged(self) -> int:
        """People who gave a level or said that it does not apply."""
        return self.given + self.not_applicable

    @property
    def people(self) -> int:
        """Everybody who said anything."""
        return self.judged + self.cannot_judge

    @property
    def shown(self) -> "Tally":
        """What others may see of it: nothing while fewer than three have said anything."""
        return self if self.people >= FEWEST_SHOWN else Tally()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from a tally.

    `level` is the lower median of the levels given; None where it does not apply, and where nobody could judge.
    """

    level: int | None
    state: LevelState
    not_applicable: bool
    tally: Tally
    outside: int = 0
    """People more than one level from the lower median, or on the other side about whether it applies."""


def tally(said: Iterable[Said]) -> Tally:
    """Counts what people said. Who said nothing at all is not counted."""
    levels: dict[int, int] = {}
    cannot = not_applicable = 0
    for each in said:
        if each.not_applicable:
            not_applicable += 1
        elif each.cannot_judge:
            cannot += 1
        elif each.level is not None:
            levels[each.level] = levels.get(each.level, 0) + 1
    return Tally(dict(sorted(levels.items())), cannot, not_applicable)


def of_tally(counted: Tally) -> Outcome:
    """The level of an indicator and whether the panel agrees on it.

    With n people who judged (gave a level, or said that it does not apply):

    - more than n/2 say that it does not apply: no level, and whoever gave one stands outside;
    - else the lower median of the levels given; outside are levels more than 1 from it (the centred rule of the
      model, `spread`), and everybody who says that it does not apply;
    - split where max(2, ceil(n/3)) or more stand outside; agreed where all said the same; near otherwise;
    - nobody gave a level and nobody says that it does not apply: no level, still to be talked about (split).

    "I cannot judge" is counted and neither missing nor zero: it moves nothing.
    Source: `scoring.uncertainty.split_rule` of the bundled model, informed by SCIROCCO Exchange's Delphi rule.
    """
    if not counted.judged:
        return Outcome(None, LevelState.SPLIT, not_applicable=False, tally=counted)
    if 2 * counted.not_applicable > counted.judged:
        outside = counted.given
        return Outcome(None, _state(counted, outside), not_applicable=True, tally=counted, outside=outside)
    level = spread.lower_median(counted.levels)
    outside = spread.outside(counted.levels) + counted.not_applicable
    return Outcome(level, _state(counted, outside), not_applicable=False, tally=counted, outside=outside)


def _state(counted: Tally, outside: int) -> LevelState:
    if outside >= spread.threshold(counted.judged):
        return LevelState.SPLIT
    voices = len(counted.levels) + (1 if counted.not_applicable else 0)
    return LevelState.AGREED if voices == 1 else LevelState.NEAR


def after_revote(counted: Tally, revotes: int, *, most: int = 2) -> Outcome:
    """What follows from a re-vote of the room, or from a show of hands.

    Agreed or near: `revoted`. Split after the last re-vote: `uncertain`, the lower median holds and the minority's
    view is printed beside it; split before it: still split.

    :param revotes: how many there have been, this one included
    """
    found = of_tally(counted)
    if found.state is not LevelState.SPLIT:
        state = LevelState.REVOTED
    elif revotes >= most:
        state = LevelState.UNCERTAIN
    else:
        state = LevelState.SPLIT
    return Outcome(found.level, state, found.not_applicable, counted, found.outside)


def is_minority(said: Said, found: Outcome) -> bool:
    """Whether somebody's view is one of those that the outcome leaves out: not the level that holds."""
    if said.cannot_judge or (said.level is None and not said.not_applicable):
        return False
    if found.not_applicable:
        return not said.not_applicable
    return said.not_applicable or said.level != found.level
