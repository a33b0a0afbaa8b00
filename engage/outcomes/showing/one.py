"""One published outcome: what it says, what it rests on, and where it was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, selectinload

from engage.activities import showing as activities
from engage.activities.domain.shown import ShownActivity
from engage.hubs.models import Hub
from engage.outcomes.models import Outcome, OutcomeRest
from engage.outcomes.showing import reading
from engage.outcomes.showing.shown import Reader, ShownOutcome, outcome
from engage.outcomes.writing import resting
from engage.results.models import Edition
from engage.surveys.models import Survey


@dataclass(frozen=True, slots=True)
class One:
    outcome: ShownOutcome
    rests: Sequence[resting.Shown]
    activities: Sequence[ShownActivity]
    """Those that everybody may see."""


@dataclass(frozen=True, slots=True)
class Head:
    """What tells whether a page that was made of an outcome is still right, besides the time."""

    id: int
    revision: int
    changed_at: datetime
    published_at: datetime
    hub_revision: int
    editions: tuple[tuple[int, bool], ...]
    """Of the results it rests on: by id, whether they hold."""


@dataclass(frozen=True, slots=True)
class Found:
    head: Head
    languages: tuple[str, ...]
    """In which it can be read; the one it was written in comes first."""


def found(session: Session, slug: str) -> Found | None:
    """The published outcome at an address, in two statements; None for one that is not there or not published."""
    row = session.execute(
        select(
            Outcome.id,
            Outcome.revision,
            Outcome.updated_at,
            Outcome.published_at,
            Outcome.languages,
            Hub.revision.label("hub_revision"),
        )
        .join(Hub, Hub.id == Outcome.hub_id)
        .where(Outcome.slug == slug, Outcome.published_at.is_not(None))
    ).one_or_none()
    if row is None:
        return None
    editions = session.execute(
        select(Edition.id, Edition.withdrawn_on.is_(None))
        .join(Survey, Survey.id == Edition.survey_id)
        .join(OutcomeRest, and_(OutcomeRest.activity_id == Survey.activity_id, OutcomeRest.edition == Edition.number))
        .where(OutcomeRest.outcome_id == row.id)
        .distinct()
        .order_by(Edition.id)
    )
    holding = tuple((id_, bool(holds)) for id_, holds in editions)
    head = Head(row.id, row.revision, row.updated_at, row.published_at, row.hub_revision, holding)
    return Found(head, tuple(row.languages))


def one(session: Session, slug: str, lang: str, now: datetime, days: int) -> One | None:
    """What is published under an address; None for nothing."""
    row = session.scalar(
        select(Outcome)
        .where(Outcome.slug == slug, Outcome.published_at.is_not(None))
        .options(selectinload(Outcome.recommendations), selectinload(Outcome.rests))
    )
    if row is None:
        return None
    said_in = [activity for _outcome, activity in reading.activities_of(session, [row.id])]
    shown = activities.some(session, said_in, lang=lang, now=now)
    return One(
        outcome=outcome(row, Reader(lang, now.date(), days)),
        rests=resting.shown(session, row.rests, lang),
        activities=[shown[id_] for id_ in said_in if id_ in shown],
    )
