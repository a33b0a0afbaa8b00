"""The check of evidence by somebody from outside the team."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.core.refusal import Refusal
from engage.maturity.domain import evidence as rules
from engage.maturity.domain.model import MaturityModel
from engage.maturity.evidence import keeping
from engage.maturity.evidence.facts import changeable
from engage.maturity.models import Assessment, Evidence
from engage.maturity.standing import piece


class OfTheTeam(Refusal):
    """Whoever works on the evidence does not check it."""

    code = "checker_of_the_team"


class NotThatHigh(Refusal):
    """A checker confirms a class, or lowers it."""

    code = "checked_too_high"


def waiting(session: Session, assessment: Assessment, model: MaturityModel) -> Sequence[Evidence]:
    """What the team wants confirmed and nobody has looked at yet."""
    return [each for each in keeping.of(session, assessment.id) if rules.waits(piece(each), model)]


def check(
    session: Session,
    assessment: Assessment,
    evidence: Evidence,
    found: str,
    note: str,
    *,
    by: str,
    of_the_team: bool,
    model: MaturityModel,
    now: datetime,
) -> None:
    """Say what class a piece of evidence is.

    :param found: the id of the class: the one that the team gives, or a lower one
    :param by: who says so, as the report prints it; empty where they gave no name
    :param of_the_team: whether they may change the evidence themselves
    :raises Over: when the assessment does not change any more
    :raises OfTheTeam: from the team
    :raises NotThatHigh: for a class above the one that the team gives
    """
    changeable(session, assessment)
    if of_the_team:
        raise OfTheTeam
    if found not in {each.id for each in rules.findable(model, evidence.evidence_class)}:
        raise NotThatHigh
    evidence.checked_class, evidence.checked_note = found, note
    evidence.checked_by, evidence.checked_at = by, now
    session.flush()


def name_of(session: Session, person_id: int | None) -> str:
    """What somebody who checks is called; never the mail address."""
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else ""
