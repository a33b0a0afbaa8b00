"""Reads of a workshop: the room as it stands, and how many have voted; never who, and never what before it is shown."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engage.maturity.domain.consensus import Said
from engage.maturity.domain.panel import Turnout
from engage.maturity.models_panel import Member, Rating, Workshop


@dataclass(frozen=True, slots=True)
class Voted:
    """How many votes have come, of how many people."""

    votes: int
    people: int


def workshop(session: Session, assessment_id: int, *, lock: bool = False) -> Workshop | None:
    """The workshop of an assessment, where one was begun."""
    asked = select(Workshop).where(Workshop.assessment_id == assessment_id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalars(asked).one_or_none()


def voted(session: Session, room: Workshop) -> Voted:
    """Of the vote that is on, or was last."""
    people = select(func.count()).where(Member.assessment_id == room.assessment_id, Member.declined.is_(False))
    votes = (
        select(func.count())
        .select_from(Rating)
        .join(Member, Member.id == Rating.member_id)
        .where(
            Member.assessment_id == room.assessment_id,
            Rating.indicator == room.indicator,
            Rating.vote == room.vote,
            Rating.vote > 0,
        )
    )
    row = session.execute(select(votes.scalar_subquery(), people.scalar_subquery())).one()
    return Voted(*row)


def turnout(session: Session, assessment_id: int) -> Turnout:
    """How many sit on the panel, and how many of them have handed in."""
    asked = select(func.count(), func.count(Member.submitted_on)).where(
        Member.assessment_id == assessment_id, Member.declined.is_(False)
    )
    return Turnout(*session.execute(asked).one())


def own_vote(session: Session, member_id: int, room: Workshop) -> Said | None:
    """What a member has sent in the vote that is on, for the member's own page."""
    found = session.get(Rating, (member_id, room.indicator, room.vote)) if room.vote else None
    return Said(found.level, found.cannot_judge, found.not_applicable) if found is not None else None


def keep_vote(session: Session, member_id: int, room: Workshop, said: Said) -> None:
    """Keep a member's vote; the last one holds."""
    kept = session.get(Rating, (member_id, room.indicator, room.vote))
    if kept is None:
        kept = Rating(member_id=member_id, indicator=room.indicator, vote=room.vote)
        session.add(kept)
    kept.level, kept.cannot_judge, kept.not_applicable = said.level, said.cannot_judge, said.not_applicable
    session.flush()


def forget_votes(session: Session, assessment_id: int, indicator: str, vote: int) -> None:
    """Delete what was sent in one vote."""
    panel = select(Member.id).where(Member.assessment_id == assessment_id).scalar_subquery()
    session.execute(
        delete(Rating).where(Rating.member_id.in_(panel), Rating.indicator == indicator, Rating.vote == vote)
    )
