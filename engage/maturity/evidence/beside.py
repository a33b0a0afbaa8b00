"""What stands beside an indicator while people rate it: evidence and facts, and nothing of what they would allow.

No class of evidence, no ceiling, no test: whoever sees them would know the level before giving their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities import showing
from engage.maturity.domain.kinds import EvidenceKind, FactSource
from engage.maturity.evidence.shown import ShownFact, shown_facts
from engage.maturity.models import Assessment, Evidence
from engage.maturity.wording import model_of


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A piece of evidence, for somebody who rates."""

    id: int
    kind: EvidenceKind
    title: str
    about: str
    dated_on: date | None
    link: str
    """An address of the web, or of the public page of an activity; empty where there is none to follow."""
    file_name: str
    """Empty where it is no file; the page that shows it knows under which address it is opened."""
    file_type: str


@dataclass(frozen=True, slots=True)
class Beside:
    evidence: tuple[ShownEvidence, ...]
    facts: tuple[ShownFact, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.evidence and all(each.source is FactSource.NONE for each in self.facts)


def beside(session: Session, assessment: Assessment, indicator: str, language: str, *, now: datetime) -> Beside:
    """What the hub shows for one indicator, in four statements at most.

    Numbers of people below ten are not shown as such: who rates is not of the team.
    """
    found = [each for each in _evidence(session, assessment) if indicator in each.indicators]
    tests = model_of(assessment.model).indicator(indicator).tests
    metrics = list(dict.fromkeys(test.metric for test in tests))
    return Beside(
        evidence=_shown(session, found, language, now),
        facts=shown_facts(session, assessment, language, metrics) if metrics else (),
    )


def _evidence(session: Session, assessment: Assessment) -> Sequence[Evidence]:
    found = select(Evidence).where(Evidence.assessment_id == assessment.id)
    return session.scalars(found.order_by(Evidence.added_at, Evidence.id)).all()


def _shown(session: Session, found: Sequence[Evidence], language: str, now: datetime) -> tuple[ShownEvidence, ...]:
    ids = [each.activity_id for each in found if each.activity_id is not None]
    pages = showing.some(session, ids, lang=language, now=now)
    return tuple(
        ShownEvidence(
            id=each.id,
            kind=each.kind,
            title=each.title,
            about=each.about,
            dated_on=each.dated_on,
            link=pages[each.activity_id].address if each.activity_id in pages else each.url,
            file_name=each.file_name if each.kind is EvidenceKind.FILE else "",
            file_type=each.file_type,
        )
        for each in found
    )
