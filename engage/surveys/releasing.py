"""Use cases of the release check: asked for by one person, signed by another."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.surveys import queries
from engage.surveys.domain.release import AlreadySigned, ChangedMeanwhile, digest, require_second_person
from engage.surveys.fielding import NothingToPublish
from engage.surveys.models import Survey
from engage.surveys.models_before_field import ReleaseCheck


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a release."""

    testers: int
    tested_on: date
    ethics: str
    impact: str
    languages: tuple[str, ...]


def ask(session: Session, survey: Survey, evidence: Evidence, *, by_id: int, by: str, now: datetime) -> ReleaseCheck:
    """Ask a second person to release the newest version as it is now.

    :raises NothingToPublish: when there is no version
    """
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise NothingToPublish
    check = ReleaseCheck(
        survey_id=survey.id,
        version_id=version.id,
        digest=digest(version.document),
        testers=evidence.testers,
        tested_on=evidence.tested_on,
        ethics=evidence.ethics,
        impact=evidence.impact,
        languages=list(evidence.languages),
        asked_by_id=by_id,
        asked_by=by,
        asked_at=now,
    )
    session.add(check)
    session.flush()
    return check


def sign(
    session: Session, survey: Survey, check: ReleaseCheck, *, by_id: int, by: str, name: str, role: str, now: datetime
) -> None:
    """Release what was asked for, with one's name.

    :raises SamePerson: when who signs is who asked
    :raises AlreadySigned: when somebody was faster
    :raises ChangedMeanwhile: when the questionnaire is not the one the check was asked for
    """
    require_second_person(asked_by=check.asked_by_id, signs=by_id)
    session.refresh(check, with_for_update={"of": ReleaseCheck})
    if check.signed_at is not None:
        raise AlreadySigned
    newest = queries.newest_version(session, survey.instrument_id)
    if newest is None or digest(newest.document) != check.digest:
        raise ChangedMeanwhile
    check.signed_by_id, check.signed_by = by_id, by
    check.signed_name, check.signed_role, check.signed_at = name, role, now
    session.flush()
