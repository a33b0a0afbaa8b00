"""Signing a round: hub lead and a citizen, each for the same content; then it is frozen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty
from engage.core import zones
from engage.core.refusal import Refusal
from engage.mail import outbox
from engage.maturity import queries
from engage.maturity.domain import sign_off, signed
from engage.maturity.domain.kinds import Signer, Stage
from engage.maturity.models import Assessment
from engage.maturity.models_after import Signature, Snapshot
from engage.maturity.signing.content import Content, Mirror, content, with_intervals

MOST_WORDS = 2000
CO_SIGN = "maturity.co-sign"
"""The kind of the mail."""


class CannotSign(Refusal):
    """Something stands in the way (`found`)."""

    code = "cannot_sign"

    def __init__(self, found: tuple[sign_off.Blocked, ...]) -> None:
        super().__init__(self.code)
        self.found = found


class ChangedSince(Refusal):
    """What is signed is not what was read: it has changed meanwhile."""

    code = "signing_changed"


class SamePerson(Refusal):
    """One person cannot stand for both."""

    code = "signing_same_person"


class OfTheTeam(Refusal):
    """Whoever works on the assessment for the hub does not sign it as a citizen."""

    code = "signing_of_the_team"


class ReasonNeeded(Refusal):
    """The panel is not as the protocol has it: the hub lead says why."""

    code = "signing_reason_needed"


class LeadFirst(Refusal):
    """While a reason is needed, the hub lead signs first, so that the citizen reads it."""

    code = "signing_lead_first"


@dataclass(frozen=True, slots=True)
class Standing:
    """The signatures of a round that hold for its content, and those that a change has ended."""

    holding: Mapping[Signer, Signature]
    ended: Mapping[Signer, Signature]


def signatures(session: Session, assessment: Assessment, digest: str) -> Standing:
    """:param digest: of the content as it is now"""
    found = session.scalars(select(Signature).where(Signature.assessment_id == assessment.id)).all()
    return Standing(
        {each.signer: each for each in found if each.content_digest == digest},
        {each.signer: each for each in found if each.content_digest != digest},
    )


def sign(
    session: Session,
    assessment: Assessment,
    signer: Signer,
    *,
    person_id: int,
    seen: str,
    note: str = "",
    of_the_team: bool = False,
    mirror: Mirror = None,
    now: datetime,
) -> Snapshot | None:
    """Stand for a round as hub lead or as a citizen. With the second signature it is frozen, and its snapshot returned.

    A signature for what has changed since is ended by the next one.

    :param seen: the digest of what the signer has read
    :param note: what is printed beside the signature; the reason, where one is needed
    :param of_the_team: whether who signs may change the assessment themselves
    :raises CannotSign: while something stands in the way
    :raises OfTheTeam: for the citizen, from the team
    :raises ChangedSince: when the content is not what was read
    :raises SamePerson: for somebody who has signed as the other
    :raises ReasonNeeded: from the hub lead, where the panel is not as the protocol has it
    :raises LeadFirst: for the citizen, while that reason is not there
    """
    _hold(session, assessment)
    found = content(session, assessment, mirror=mirror)
    if found.blocked:
        raise CannotSign(found.blocked)
    if signer is Signer.CITIZEN and of_the_team:
        raise OfTheTeam
    if found.digest != seen:
        raise ChangedSince
    before = signatures(session, assessment, found.digest)
    other = before.holding.get(Signer.CITIZEN if signer is Signer.HUB_LEAD else Signer.HUB_LEAD)
    if other is not None and other.person_id == person_id:
        raise SamePerson
    if found.to_be_justified:
        _justified(signer, note, other)
    for each in (*before.ended.values(), before.holding.get(signer)):
        if each is not None:
            session.delete(each)
    session.flush()
    own = Signature(
        assessment_id=assessment.id,
        signer=signer,
        person_id=person_id,
        note=note[:MOST_WORDS],
        content_digest=found.digest,
        signed_at=now,
    )
    session.add(own)
    session.flush()
    if other is not None:
        return _freeze(session, assessment, found, (other, own), now)
    if signer is Signer.HUB_LEAD:
        _ask_citizens(session, assessment, now)
    return None


def _ask_citizens(session: Session, assessment: Assessment, now: datetime) -> None:
    """The hub lead has signed: who may sign as a citizen hears it."""
    for each in co_signers(session, assessment):
        outbox.put(
            session,
            CO_SIGN,
            each.email,
            language=each.language,
            values={"assessment_id": assessment.id},
            hub_id=assessment.hub_id,
            now=now,
        )


def _justified(signer: Signer, note: str, other: Signature | None) -> None:
    if signer is Signer.HUB_LEAD and not note.strip():
        raise ReasonNeeded
    if signer is Signer.CITIZEN and other is None:
        raise LeadFirst


def co_signers(session: Session, assessment: Assessment) -> Sequence[Person]:
    """Who holds the duty to sign as a citizen."""
    asked = (
        select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.thing == queries.THING, Grant.thing_id == assessment.id, Grant.duty == Duty.CO_SIGNER)
        .where(Person.active)
        .order_by(Person.id)
    )
    return session.scalars(asked).all()


def waiting(session: Session, hub_ids: Collection[int] | None, person_id: int | None) -> Sequence[Assessment]:
    """Rounds that one signer has signed and that wait for the other: for the hub lead of these hubs (None: all), or for
    this person as a citizen."""
    signed_by = select(Signature.assessment_id)
    lead, citizen = (signed_by.where(Signature.signer == each) for each in (Signer.HUB_LEAD, Signer.CITIZEN))
    duties = select(Grant.thing_id).where(
        Grant.person_id == person_id, Grant.thing == queries.THING, Grant.duty == Duty.CO_SIGNER
    )
    for_lead = and_(Assessment.id.in_(citizen), Assessment.id.not_in(lead))
    if hub_ids is not None:
        for_lead = and_(for_lead, Assessment.hub_id.in_(hub_ids))
    for_citizen = and_(Assessment.id.in_(lead), Assessment.id.not_in(citizen), Assessment.id.in_(duties))
    asked = select(Assessment).where(Assessment.stage == Stage.CONSENSUS, or_(for_lead, for_citizen))
    return session.scalars(asked.order_by(Assessment.id)).all()


def take_back(session: Session, assessment: Assessment, *, person_id: int) -> bool:
    """Take one's own signature back while the round is not frozen; False when there is none.

    :raises CannotSign: when it is frozen
    """
    _hold(session, assessment)
    if assessment.stage is not Stage.CONSENSUS:
        raise CannotSign((sign_off.Blocked(sign_off.Blocker.OVER),))
    own = session.scalars(
        select(Signature).where(Signature.assessment_id == assessment.id, Signature.person_id == person_id)
    ).all()
    for each in own:
        session.delete(each)
    session.flush()
    return bool(own)


def _hold(session: Session, assessment: Assessment) -> None:
    """Lock the round until the transaction ends, and read it as it stands: two signatures never cross."""
    session.flush()
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(assessment)


def _freeze(
    session: Session, assessment: Assessment, found: Content, both: tuple[Signature, ...], now: datetime
) -> Snapshot:
    zone = assessment.hub.time_zone
    whole = replace(
        with_intervals(session, assessment, found.signed),
        signatures=tuple(
            signed.Signature(each.signer, zones.local(each.signed_at, zone).date(), each.note)
            for each in sorted(both, key=lambda each: each.signer, reverse=True)
        ),
    )
    text = signed.write(whole)
    made = Snapshot(
        assessment_id=assessment.id,
        hub_id=assessment.hub_id,
        model_id=assessment.model_id,
        content=text,
        digest=signed.digest(text),
        signed_on=zones.local(now, zone).date(),
    )
    session.add(made)
    assessment.stage, assessment.signed_at = Stage.SIGNED, now
    assessment.revision += 1
    session.flush()
    return made
