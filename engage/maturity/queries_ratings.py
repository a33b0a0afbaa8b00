"""What a panel said, as counts and views without people. The only reads of other people's ratings.

Nothing comes out before ratings are closed: that is asked here, not by whoever reads. What single members said of
theirs is read by `own` alone, for their own pages.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.maturity.domain.consensus import FEWEST_SHOWN, Said, Tally, tally
from engage.maturity.domain.kinds import Confidence
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating


def is_closed(assessment: Assessment) -> bool:
    """Whether ratings are closed, so that they may be read."""
    return assessment.rating_closed_at is not None


def own(session: Session, member_id: int, *, vote: int = 0) -> Mapping[str, Rating]:
    """A member's ratings by indicator, for the member's own pages."""
    found = session.scalars(select(Rating).where(Rating.member_id == member_id, Rating.vote == vote))
    return {each.indicator: each for each in found}


def views(session: Session, assessment: Assessment, *, vote: int = 0) -> Mapping[str, Sequence[Said]]:
    """What was handed in, by indicator, in order of level; empty until ratings are closed.

    :param vote: 0: what each said alone; 1 or 2: what the room voted then, those too who had handed in nothing before
    """
    if not is_closed(assessment):
        return {}
    asked = (
        select(Rating.indicator, Rating.level, Rating.cannot_judge, Rating.not_applicable, Rating.confidence)
        .join(Member, Member.id == Rating.member_id)
        .where(
            Member.assessment_id == assessment.id,
            Rating.vote == vote,
            or_(Rating.vote > 0, Member.submitted_on.is_not(None)),
        )
        .order_by(Rating.indicator, Rating.level, Rating.confidence)
    )
    found: dict[str, list[Said]] = {}
    for indicator, level, cannot_judge, not_applicable, confidence in session.execute(asked):
        said = Said(level, cannot_judge, not_applicable, Confidence(confidence) if confidence else None)
        found.setdefault(indicator, []).append(said)
    return found


def tallies(session: Session, assessment: Assessment, *, vote: int = 0) -> Mapping[str, Tally]:
    """How many people said what, by indicator, for reckoning alone; empty until ratings are closed."""
    return {indicator: tally(said) for indicator, said in views(session, assessment, vote=vote).items()}


def shown(session: Session, assessment: Assessment) -> Mapping[str, Tally]:
    """How many people said what before they talked, as others may see it: indicators that three have answered."""
    found = {indicator: each.shown for indicator, each in tallies(session, assessment).items()}
    return {indicator: each for indicator, each in found.items() if each.people}


def profiles(session: Session, assessment: Assessment) -> Sequence[Mapping[str, int]]:
    """Each person's blind levels by indicator, for intervals alone; empty until ratings are closed, and where fewer
    than three people have rated.

    In an order that follows from the levels, so that it says nothing of people, and a stored seed draws the same.
    """
    if not is_closed(assessment):
        return []
    asked = (
        select(Rating.member_id, Rating.indicator, Rating.level)
        .join(Member, Member.id == Rating.member_id)
        .where(
            Member.assessment_id == assessment.id,
            Member.submitted_on.is_not(None),
            Rating.vote == 0,
        )
        .order_by(Rating.indicator)
    )
    found: dict[int, dict[str, int]] = {}
    for member, indicator, level in session.execute(asked):
        if level is not None:
            found.setdefault(member, {})[indicator] = level
    if len(found) < FEWEST_SHOWN:
        return []
    return sorted(found.values(), key=lambda each: sorted(each.items()))
