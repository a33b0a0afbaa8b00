"""What a workshop can do next with a question, and what the protocol says to the room at that moment.

Pure. A room looks at one question at a time: it is shown, voted on again at most twice, and its result is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engage.maturity.domain.consensus import Said, Tally
from engage.maturity.domain.kinds import LevelState, WorkshopPhase

MOST_VOTES = 2
"""Re-votes of one question (step 4 of the bundled model's protocol)."""
CANNOT_JUDGE, NOT_APPLICABLE = "cannot-judge", "not-applicable"


class Advice(StrEnum):
    """What the facilitator says or does now."""

    SETTLED_BEFORE = "settled-before"
    """The panel agreed on it without talking."""
    TALK = "talk"
    """Highest and lowest speak first; nobody has to say which level was theirs."""
    VOTING = "voting"
    COUNT = "count"
    """The vote is closed: papers are typed in, then the result is shown."""
    SETTLED = "settled"
    AGAIN = "again"
    """Still split, and one vote is left."""
    UNCERTAIN = "uncertain"
    """Still split after the last vote: the minority's view is written down."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a question stands in the room."""

    phase: WorkshopPhase
    revotes: int
    """That had a result."""
    state: LevelState

    @property
    def votes_left(self) -> int:
        return max(0, MOST_VOTES - self.revotes)

    @property
    def vote_is_on(self) -> bool:
        """Whether a vote is open, or closed without its result having been shown: the room stays with it."""
        return self.phase in (WorkshopPhase.VOTING, WorkshopPhase.HELD)

    @property
    def may_vote(self) -> bool:
        """Whether a vote can be opened."""
        return self.phase in (WorkshopPhase.SHOWING, WorkshopPhase.RESULT) and self.votes_left > 0


def advice(moment: Moment) -> Advice:
    """What the protocol says now (step 4 of the bundled model: extremes first, evidence opened, blind re-vote)."""
    if moment.phase is WorkshopPhase.VOTING:
        return Advice.VOTING
    if moment.phase is WorkshopPhase.HELD:
        return Advice.COUNT
    if moment.state is LevelState.UNCERTAIN:
        return Advice.UNCERTAIN
    if moment.state is LevelState.REVOTED:
        return Advice.SETTLED
    if moment.state is LevelState.SPLIT:
        return Advice.AGAIN if moment.revotes else Advice.TALK
    return Advice.SETTLED_BEFORE


def said(answer: str, levels: int, *, not_applicable: bool) -> Said | None:
    """What an answer of a vote says; None for one that was not offered.

    :param levels: how many the question has, from 0
    :param not_applicable: whether the question may not apply
    """
    if answer == CANNOT_JUDGE:
        return Said(None, cannot_judge=True)
    if answer == NOT_APPLICABLE and not_applicable:
        return Said(None, not_applicable=True)
    if answer in {str(level) for level in range(levels)}:
        return Said(int(answer))
    return None


def answered(each: Said | None) -> str:
    """The answer that stands in a form for what somebody has said."""
    if each is None:
        return ""
    if each.cannot_judge:
        return CANNOT_JUDGE
    if each.not_applicable:
        return NOT_APPLICABLE
    return "" if each.level is None else str(each.level)


def with_papers(votes: Tally, papers: Mapping[str, int]) -> Tally:
    """Votes that were sent and those on paper, counted together.

    :param papers: {level or other answer: people}
    """
    levels = dict(votes.levels)
    for name, people in papers.items():
        if name.isdecimal() and people:
            levels[int(name)] = levels.get(int(name), 0) + people
    return Tally(
        dict(sorted(levels.items())),
        votes.cannot_judge + papers.get(CANNOT_JUDGE, 0),
        votes.not_applicable + papers.get(NOT_APPLICABLE, 0),
    )


def counted(tally: Tally) -> dict[str, int]:
    """A tally by answer, as it is kept."""
    found = {str(level): people for level, people in tally.levels.items()}
    found |= {CANNOT_JUDGE: tally.cannot_judge, NOT_APPLICABLE: tally.not_applicable}
    return {name: people for name, people in found.items() if people}


def tally_of(kept: Mapping[str, int]) -> Tally:
    """The tally that was kept by answer."""
    return with_papers(Tally(), kept)
