"""A member's vote in the room: taken while the vote is open, changed until it closes, seen by nobody."""

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries_workshop
from engage.maturity.domain.consensus import Said
from engage.maturity.domain.kinds import Stage, WorkshopPhase
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from engage.maturity.workshop.leading import enter


class TooLate(Refusal):
    """This vote is not open: closed a moment ago, or the room has gone on."""

    code = "workshop_vote_closed"


def vote(session: Session, assessment: Assessment, member: Member, ballot: tuple[str, int], said: Said) -> None:
    """Keep what a member votes; a vote that is sent again takes the place of the one before.

    Everybody on the panel who has not declined votes, those too who had not handed in before.

    :param ballot: the indicator and the number of the vote that the member saw
    :raises TooLate: when that vote is not open
    """
    room = enter(session, assessment)
    session.refresh(member)
    if assessment.stage is not Stage.CONSENSUS or room is None or member.declined:
        raise TooLate
    if room.phase is not WorkshopPhase.VOTING or ballot != (room.indicator, room.vote):
        raise TooLate
    queries_workshop.keep_vote(session, member.id, room, said)
