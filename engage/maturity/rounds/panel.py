"""The panel of a round: putting people on it, changing what is said of them, taking them off."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import MOST, HandedIn, OnPanel, PanelFull, Seat, WhileRating
from engage.maturity.domain.rounds import TooLate
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rounds.locking import hold

OPEN = frozenset({Stage.PREPARING, Stage.RATING})
"""Stages at which the panel changes."""


def add(session: Session, assessment: Assessment, seats: Iterable[Seat]) -> list[Member]:
    """Put people on the panel; all of them or nobody.

    :raises TooLate: once ratings are closed
    :raises OnPanel: when a mail address is there already
    :raises PanelFull: when there would be too many to sit in one room
    """
    hold(session, assessment)
    _unless_closed(assessment)
    known = addresses(session, assessment)
    made = []
    for seat in seats:
        if seat.email and seat.email in known:
            raise OnPanel
        member = Member(assessment_id=assessment.id)
        _put(member, seat)
        known.add(seat.email or "")
        made.append(member)
    if size(session, assessment) + len(made) > MOST:
        raise PanelFull
    session.add_all(made)
    session.flush()
    return made


def addresses(session: Session, assessment: Assessment) -> set[str]:
    """Mail addresses on the panel."""
    found = session.scalars(
        select(Member.email).where(Member.assessment_id == assessment.id, Member.email.is_not(None))
    )
    return {address for address in found if address}


def size(session: Session, assessment: Assessment) -> int:
    return session.scalar(select(func.count()).where(Member.assessment_id == assessment.id)) or 0


def one(session: Session, assessment: Assessment, member_id: int) -> Member | None:
    found = session.get(Member, member_id)
    return found if found is not None and found.assessment_id == assessment.id else None


def change(session: Session, assessment: Assessment, member: Member, seat: Seat) -> bool:
    """Say something else of somebody; whether they now have another address, whose links are new.

    Once people rate, what somebody is stays as it was: whether it can be changed would say whether they have handed in.
    And what was said behind the old address is shown to nobody behind a new one, which may be the team's own: what was
    begun is deleted, and what was handed in is sealed.

    :raises TooLate: once ratings are closed
    :raises OnPanel: when the new address is somebody else's on the panel
    """
    hold(session, assessment)
    _unless_closed(assessment)
    if seat.email and seat.email != member.email and seat.email in addresses(session, assessment):
        raise OnPanel
    moved = seat.email != member.email
    if assessment.stage is Stage.PREPARING:
        _put(member, seat)
    else:
        member.name, member.email, member.language = seat.name, seat.email, seat.language
    if moved:
        _seal(session, member)
        member.generation += 1
        member.invited_at = member.reminded_at = None
    session.flush()
    return moved


def _seal(session: Session, member: Member) -> None:
    session.refresh(member, ("submitted_on",))
    if member.submitted_on is not None:
        member.sealed = True
    else:
        session.execute(delete(Rating).where(Rating.member_id == member.id))


def remove(session: Session, assessment: Assessment, member: Member) -> None:
    """Take somebody off the panel.

    :raises TooLate: once ratings are closed
    :raises WhileRating: once people rate; they can still decline themselves
    """
    hold(session, assessment)
    _unless_closed(assessment)
    if assessment.stage is not Stage.PREPARING:
        raise WhileRating
    forget(session, [member.id])


def forget(session: Session, member_ids: Collection[int]) -> int:
    """Delete members and what they said; how many. What a panel said together stays, in counts."""
    session.execute(delete(Rating).where(Rating.member_id.in_(member_ids)))
    gone = len(member_ids)
    session.execute(delete(Member).where(Member.id.in_(member_ids)))
    session.flush()
    return gone


def make_nameless(session: Session, assessment: Assessment, members: Iterable[Member]) -> int:
    """Take from members of a closed round who they are and what they wrote; how many.

    The levels that they gave and what kind of seat they had stay, without anybody to whom they lead: were they taken
    out, the counts before less the counts after would be what that person rated. Their links end.
    """
    count = 0
    for member in members:
        member.name, member.email, member.role, member.language = "", None, "", assessment.working_language
        member.invited_at = member.reminded_at = None
        member.generation += 1
        member.sealed = True
        written = {"reason": "", "reason_in_working_language": "", "left_out": ""}
        session.execute(update(Rating).where(Rating.member_id == member.id).values(written))
        count += 1
    session.flush()
    return count


def decline(session: Session, assessment: Assessment, member: Member, *, now: datetime) -> None:
    """They do not take part. What they have begun is deleted; they can think again until ratings close.

    :raises TooLate: once ratings are closed
    :raises HandedIn: when they have handed in
    """
    hold(session, assessment)
    _unless_closed(assessment)
    session.refresh(member)
    if member.submitted_on is not None:
        raise HandedIn
    session.execute(delete(Rating).where(Rating.member_id == member.id))
    member.declined = True
    member.invited_at = member.invited_at or now
    session.flush()


def take_part(session: Session, assessment: Assessment, member: Member) -> None:
    """They have thought again.

    :raises TooLate: once ratings are closed
    """
    hold(session, assessment)
    _unless_closed(assessment)
    member.declined = False
    session.flush()


def _unless_closed(assessment: Assessment) -> None:
    if assessment.stage not in OPEN:
        raise TooLate


def _put(member: Member, seat: Seat) -> None:
    member.name, member.email, member.language, member.role = seat.name, seat.email, seat.language, seat.role
    member.citizen, member.outside, member.regional = seat.citizen, seat.outside, seat.regional
    member.short_form = seat.short_form
