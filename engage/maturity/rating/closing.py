"""Closing the ratings of an assessment: from what each said alone to what the panel says."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries_ratings, wording
from engage.maturity.domain import asked, consensus
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_panel import Member, Rating


class NotRating(Refusal):
    """Ratings are not open: not yet, or closed already."""

    code = "ratings_not_open"


def hold(session: Session, assessment: Assessment) -> None:
    """Lock an assessment until the transaction ends, and read it as it stands.

    Saving, handing in and closing all take this lock first: nothing is taken after the ratings are closed.
    """
    session.flush()
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(assessment)


def close(session: Session, assessment: Assessment, *, now: datetime) -> None:
    """Close the ratings: every indicator gets its level from the blind ratings that were handed in.

    What was begun and never handed in is deleted, as its writers were told. An indicator that nobody could judge, or
    nobody rated, gets no level and is to be talked about.

    :raises NotRating: when ratings are not open
    """
    hold(session, assessment)
    if assessment.stage is not Stage.RATING:
        raise NotRating
    _forget_what_was_not_handed_in(session, assessment.id)
    assessment.stage = Stage.CONSENSUS
    assessment.rating_closed_at = now
    assessment.revision += 1
    tallies = queries_ratings.tallies(session, assessment)
    session.execute(delete(AssessedLevel).where(AssessedLevel.assessment_id == assessment.id))
    for indicator in asked.indicators(wording.model_of(assessment.model), assessment.kind):
        found = consensus.of_tally(tallies.get(indicator.id, consensus.Tally()))
        session.add(
            AssessedLevel(
                assessment_id=assessment.id,
                indicator=indicator.id,
                level=found.level,
                not_applicable=found.not_applicable,
                reason=indicator.not_applicable_reason if found.not_applicable else "",
                state=found.state,
            )
        )
    session.flush()


def _forget_what_was_not_handed_in(session: Session, assessment_id: int) -> None:
    unsent = select(Member.id).where(Member.assessment_id == assessment_id, Member.submitted_on.is_(None))
    session.execute(delete(Rating).where(Rating.member_id.in_(unsent)))
