"""Reads of published editions: all that pages for everybody know of results. Nothing here reads a response."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from engage.activities.domain.shown import local_day
from engage.results.models import Edition
from engage.surveys.models import Survey


@dataclass(frozen=True, slots=True)
class Issue:
    """A numbered edition as it lies there, without its figures."""

    id: int
    number: int
    published_at: datetime
    withdrawn_on: date | None
    withdrawn_reason: str
    quotes: int = 0

    @property
    def holds(self) -> bool:
        return self.withdrawn_on is None

    @property
    def key(self) -> tuple[object, ...]:
        """What is kept of it goes by this: a database may give the number of a deleted row to another one,
        and quotes leave an edition with the answers they are from."""
        return self.id, self.number, self.published_at, self.quotes


@dataclass(frozen=True, slots=True)
class Issues:
    """All editions of a survey that were ever published, the newest first."""

    survey: Survey
    all: tuple[Issue, ...]

    @property
    def newest(self) -> Issue | None:
        """The one that holds; None where all were taken back."""
        return next((each for each in self.all if each.holds), None)

    def numbered(self, number: int) -> Issue | None:
        return next((each for each in self.all if each.number == number), None)


HOLDS = exists().where(Edition.survey_id == Survey.id, Edition.withdrawn_on.is_(None)).correlate(Survey.__table__)
"""Whether an edition of a row of `survey` holds."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The edition of a survey that holds."""

    survey_id: int
    slug: str
    edition_id: int
    number: int
    published_at: datetime


def issues(session: Session, slug: str) -> Issues | None:
    """What was published of the survey at an address; None where nothing ever was."""
    return issues_of(session, [slug]).get(slug)


def issues_of(session: Session, slugs: Collection[str]) -> dict[str, Issues]:
    """The same of several surveys, by address; one statement for all."""
    if not slugs:
        return {}
    columns = (
        *(Edition.id, Edition.number, Edition.published_at),
        *(Edition.withdrawn_on, Edition.withdrawn_reason, Edition.quotes),
    )
    asked = select(Survey, *columns).join(Edition, Edition.survey_id == Survey.id).where(Survey.slug.in_(slugs))
    found: dict[Survey, list[Issue]] = {}
    for row in session.execute(asked.order_by(Edition.number.desc())):
        found.setdefault(row[0], []).append(Issue(*row[1:]))
    return {survey.slug: Issues(survey, tuple(every)) for survey, every in found.items()}


def document(session: Session, edition_id: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Figures and texts of an edition; what is kept of them goes by `Issue.key`."""
    row = session.execute(select(Edition.figures, Edition.texts).where(Edition.id == edition_id)).one()
    return row.figures, row.texts


def newest(session: Session, survey_ids: Collection[int]) -> dict[int, Newest]:
    """The editions that hold of some surveys, by survey; one statement for all."""
    if not survey_ids:
        return {}
    rows = session.execute(_newest(Survey.id.in_(survey_ids)))
    return {row.survey_id: Newest(*row) for row in rows}


def _newest(wanted: ColumnElement[bool]) -> Select[int, str, int, int, datetime]:
    """The columns of `Newest` of some surveys."""
    later = aliased(Edition)
    holds_later = exists().where(
        later.survey_id == Edition.survey_id, later.number > Edition.number, later.withdrawn_on.is_(None)
    )
    return (
        select(Edition.survey_id, Survey.slug, Edition.id, Edition.number, Edition.published_at)
        .join(Survey, Survey.id == Edition.survey_id)
        .where(wanted, Edition.withdrawn_on.is_(None), ~holds_later)
    )


def first_day(session: Session, survey_id: int) -> date | None:
    """The day, by the clock of the hub, on which results of a survey were first published; None while none hold."""
    held = select(func.min(Edition.published_at)).where(Edition.survey_id == survey_id, Edition.withdrawn_on.is_(None))
    first, survey = session.scalar(held), session.get(Survey, survey_id)
    return local_day(first, survey.activity.hub.time_zone) if first is not None and survey is not None else None


def newest_of_activities(session: Session, activity_ids: Collection[int]) -> dict[int, Newest]:
    """The same by activity."""
    if not activity_ids:
        return {}
    rows = session.execute(_newest(Survey.activity_id.in_(activity_ids)).add_columns(Survey.activity_id))
    return {activity_id: Newest(*columns) for *columns, activity_id in rows}
