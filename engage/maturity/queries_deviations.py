"""What of the protocol a round does not meet, from what is kept of it."""

from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Grant, PersonRole, Role
from engage.accounts.roles import MAY, Duty
from engage.core import zones
from engage.hubs.models import Hub
from engage.maturity import queries
from engage.maturity.domain import signed
from engage.maturity.domain.deviations import Deviation, Facts
from engage.maturity.domain.deviations import deviations as of_facts
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import composition
from engage.maturity.models import Assessment, Evidence
from engage.maturity.models_after import Snapshot
from engage.maturity.models_panel import Member
from engage.maturity.queries_ratings import is_closed
from engage.web.permissions import Permission


def deviations(session: Session, assessment: Assessment) -> tuple[Deviation, ...]:
    """Of a round as it stands now; of a signed one what was signed, for its panel is deleted later."""
    if assessment.stage is Stage.SIGNED:
        text = session.scalar(select(Snapshot.content).where(Snapshot.assessment_id == assessment.id))
        return signed.read(text).deviations if text else ()
    seats = session.execute(
        select(Member.citizen, Member.outside, Member.regional, Member.submitted_on.is_not(None)).where(
            Member.assessment_id == assessment.id, Member.declined.is_(False)
        )
    ).all()
    evidence, checked = session.execute(
        select(func.count(), func.count(Evidence.checked_at)).where(Evidence.assessment_id == assessment.id)
    ).one()
    facilitators = session.scalar(
        select(func.count()).where(
            Grant.thing == queries.THING,
            Grant.thing_id == assessment.id,
            Grant.duty == Duty.FACILITATOR,
            Grant.person_id.not_in(_team(assessment)),
        )
    )
    return of_facts(
        Facts(
            stage=assessment.stage,
            panel=composition(
                (citizen, outside, regional)
                for citizen, outside, regional, handed_in in seats
                if handed_in or not is_closed(assessment)
            ),
            seats=len(seats),
            handed_in=sum(handed_in for *_, handed_in in seats),
            rating_from=_day(assessment, assessment.rating_opened_at),
            rating_until=_day(assessment, assessment.rating_closed_at) or assessment.rating_until,
            facilitators=facilitators or 0,
            evidence=evidence,
            checked=checked,
            mirror=bool(assessment.mirror),
        )
    )


def _team(assessment: Assessment) -> Select[int]:
    """People who may change the assessment for its hub: one of them who leads the workshop is nobody from outside."""
    hub: Hub | None = assessment.hub
    above = []
    while hub is not None and hub.id not in above:
        above.append(hub.id)
        hub = hub.parent if hub.parent_id else None
    roles = [role for role, allowed in MAY.items() if Permission.MATURITY_EDIT in allowed]
    return (
        select(PersonRole.person_id)
        .join(Role, Role.id == PersonRole.role_id)
        .where(PersonRole.hub_id.in_(above), Role.name.in_(roles))
    )


def _day(assessment: Assessment, moment: datetime | None) -> date | None:
    """By the hub's clock."""
    return zones.local(moment, assessment.hub.time_zone).date() if moment else None
