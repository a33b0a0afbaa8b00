"""Writing to the panel: inviting, reminding, a new link. Nobody learns who was reminded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import NoAddress
from engage.maturity.domain.rounds import TooLate
from engage.maturity.mails.telling import Told, tell
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from engage.maturity.rounds.locking import hold
from engage.maturity.rounds.panel import OPEN

BETWEEN = timedelta(days=2)
"""So long nobody is reminded again."""


class RemindedLately(Refusal):
    code = "panel_reminded_lately"


class Declined(Refusal):
    """They said that they do not take part: they are left alone."""

    code = "member_declined"


def invite(session: Session, assessment: Assessment, member: Member, *, now: datetime) -> None:
    """Write to a member, with their link; again, when somebody asks for it.

    :raises TooLate: once ratings are closed
    :raises NoAddress: when they rate on paper
    :raises Declined: when they have declined
    """
    if assessment.stage not in OPEN:
        raise TooLate
    if not member.email:
        raise NoAddress
    if member.declined:
        raise Declined
    tell(session, Told.INVITED, assessment, member, now=now)
    member.invited_at = now
    session.flush()


def invite_all(session: Session, assessment: Assessment, *, now: datetime) -> int:
    """Write to everybody who was not written to yet; to how many.

    :raises TooLate: once ratings are closed
    """
    hold(session, assessment)
    if assessment.stage not in OPEN:
        raise TooLate
    waiting = uninvited(session, assessment)
    for member in waiting:
        invite(session, assessment, member, now=now)
    return len(waiting)


def uninvited(session: Session, assessment: Assessment) -> Sequence[Member]:
    """Members with an address who were not written to."""
    return [
        each
        for each in queries.members(session, assessment.id)
        if each.email and not each.invited_at and not each.declined
    ]


def remind(session: Session, assessment: Assessment, *, now: datetime) -> None:
    """Write to everybody who has not handed in. To how many is said to nobody: it would say how many have, by whom.

    :raises TooLate: unless rating is open
    :raises RemindedLately: within two days of the last time
    """
    hold(session, assessment)
    if assessment.stage is not Stage.RATING:
        raise TooLate
    members = queries.members(session, assessment.id)
    last = max((each.reminded_at for each in members if each.reminded_at), default=None)
    if last is not None and last > now - BETWEEN:
        raise RemindedLately
    for member in members:
        if not member.email or member.declined:
            continue
        if member.submitted_on is None:
            tell(session, Told.REMINDED, assessment, member, now=now)
        member.reminded_at = now  # of who has handed in too: it tells nothing
    session.flush()


def new_link(session: Session, assessment: Assessment, member: Member, *, now: datetime) -> None:
    """End the link that a member has, and write to them with a new one.

    :raises TooLate: once the round is over
    :raises NoAddress: when they rate on paper
    """
    if assessment.stage in (Stage.SIGNED, Stage.CANCELLED):
        raise TooLate
    if not member.email:
        raise NoAddress
    member.generation += 1
    session.flush()
    tell(session, Told.NEW_LINK, assessment, member, now=now)
