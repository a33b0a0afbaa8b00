"""The panel of an assessment as personal data: found, handed over, deleted half a year after it ends, and erased."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from engage.maturity import queries_ratings
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rounds import panel
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose

DAYS = 183
"""After a round was signed or cancelled."""
FORGOTTEN_DAYS = 730
"""After a round began that was neither."""
_TEXTS = ("reason", "reason_in_working_language", "left_out")


def _covered(sought: Sought) -> ColumnElement[bool]:
    if sought.hubs is None:
        return true()
    return Member.assessment_id.in_(select(Assessment.id).where(Assessment.hub_id.in_(sorted(sought.hubs))))


def _members(session: Session, sought: Sought) -> Sequence[Member]:
    if not sought.address:
        return ()
    return session.scalars(select(Member).where(Member.email == sought.address, _covered(sought))).all()


def _mentioned(session: Session, sought: Sought) -> list[Any]:
    """What others wrote that names the address."""
    if not sought.address:
        return []
    theirs = (or_(Member.email.is_(None), Member.email != sought.address), _covered(sought))
    ratings = select(Rating).join(Member, Member.id == Rating.member_id)
    named = mentions(sought.address, *(getattr(Rating, each) for each in _TEXTS))
    return [
        *session.scalars(select(Member).where(mentions(sought.address, Member.name, Member.role), *theirs)),
        *session.scalars(ratings.where(named, *theirs)),
    ]


def _export(session: Session, sought: Sought) -> list[dict[str, Any]]:
    return [
        *(_copy(session, each) for each in _members(session, sought)),
        *({"mentioned in": "panel"} for _ in _mentioned(session, sought)),
    ]


def _copy(session: Session, member: Member) -> dict[str, Any]:
    """What the team can hand over. What somebody rated, and whether, is told to nobody else: the person reads it
    alone, behind the personal link."""
    return {
        "assessment": session.get_one(Assessment, member.assessment_id).title,
        "name": member.name,
        "mail": member.email,
        "language": member.language,
        "role": member.role,
        "citizen": member.citizen,
        "from no organisation": member.outside,
        "from a region": member.regional,
        "declined": member.declined,
        "ratings": "for you alone to read, behind your personal link",
    }


def _erase(session: Session, sought: Sought) -> int:
    """Whole members with what they rated, while nobody has seen it. Once ratings are closed who they are and what they
    wrote: the levels stay in what the panel said together, for a difference of counts would tell what they rated."""
    named, before, count = _mentioned(session, sought), [], 0
    for each in _members(session, sought):
        assessment = session.get_one(Assessment, each.assessment_id)
        if queries_ratings.is_closed(assessment):
            count += panel.make_nameless(session, assessment, [each])
        else:
            before.append(each.id)
    count += panel.forget(session, before)
    for found in named:
        count += rid([found], sought.address, *(("name", "role") if isinstance(found, Member) else _TEXTS))
    return count


def _delete_due(session: Session, now: datetime) -> int:
    after, began = now - timedelta(days=DAYS), now - timedelta(days=FORGOTTEN_DAYS)
    over = or_(
        Assessment.signed_at < after,
        Assessment.cancelled_at < after,
        (Assessment.created_at < began) & Assessment.stage.not_in((Stage.SIGNED, Stage.CANCELLED)),
    )
    due = select(Member.id).where(Member.assessment_id.in_(select(Assessment.id).where(over)))
    return panel.forget(session, session.scalars(due).all())


PANEL = Keeps(
    "assessment_member",
    what=lambda _: _(
        "Who is on the panel of a self-assessment: name, mail address, language, role, whether a citizen; and what "
        "each rated, with reasons; after an erasure once ratings are closed: the levels alone, of nobody who is known"
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that a hub is judged by people who know it from different sides"),
    basis=Basis.TASK,
    how_long=lambda _: _(
        "%(days)s days after the assessment was signed or cancelled; %(most)s days after it began, if it was neither",
        days=DAYS,
        most=FORGOTTEN_DAYS,
    ),
    goes_to=lambda _: _("Names: the team of the hub. Ratings: nobody; the panel and the team see counts and reasons"),
    tables=("assessment_member", "assessment_rating"),
    delete_due=_delete_due,
    find=lambda session, sought: len(_members(session, sought)) + len(_mentioned(session, sought)),
    export=_export,
    erase=_erase,
)
