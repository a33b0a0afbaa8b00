"""Opening rating, and closing it when its last day is over."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core import zones
from engage.core.refusal import Refusal
from engage.maturity import queries
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.rounds import TooLate, may_open
from engage.maturity.mails.telling import Told, tell
from engage.maturity.models import Assessment
from engage.maturity.rounds.locking import hold


def today_of(assessment: Assessment, now: datetime) -> date:
    """The day by the hub's clock."""
    return zones.local(now, assessment.hub.time_zone).date()


def open_rating(session: Session, assessment: Assessment, *, now: datetime) -> None:
    """From now on the panel rates. Everybody who can be written to hears it, with their link.

    :raises TooLate: when rating has begun, or the round is over
    :raises NoRatingDay: without a last day of rating that lies ahead
    :raises NobodyRates: without anybody on the panel who has not declined
    """
    hold(session, assessment)
    if assessment.kind is AssessmentKind.FIRST_LOOK:
        raise TooLate
    members = [each for each in queries.members(session, assessment.id) if not each.declined]
    may_open(assessment.stage, assessment.rating_until, today_of(assessment, now), len(members))
    assessment.stage = Stage.RATING
    assessment.rating_opened_at = now
    assessment.revision += 1
    for member in members:
        if member.email:
            tell(session, Told.OPEN if member.invited_at else Told.INVITED, assessment, member, now=now)
            member.invited_at = member.invited_at or now
    session.flush()


Close = Callable[..., None]
"""(session, assessment, *, now): what closes ratings."""


def due(session: Session, now: datetime) -> list[Assessment]:
    """Rounds whose last day of rating is over, by each hub's clock."""
    asked = (
        select(Assessment)
        .where(Assessment.stage == Stage.RATING, Assessment.rating_until < now.date() + timedelta(days=1))
        .order_by(Assessment.id)
    )
    return [
        each
        for each in session.scalars(asked)
        if each.rating_until is not None and today_of(each, now) > each.rating_until
    ]


def job(close: Close) -> Callable[[Session, datetime], int]:
    """Closes ratings at the end of their last day; each round in a transaction of its own."""

    def run(session: Session, now: datetime) -> int:
        count = 0
        for assessment_id in [each.id for each in due(session, now)]:
            try:
                close(session, session.get_one(Assessment, assessment_id), now=now)
            except Refusal:  # somebody closed it by hand in this moment: the others wait
                session.rollback()
                continue
            session.commit()
            count += 1
        return count

    return run
