"""Who holds which duty on an assessment, on which somebody holds one, and giving one, also to who has no account."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import grants, people
from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty
from engage.mail import outbox
from engage.maturity import queries
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment

DUTIES = (Duty.FACILITATOR, Duty.EVIDENCE_CHECKER, Duty.CO_SIGNER)


def holders(session: Session, assessment: Assessment) -> Mapping[Duty, Sequence[Person]]:
    """People with a duty on an assessment, by name."""
    rows = session.execute(
        select(Grant.duty, Person)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.thing == queries.THING, Grant.thing_id == assessment.id, Person.closed_at.is_(None))
        .order_by(Person.name, Person.email)
    )
    found: dict[Duty, list[Person]] = {duty: [] for duty in DUTIES}
    for duty, person in rows:
        found.setdefault(duty, []).append(person)
    return found


def held(session: Session, person_id: int) -> Sequence[tuple[Assessment, Duty]]:
    """The rounds on which somebody holds a duty, the newest first; not those that were cancelled."""
    rows = session.execute(
        select(Assessment, Grant.duty)
        .join(Grant, (Grant.thing == queries.THING) & (Grant.thing_id == Assessment.id))
        .where(Grant.person_id == person_id, Assessment.stage != Stage.CANCELLED)
        .order_by(Assessment.created_at.desc(), Assessment.id.desc())
    )
    return [(assessment, duty) for assessment, duty in rows]


def given_on(session: Session, reach: Collection[int] | None) -> Sequence[Assessment]:
    """The rounds of some hubs on which duties are given, the newest first.

    None for the network office: it sees no hub's assessments, not even what they are called.
    """
    if reach is None:
        return ()
    return [
        each
        for each in queries.assessments_of(session, list(reach))
        if each.kind is not AssessmentKind.FIRST_LOOK and each.stage not in (Stage.SIGNED, Stage.CANCELLED)
    ]


def things(title: str, assessment: Assessment) -> grants.Things:
    """What duties are given on, when it is this assessment: whoever signs for its hub gives them."""
    thing = grants.Thing(assessment.id, assessment.title, frozenset({assessment.hub_id}))
    return grants.Things(queries.THING, title, DUTIES, lambda _session, _reach: [thing])


def invite(
    session: Session,
    assessment: Assessment,
    kind: grants.Things,
    invitation: people.Invitation,
    duty: Duty,
    *,
    now: datetime,
    by: Person,
) -> Person:
    """Give a duty to the person with a mail address. Who has no account is invited; who has one is told.

    :raises NotYours: when who invites may not invite people for the hub
    :raises SwitchedOff: when the account of this address was switched off
    :raises Yourself: with one's own address
    """
    person, invited = people.invite_to_duty(session, invitation, assessment.hub_id, now=now, by=by)
    new = grants.give(session, person, kind, assessment.id, duty, now=now, by=by)
    if new and not invited:
        outbox.put(
            session,
            "maturity.duty",
            person.email,
            language=person.language,
            values={"assessment_id": assessment.id, "duty": duty.value, "person_id": person.id},
            hub_id=assessment.hub_id,
            now=now,
        )
    return person
