"""A first look: one or two people of a team say, for each core indicator, where the hub stands and what shows it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries, wording
from engage.maturity.domain.kinds import AssessmentKind, LevelState, Stage
from engage.maturity.domain.model import Indicator
from engage.maturity.domain.rounds import TooLate
from engage.maturity.models import AssessedLevel, Assessment


class NothingSaid(Refusal):
    """A first look is finished once at least one level is given."""

    code = "first_look_nothing_said"


class Followed(Refusal):
    """A round starts from it: it stays as that round took it."""

    code = "first_look_followed"


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of one indicator."""

    level: int | None
    """None: nobody could tell."""
    evidence_class: str
    reason: str = ""


def asked(assessment: Assessment) -> tuple[Indicator, ...]:
    """The indicators of a first look, in the order of the model."""
    return wording.model_of(assessment.model).core


def give(session: Session, assessment: Assessment, indicator: Indicator, given: Given) -> None:
    """Keep what is said of one indicator; saying it again replaces it.

    :raises TooLate: once the first look is finished
    """
    if assessment.kind is not AssessmentKind.FIRST_LOOK or assessment.stage is not Stage.PREPARING:
        raise TooLate
    row = session.get(AssessedLevel, (assessment.id, indicator.id))
    if row is None:
        row = AssessedLevel(assessment_id=assessment.id, indicator=indicator.id, state=LevelState.GIVEN)
        session.add(row)
    row.level, row.evidence_class, row.reason = given.level, given.evidence_class, given.reason
    session.flush()


def finish(session: Session, assessment: Assessment, *, now: datetime) -> None:
    """It is done: what it comes to is shown. It is signed by nobody.

    :raises TooLate: when it is finished already
    :raises NothingSaid: without any level
    """
    if assessment.kind is not AssessmentKind.FIRST_LOOK or assessment.stage is not Stage.PREPARING:
        raise TooLate
    if all(each.level is None for each in queries.levels(session, assessment.id).values()):
        raise NothingSaid
    assessment.stage, assessment.signed_at = Stage.SIGNED, now
    assessment.revision += 1
    session.flush()


def take_up_again(session: Session, assessment: Assessment) -> None:
    """Change answers of a finished first look.

    :raises TooLate: when it is not finished
    :raises Followed: once a round starts from it
    """
    if assessment.kind is not AssessmentKind.FIRST_LOOK or assessment.stage is not Stage.SIGNED:
        raise TooLate
    if queries.assessments_of(session, None, previous_id=assessment.id):
        raise Followed
    assessment.stage, assessment.signed_at = Stage.PREPARING, None
    assessment.revision += 1
    session.flush()
