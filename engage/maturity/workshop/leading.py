"""Leading a workshop: which question the room sees, when it votes, when the result is shown.

Every deed holds the round and the workshop's row until the transaction ends, and says which revision of the room it
was decided on: of two facilitators who press at once, the second is told what the first has done.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries, queries_ratings, queries_reasons, queries_workshop, wording
from engage.maturity.domain import panel
from engage.maturity.domain.consensus import Outcome, Tally, after_revote
from engage.maturity.domain.kinds import LevelState, Stage, WorkshopPhase
from engage.maturity.domain.workshop import MOST_VOTES, Moment, counted, with_papers
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_panel import Workshop


class NoWorkshop(Refusal):
    """Ratings are not closed yet, the round is signed, or the workshop is over."""

    code = "workshop_not_on"


class MovedOn(Refusal):
    """Somebody else has gone on with the room."""

    code = "workshop_moved_on"


class VoteOn(Refusal):
    """A vote has no result yet; the room stays with it."""

    code = "workshop_vote_on"


class NoVoteLeft(Refusal):
    """The room has voted twice on this question."""

    code = "workshop_no_vote_left"


class NobodyVoted(Refusal):
    """There is no vote to count."""

    code = "workshop_nobody_voted"


def begin(session: Session, assessment: Assessment, indicator: str) -> Workshop:
    """Begin the workshop, or go on with one that was ended.

    :param indicator: what the room sees first
    :raises NoWorkshop: before ratings are closed and after sign-off
    """
    found = enter(session, assessment)
    if assessment.stage is not Stage.CONSENSUS:
        raise NoWorkshop
    if found is None:
        found = Workshop(
            assessment_id=assessment.id, indicator=indicator, phase=WorkshopPhase.SHOWING, vote=0, generation=1
        )
        session.add(found)
    elif found.phase is WorkshopPhase.CLOSED:
        found.indicator, found.phase = indicator, WorkshopPhase.SHOWING
        found.revision += 1
    session.flush()
    return found


def choose(session: Session, assessment: Assessment, indicator: str, *, seen: int) -> None:
    """Show another question.

    :param seen: the revision of the room that the facilitator saw; so everywhere here
    :raises VoteOn: while a vote has no result
    """
    room = _lead(session, assessment, seen)
    if moment(session, room).vote_is_on:
        raise VoteOn
    _move(session, room, WorkshopPhase.SHOWING, indicator=indicator)


def open_vote(session: Session, assessment: Assessment, *, seen: int) -> None:
    """Let the room vote again on what it sees.

    :raises NoVoteLeft: after two votes
    """
    room = _lead(session, assessment, seen)
    now = moment(session, room)
    if now.vote_is_on:
        raise VoteOn
    if not now.may_vote:
        raise NoVoteLeft
    room.vote = now.revotes + 1
    queries_workshop.forget_votes(session, assessment.id, room.indicator, room.vote)
    _move(session, room, WorkshopPhase.VOTING)


def close_vote(session: Session, assessment: Assessment, *, seen: int) -> None:
    """Take no more votes; nobody sees the result yet."""
    _step(session, assessment, seen, WorkshopPhase.VOTING, WorkshopPhase.HELD)


def reopen_vote(session: Session, assessment: Assessment, *, seen: int) -> None:
    """Take votes again: it was closed by mistake, and nobody has seen the result."""
    _step(session, assessment, seen, WorkshopPhase.HELD, WorkshopPhase.VOTING)


def call_off_vote(session: Session, assessment: Assessment, *, seen: int) -> None:
    """There was no vote: what was sent is deleted, and it does not count as one of the two."""
    room = _lead(session, assessment, seen)
    if not moment(session, room).vote_is_on:
        raise MovedOn
    queries_workshop.forget_votes(session, assessment.id, room.indicator, room.vote)
    _move(session, room, WorkshopPhase.SHOWING)


def show_result(session: Session, assessment: Assessment, papers: Mapping[str, int], *, seen: int) -> Outcome:
    """Count, keep the level that follows (`consensus.after_revote`), and show it to the room.

    Where the room stays apart after the last vote the reasons of those who disagree are kept beside the level.

    :param papers: votes on paper, by answer
    :raises NobodyVoted: when there is none at all
    :raises MoreThanPanel: when there are more votes, with those on paper, than people on the panel
    :raises TooFewDecide: when there are too few to decide for the panel
    :raises MovedOn: where hands of the room were typed in for this vote meanwhile
    """
    room = _lead(session, assessment, seen)
    kept = _level(session, room)
    if room.phase is not WorkshopPhase.HELD or kept.revotes >= room.vote:
        raise MovedOn
    votes = queries_ratings.tallies(session, assessment, vote=room.vote).get(room.indicator, Tally())
    everything = with_papers(votes, papers)
    if not everything.people:
        raise NobodyVoted
    panel.unless_decides(queries_workshop.turnout(session, assessment.id), everything.people)
    found = after_revote(everything, room.vote, most=MOST_VOTES)
    uncertain = found.state is LevelState.UNCERTAIN
    kept.level, kept.state, kept.not_applicable = found.level, found.state, found.not_applicable
    kept.revotes, kept.room = room.vote, counted(everything)
    if found.not_applicable and not kept.reason:
        kept.reason = wording.model_of(assessment.model).indicator(room.indicator).not_applicable_reason
    kept.minority = _minority(session, assessment, room, found) if uncertain else ""
    _move(session, room, WorkshopPhase.RESULT)
    return found


def _minority(session: Session, assessment: Assessment, room: Workshop, found: Outcome) -> str:
    return queries_reasons.minority(session, assessment, room.indicator, found, vote=room.vote)


def say_minority(session: Session, assessment: Assessment, indicator: str, view: str) -> None:
    """Write down what those say who disagree, without names; only where the room stays apart.

    :raises NoWorkshop: where it does not, and after sign-off
    """
    enter(session, assessment)
    kept = queries.levels(session, assessment.id).get(indicator)
    if assessment.stage is not Stage.CONSENSUS or kept is None or kept.state is not LevelState.UNCERTAIN:
        raise NoWorkshop
    kept.minority = view
    session.flush()


def end(session: Session, assessment: Assessment, *, seen: int) -> None:
    """End the workshop. It can begin again until the round is signed.

    :raises VoteOn: while a vote has no result
    """
    room = _lead(session, assessment, seen)
    if moment(session, room).vote_is_on:
        raise VoteOn
    _move(session, room, WorkshopPhase.CLOSED)


def renew_link(session: Session, assessment: Assessment) -> None:
    """Give the projector another link; the old one ends."""
    room = enter(session, assessment)
    if room is None:
        raise NoWorkshop
    room.generation += 1
    session.flush()


def moment(session: Session, room: Workshop) -> Moment:
    """Where the question in the room stands."""
    kept = _level(session, room)
    return Moment(room.phase, kept.revotes, kept.state)


def enter(session: Session, assessment: Assessment) -> Workshop | None:
    """Hold a round and its workshop until the transaction ends, and read them as they stand."""
    session.flush()
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(assessment)
    return queries_workshop.workshop(session, assessment.id, lock=True)


def _lead(session: Session, assessment: Assessment, seen: int) -> Workshop:
    room = enter(session, assessment)
    if room is None or assessment.stage is not Stage.CONSENSUS or room.phase is WorkshopPhase.CLOSED:
        raise NoWorkshop
    if room.revision != seen:
        raise MovedOn
    return room


def _step(session: Session, assessment: Assessment, seen: int, before: WorkshopPhase, after: WorkshopPhase) -> None:
    room = _lead(session, assessment, seen)
    if room.phase is not before:
        raise MovedOn
    _move(session, room, after)


def _move(session: Session, room: Workshop, phase: WorkshopPhase, *, indicator: str = "") -> None:
    room.phase = phase
    room.indicator = indicator or room.indicator
    room.revision += 1
    session.flush()


def _level(session: Session, room: Workshop) -> AssessedLevel:
    return session.get_one(AssessedLevel, (room.assessment_id, room.indicator))
