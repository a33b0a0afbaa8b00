"""A member's own ratings: kept at each answer, handed in once."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries_ratings, wording
from engage.maturity.domain import asked
from engage.maturity.domain.consensus import Said
from engage.maturity.domain.door import Door, door
from engage.maturity.domain.model import Indicator
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating.closing import hold
from engage.maturity.rating.reading import Read, counts


class Shut(Refusal):
    """Nothing is taken now; `door` says why."""

    code = "ratings_shut"

    def __init__(self, why: Door) -> None:
        super().__init__(why.value)
        self.door = why


class NothingToHandIn(Refusal):
    """Not one question is answered."""

    code = "nothing_to_hand_in"


def door_of(assessment: Assessment, member: Member, today: date) -> Door:
    """What a member finds behind the personal link.

    :param today: by the clock of the hub
    """
    handed_in = member.submitted_on is not None
    last = assessment.rating_until
    return door(assessment.stage, last, today, handed_in=handed_in, declined=member.declined)


def indicators_for(assessment: Assessment, member: Member) -> tuple[Indicator, ...]:
    """What a member is asked, in the order of the model."""
    return asked.of_form(wording.model_of(assessment.model), assessment.kind, short=member.short_form)


def keep(
    session: Session, assessment: Assessment, member: Member, indicator: Indicator, read: Read, *, today: date
) -> None:
    """Keep what a member says of an indicator, whole or not; an empty form takes it back.

    :raises Shut: when nothing is taken now
    """
    _enter(session, assessment, member, today)
    _store(session, member, indicator.id, read.said, read.typed.reason)


def choose_form(session: Session, assessment: Assessment, member: Member, *, short: bool, today: date) -> None:
    """Answer the core questions in plain words, or all of them; what was answered stays.

    :raises Shut: when nothing is taken now
    """
    _enter(session, assessment, member, today)
    member.short_form = short


def hand_in(session: Session, assessment: Assessment, member: Member, *, today: date) -> None:
    """Hand in what is answered. After that nothing changes; what is incomplete, or belongs to the other form, is
    deleted.

    :raises Shut: when nothing is taken now
    :raises NothingToHandIn: when no question is answered
    """
    _enter(session, assessment, member, today)
    wanted = {each.id for each in indicators_for(assessment, member)}
    own = queries_ratings.own(session, member.id)
    whole = {indicator for indicator, rating in own.items() if indicator in wanted and counts(rating)}
    if not whole:
        raise NothingToHandIn
    session.execute(
        delete(Rating).where(Rating.member_id == member.id, Rating.vote == 0, Rating.indicator.not_in(whole))
    )
    member.submitted_on = today


def type_in(
    session: Session, assessment: Assessment, member: Member, sheet: Mapping[str, Read], *, short: bool, today: date
) -> None:
    """Hand in for a member what stands on a sheet of paper; takes the place of what the member had begun.

    Sheets can be typed in after the last day, until ratings are closed.

    :param sheet: what stands there, by indicator
    :raises Shut: when ratings are not open, or this member has handed in already
    :raises NothingToHandIn: when the sheet is empty
    """
    _enter(session, assessment, member, min(today, assessment.rating_until or today))
    whole = {indicator: read for indicator, read in sheet.items() if read.is_whole}
    if not whole:
        raise NothingToHandIn
    session.execute(delete(Rating).where(Rating.member_id == member.id, Rating.vote == 0))
    for indicator, read in whole.items():
        _store(session, member, indicator, read.said, read.typed.reason)
    member.short_form = short
    member.on_paper = True
    member.submitted_on = today


def missing(indicators: Iterable[Indicator], own: Mapping[str, Rating]) -> tuple[Indicator, ...]:
    """What is not answered yet."""
    return tuple(each for each in indicators if not counts(own.get(each.id)))


def _enter(session: Session, assessment: Assessment, member: Member, today: date) -> None:
    hold(session, assessment)
    session.refresh(member)
    found = door_of(assessment, member, today)
    if found is not Door.OPEN:
        raise Shut(found)


def _store(session: Session, member: Member, indicator: str, said: Said, reason: str) -> None:
    before = session.get(Rating, (member.id, indicator, 0))
    if said == Said(None) and not reason:
        if before is not None:
            session.delete(before)
        return
    rating = before or Rating(member_id=member.id, indicator=indicator, vote=0)
    rating.level = said.level
    rating.cannot_judge = said.cannot_judge
    rating.not_applicable = said.not_applicable
    rating.confidence = said.confidence.value if said.confidence else ""
    rating.reason = reason
    session.add(rating)
