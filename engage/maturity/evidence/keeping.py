"""Evidence of an assessment: adding, changing, taking away, bringing back."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from engage.core.refusal import Refusal
from engage.maturity.domain.kinds import EvidenceKind
from engage.maturity.evidence.facts import changeable
from engage.maturity.evidence.files import File
from engage.maturity.models import Assessment, Evidence

MOST = 100
"""Pieces of one assessment."""
MOST_BYTES = 150_000_000
"""Of all files of one assessment together."""
KEPT_AWAY = timedelta(days=1)
"""How long something that was taken away can be brought back at most."""


class TooMuchEvidence(Refusal):
    """There are so many pieces already, or so many bytes, that nobody could look at them."""

    code = "too_much_evidence"


class GoneForGood(Refusal):
    """It was taken away and deleted, or what it belonged to is signed."""

    code = "evidence_gone"


@dataclass(frozen=True, slots=True)
class Given:
    """What a valid form says of a piece of evidence."""

    kind: EvidenceKind
    title: str
    about: str
    indicators: Sequence[str]
    dated_on: date | None
    evidence_class: str
    url: str = ""
    activity_id: int | None = None
    file: File | None = None
    """None: no file, or the one that is there stays."""


def of(session: Session, assessment_id: int) -> Sequence[Evidence]:
    """All pieces in the order in which they came; without the content of files."""
    found = select(Evidence).where(Evidence.assessment_id == assessment_id)
    return session.scalars(found.order_by(Evidence.added_at, Evidence.id)).all()


def one(session: Session, assessment_id: int, evidence_id: int) -> Evidence | None:
    found = session.get(Evidence, evidence_id)
    return found if found is not None and found.assessment_id == assessment_id else None


def content(session: Session, assessment_id: int, evidence_id: int) -> Evidence | None:
    """A piece with its file; None for one that has none."""
    found = session.scalar(
        select(Evidence)
        .where(Evidence.assessment_id == assessment_id, Evidence.id == evidence_id)
        .options(undefer(Evidence.content))
    )
    return found if found is not None and found.content is not None else None


def fingerprint(evidence: Evidence) -> str:
    """What somebody has seen of a piece: another one after each change."""
    seen = (
        evidence.title,
        evidence.about,
        evidence.digest,
        evidence.url,
        evidence.activity_id,
        evidence.evidence_class,
        evidence.dated_on,
        *sorted(evidence.indicators),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def save(
    session: Session, assessment: Assessment, evidence: Evidence | None, given: Given, *, now: datetime
) -> Evidence:
    """Keep a piece of evidence; a changed one has to be checked again.

    :param evidence: the one that changes; None: a new one
    :raises Over: when the assessment does not change any more
    :raises TooMuchEvidence: when there are too many, or too many bytes
    """
    changeable(session, assessment)
    _require_room(session, assessment, evidence, given)
    if evidence is None:
        evidence = Evidence(assessment_id=assessment.id, kind=given.kind, added_at=now)
        session.add(evidence)
    evidence.title, evidence.about, evidence.indicators = given.title, given.about, list(given.indicators)
    evidence.dated_on, evidence.url, evidence.activity_id = given.dated_on, given.url, given.activity_id
    evidence.evidence_class = given.evidence_class
    if given.file is not None:
        evidence.file_name, evidence.file_type, evidence.content = given.file.name, given.file.type, given.file.content
        evidence.digest = hashlib.sha256(given.file.content).hexdigest()
    evidence.checked_class, evidence.checked_note, evidence.checked_by, evidence.checked_at = "", "", "", None
    session.flush()
    return evidence


def _require_room(session: Session, assessment: Assessment, evidence: Evidence | None, given: Given) -> None:
    others = Evidence.assessment_id == assessment.id
    if evidence is not None:
        others &= Evidence.id != evidence.id
    size = func.coalesce(func.sum(func.length(Evidence.content)), 0)
    number, taken = session.execute(select(func.count(), size).where(others)).one()
    new = len(given.file.content) if given.file is not None else 0
    if number >= MOST or (new and taken + new > MOST_BYTES):
        raise TooMuchEvidence


def remove(session: Session, assessment: Assessment, evidence: Evidence, *, now: datetime) -> None:
    """Take a piece away; it can be brought back for a while.

    :raises Over: when the assessment does not change any more
    """
    changeable(session, assessment)
    evidence.assessment_id, evidence.removed_at = None, now
    session.flush()


def bring_back(session: Session, assessment: Assessment, evidence_id: int) -> Evidence:
    """:raises GoneForGood: when it is deleted, or belongs to somebody else
    :raises Over: when the assessment does not change any more
    """
    changeable(session, assessment)
    found = session.get(Evidence, evidence_id)
    if found is None or found.assessment_id not in (None, assessment.id):
        raise GoneForGood
    found.assessment_id, found.removed_at = assessment.id, None
    session.flush()
    return found


def purge(session: Session, now: datetime) -> int:
    """Delete for good what was taken away."""
    gone = delete(Evidence).where(Evidence.assessment_id.is_(None), Evidence.removed_at < now - KEPT_AWAY)
    return session.connection().execute(gone).rowcount


def for_indicators(found: Collection[Evidence], indicator: str) -> list[Evidence]:
    """The pieces that show something for an indicator."""
    return [each for each in found if indicator in each.indicators]
