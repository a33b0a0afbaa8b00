"""Activities of the platform as evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.activities import showing
from engage.activities.domain.shown import ShownActivity, Standing
from engage.maturity.models import Assessment


@dataclass(frozen=True, slots=True)
class Pick:
    """An activity that can be chosen as evidence."""

    id: int
    title: str
    language: str
    day: date | None
    """The day on which it ended, or began."""
    documented: bool
    """It is over, and everybody can read what came of it: it counts as a document with a date. Any other is a
    statement."""
    declared: bool
    """Held elsewhere."""


def picks(session: Session, assessment: Assessment, language: str, *, now: datetime) -> Sequence[Pick]:
    """What the hub and its parts did in the period of the assessment and everybody can see; the newest first."""
    found = showing.shown(
        session,
        hub=assessment.hub_id,
        lang=language,
        now=now,
        first=assessment.period_from,
        last=assessment.period_until,
        covers=False,
    )
    held = (each for each in found if each.standing is not Standing.CANCELLED)
    return sorted(map(_pick, held), key=lambda each: (each.day or date.min, each.id), reverse=True)


def _pick(each: ShownActivity) -> Pick:
    over = each.standing is Standing.OVER
    return Pick(
        id=each.id,
        title=each.title,
        language=each.language,
        day=each.ends_on or each.starts_on,
        documented=over and bool(each.results or each.document),
        declared=each.declared,
    )
