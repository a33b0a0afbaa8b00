"""What a room agreed on by a show of hands, typed in afterwards as counts."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engage.maturity import queries, queries_reasons, queries_workshop, wording
from engage.maturity.domain import asked, panel
from engage.maturity.domain.consensus import Outcome, Tally, after_revote
from engage.maturity.domain.kinds import LevelState, Stage
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.rating.closing import hold
from engage.maturity.rating.translating import NotTalking

MOST_VOTES = 2
CANNOT_JUDGE, NOT_APPLICABLE = "cannot-judge", "not-applicable"


def tally_of(room: Mapping[str, int]) -> Tally:
    """The counts as they are kept, read again."""
    levels = {int(name): people for name, people in room.items() if name.isdecimal() and people}
    return Tally(dict(sorted(levels.items())), room.get(CANNOT_JUDGE, 0), room.get(NOT_APPLICABLE, 0))


def keep(
    session: Session, assessment: Assessment, indicator: str, room: Mapping[str, int], *, vote: int, minority: str = ""
) -> Outcome:
    """Keep the hands of a room for an indicator: its level and state follow as from a re-vote.

    The same vote typed again takes the place of what was typed.

    :param room: {level: people}, with "cannot-judge" and "not-applicable"
    :param vote: 1 or 2
    :param minority: the view of those who disagree, where the room stays apart; empty: the reasons of those who had
        rated otherwise
    :raises NotTalking: before ratings are closed and after sign-off
    :raises MoreThanPanel: when there are more hands than people on the panel
    :raises TooFewDecide: when there are too few to decide for the panel
    """
    hold(session, assessment)
    if assessment.stage is not Stage.CONSENSUS:
        raise NotTalking
    kept = queries.levels(session, assessment.id)[indicator]
    counted = tally_of(room)
    panel.unless_decides(queries_workshop.turnout(session, assessment.id), counted.people)
    found = after_revote(counted, vote, most=MOST_VOTES)
    kept.room = {name: people for name, people in room.items() if people}
    kept.revotes = vote
    kept.level, kept.state, kept.not_applicable = found.level, found.state, found.not_applicable
    if found.not_applicable and not kept.reason:
        kept.reason = wording.model_of(assessment.model).indicator(indicator).not_applicable_reason
    uncertain = found.state is LevelState.UNCERTAIN
    held = minority or queries_reasons.minority(session, assessment, indicator, found, vote=0)
    kept.minority = held if uncertain else ""
    session.flush()
    return found


def say_why(session: Session, assessment: Assessment, indicator: str, reason: str) -> None:
    """Keep why an indicator does not apply, as the report prints it.

    :raises NotTalking: before ratings are closed and after sign-off, and where it does apply
    """
    hold(session, assessment)
    kept = queries.levels(session, assessment.id).get(indicator)
    if assessment.stage is not Stage.CONSENSUS or kept is None or not kept.not_applicable:
        raise NotTalking
    kept.reason = reason
    session.flush()


def rows(session: Session, assessment: Assessment) -> list[tuple[str, AssessedLevel]]:
    """The indicators that were closed with a row, in the order of the model."""
    kept = queries.levels(session, assessment.id)
    known = asked.indicators(wording.model_of(assessment.model), assessment.kind)
    return [(each.id, kept[each.id]) for each in known if each.id in kept]
