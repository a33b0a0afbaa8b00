"""Where each step of an assessment stands: done, to be done now, or later."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engage.maturity.domain.kinds import Stage, StepName


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"
    LEFT_OUT = "left-out"
    """It was not done, and its time is over."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is there so far; nothing of it says who."""

    members: int = 0
    invited: int = 0
    declined: int = 0
    handed_in: int = 0
    evidence: int = 0
    indicators: int = 0
    """That are judged."""
    splits: int = 0
    """Indicators on which people are still far apart."""
    mirror: bool = False
    """Whether there is a survey for people who took part."""
    signatures: int = 0
    actions: int = 0
    actions_done: int = 0

    @property
    def rating(self) -> int:
        """Members who may hand something in."""
        return self.members - self.declined


_AFTER_SIGNING = {
    StepName.ROUND: StepState.DONE,
    StepName.PANEL: StepState.DONE,
    StepName.RATING: StepState.DONE,
    StepName.DIGEST: StepState.DONE,
    StepName.WORKSHOP: StepState.DONE,
    StepName.SIGN_OFF: StepState.DONE,
}


def states(stage: Stage, counts: Counts) -> Mapping[StepName, StepState]:
    """Every step with its state, in order."""
    found = dict.fromkeys(StepName, StepState.LATER) | {StepName.ROUND: StepState.DONE}
    evidence = StepState.DONE if counts.evidence else StepState.NOW
    mirror = StepState.DONE if counts.mirror else StepState.NOW
    if stage is Stage.PREPARING:
        found |= {StepName.PANEL: StepState.NOW, StepName.EVIDENCE: StepState.NOW}
    elif stage is Stage.RATING:
        found |= {StepName.PANEL: StepState.DONE, StepName.EVIDENCE: evidence, StepName.RATING: StepState.NOW}
        found[StepName.MIRROR] = mirror
    elif stage is Stage.CONSENSUS:
        talking = StepState.NOW if counts.splits else StepState.DONE
        found |= dict.fromkeys((StepName.PANEL, StepName.RATING), StepState.DONE)
        found |= {StepName.EVIDENCE: evidence, StepName.DIGEST: talking, StepName.WORKSHOP: talking}
        found |= {StepName.MIRROR: mirror, StepName.SIGN_OFF: StepState.LATER if counts.splits else StepState.NOW}
    elif stage is Stage.SIGNED:
        found |= _AFTER_SIGNING
        found[StepName.EVIDENCE] = _or_left_out(counts.evidence > 0)
        found[StepName.MIRROR] = _or_left_out(counts.mirror)
        found[StepName.PLAN] = StepState.DONE if counts.actions else StepState.NOW
    else:
        found = {name: _or_left_out(name is StepName.ROUND) for name in StepName}
    return found


def _or_left_out(done: bool) -> StepState:
    return StepState.DONE if done else StepState.LEFT_OUT


_BESIDE = frozenset({StepName.EVIDENCE, StepName.MIRROR})
"""Steps that go on beside others."""


def first_now(found: Mapping[StepName, StepState]) -> StepName | None:
    """What to do next; None where nothing waits. What goes on beside other steps comes after them."""
    waiting = [name for name, state in found.items() if state is StepState.NOW]
    return next(iter(sorted(waiting, key=lambda name: name in _BESIDE)), None)
