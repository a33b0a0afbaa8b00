"""Reads of published editions: all that pages for everybody know of results. Nothing here reads a response."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from engage.activities.domain.shown import local_day
from engage.db import alone
from engage.db.straight import Straight
from engage.results.models import Edition
from engage.surveys import queries as surveys
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


@dataclass(frozen=True, slots=True)
class Newest:
    """The edition of a survey that holds."""

    survey_id: int
    slug: str
    edition_id: int
    number: int
    published_at: datetime


def issues(session: Session, slug: str) -> Issues | None:
    """What was published of the survey at an address, in two statements; None where nothing ever was."""
    survey = surveys.by_slug(session, slug)
    if survey is None:
        return None
    columns = (
        *(Edition.id, Edition.number, Edition.published_at),
        *(Edition.withdrawn_on, Edition.withdrawn_reason, Edition.quotes),
    )
    rows = session.execute(select(*columns).where(Edition.survey_id == survey.id).order_by(Edition.number.desc()))
    found = tuple(Issue(*row) for row in rows)
    return Issues(survey, found) if found else None


def document(session: Session, edition_id: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Figures and texts of an edition; what is kept of them goes by `Issue.key`."""
    row = session.execute(select(Edition.figures, Edition.texts).where(Edition.id == edition_id)).one()
    return row.figures, row.texts


_edition, _survey = Edition.__table__.c, Survey.__table__.c
_OF_ONE = Straight(
    select(_edition.survey_id, _survey.slug, _edition.id, _edition.number, _edition.published_at)
    .join_from(Edition.__table__, Survey.__table__, _survey.id == _edition.survey_id)
    .where(_edition.survey_id == bindparam("survey_id"), _edition.withdrawn_on.is_(None))
    .order_by(_edition.number.desc())
    .limit(1)
)


def newest(session: Session, survey_ids: Collection[int]) -> dict[int, Newest]:
    """The editions that hold of some surveys, by survey; one statement for all.

    Of one survey its own first page asks, which many read: straight to the driver.
    """
    if not survey_ids:
        return {}
    if len(survey_ids) == 1:
        return {row[0]: Newest(*row) for row in alone.rows(session, _OF_ONE, survey_id=next(iter(survey_ids)))}
    last = (
        select(Edition.survey_id, func.max(Edition.number).label("number"))
        .where(Edition.survey_id.in_(survey_ids), Edition.withdrawn_on.is_(None))
        .group_by(Edition.survey_id)
        .subquery()
    )
    statement = (
        select(Edition.survey_id, Survey.slug, Edition.id, Edition.number, Edition.published_at)
        .join(last, (last.c.survey_id == Edition.survey_id) & (last.c.number == Edition.number))
        .join(Survey, Survey.id == Edition.survey_id)
    )
    return {row.survey_id: Newest(*row) for row in session.execute(statement)}


def first_day(session: Session, survey_id: int) -> date | None:
    """The day, by the clock of the hub, on which results of a survey were first published; None while none hold."""
    held = select(func.min(Edition.published_at)).where(Edition.survey_id == survey_id, Edition.withdrawn_on.is_(None))
    first, survey = session.scalar(held), session.get(Survey, survey_id)
    return local_day(first, survey.activity.hub.time_zone) if first is not None and survey is not None else None


def newest_of_activities(session: Session, activity_ids: Collection[int]) -> dict[int, Newest]:
    """The same by activity."""
    if not activity_ids:
        return {}
    known = session.execute(select(Survey.id, Survey.activity_id).where(Survey.activity_id.in_(activity_ids)))
    activities = {row.id: row.activity_id for row in known}
    found = newest(session, activities)
    return {activities[survey_id]: each for survey_id, each in found.items()}
