"""Reads about surveys. What a citizen's page needs is one statement each, without the ORM."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from engage.activities.models import Activity
from engage.hubs.models import Hub
from engage.instruments.models import InstrumentVersion
from engage.surveys.domain.status import Availability, Period, SurveyStatus, availability
from engage.surveys.models import Draft, FieldworkCount, Response, Survey, TextGate


@dataclass(frozen=True, slots=True)
class Fielded:
    """A survey as a visitor meets it."""

    id: int
    slug: str
    status: SurveyStatus
    text_gate: TextGate
    period: Period
    most_responses: int | None
    version_id: int
    revision: tuple[int, int]
    """Of the survey and of its hub: compiled pages are made anew when either changes."""


_FIELDED = (
    select(
        Survey.id,
        Survey.slug,
        Survey.status,
        Survey.text_gate,
        Survey.opens_at,
        Survey.closes_at,
        Survey.most_responses,
        Survey.version_id,
        Survey.revision,
        Hub.revision.label("hub_revision"),
    )
    .join(Activity, Survey.activity_id == Activity.id)
    .join(Hub, Activity.hub_id == Hub.id)
    .where(Survey.slug == bindparam("slug"))
)


def fielded(session: Session, slug: str) -> Fielded | None:
    """The survey at an address, if it was ever published."""
    row = session.execute(_FIELDED, {"slug": slug}).first()
    if row is None or row.version_id is None or row.status is SurveyStatus.DRAFT:
        return None
    return Fielded(
        row.id,
        row.slug,
        row.status,
        row.text_gate,
        Period(row.opens_at, row.closes_at),
        row.most_responses,
        row.version_id,
        (row.revision, row.hub_revision),
    )


def state(session: Session, survey: Fielded, now: datetime) -> Availability:
    """Whether it can be answered now; responses are counted only where there is a limit."""
    full = survey.most_responses is not None and responses(session, survey.id) >= survey.most_responses
    return availability(survey.status, survey.period, full=full, now=now)


def responses(session: Session, survey_id: int) -> int:
    return session.scalar(select(func.count()).where(Response.survey_id == survey_id)) or 0


_DRAFT = select(Draft.id, Draft.version_id, Draft.language, Draft.channel, Draft.section, Draft.sealed).where(
    Draft.id == bindparam("id"), Draft.survey_id == bindparam("survey_id")
)
_DRAFT_LOCKED = _DRAFT.with_for_update()


def draft(session: Session, survey_id: int, draft_id: bytes, *, lock: bool = False) -> Row[Any] | None:
    """A draft's row; locked until the transaction ends when it will be changed."""
    statement = _DRAFT_LOCKED if lock else _DRAFT
    return session.execute(statement, {"id": draft_id, "survey_id": survey_id}).first()


def drafts_before(session: Session, day: date) -> Sequence[Row[Any]]:
    """(survey, day, language, section, how many) of drafts last saved before a day."""
    where = (Draft.survey_id, Draft.day, Draft.language, Draft.section)
    return session.execute(select(*where, func.count()).where(Draft.day < day).group_by(*where)).all()


def response_by_receipt(session: Session, survey_id: int, receipt_hash: bytes) -> Row[Any] | None:
    statement = select(Response.id, Response.version_id, Response.language, Response.day, Response.answers).where(
        Response.survey_id == survey_id, Response.receipt_hash == receipt_hash
    )
    return session.execute(statement).first()


def by_slug(session: Session, slug: str) -> Survey | None:
    return session.scalar(select(Survey).where(Survey.slug == slug))


def all_surveys(session: Session) -> Sequence[Survey]:
    return session.scalars(select(Survey).order_by(Survey.id.desc())).all()


def published(session: Session) -> Sequence[Survey]:
    statement = select(Survey).where(Survey.status != SurveyStatus.DRAFT, Survey.version_id.is_not(None))
    return session.scalars(statement.order_by(Survey.id.desc())).all()


def version(session: Session, version_id: int) -> InstrumentVersion | None:
    return session.get(InstrumentVersion, version_id)


def versions(session: Session, instrument_id: int) -> Sequence[InstrumentVersion]:
    statement = select(InstrumentVersion).where(InstrumentVersion.instrument_id == instrument_id)
    return session.scalars(statement.order_by(InstrumentVersion.number.desc())).all()


def newest_version(session: Session, instrument_id: int) -> InstrumentVersion | None:
    return next(iter(versions(session, instrument_id)), None)


def response_counts(session: Session, survey_ids: Sequence[int]) -> dict[int, int]:
    statement = select(Response.survey_id, func.count()).where(Response.survey_id.in_(survey_ids))
    return {survey_id: count for survey_id, count in session.execute(statement.group_by(Response.survey_id))}


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response as results read it."""

    id: int
    answers: dict[str, Any]
    day: date
    language: str
    channel: str
    version: int
    seconds: int | None
    weight: float | None


def _responses_of(survey_id: int) -> Select[Any]:
    return (
        select(
            Response.id,
            Response.answers,
            Response.day,
            Response.language,
            Response.channel,
            InstrumentVersion.number,
            Response.seconds,
            Response.weight,
        )
        .join(InstrumentVersion, Response.version_id == InstrumentVersion.id)
        .where(Response.survey_id == survey_id)
    )


def stored_responses(session: Session, survey_id: int) -> Iterator[StoredResponse]:
    """Every response of a survey, streamed by day; within a day in the order of random ids, which says nothing."""
    statement = _responses_of(survey_id).order_by(Response.day, Response.id).execution_options(yield_per=1000)
    for row in session.execute(statement):
        yield StoredResponse(*row)


FieldworkRow = tuple[date, str, str | None, str, int]


def fieldwork(session: Session, survey_id: int) -> list[FieldworkRow]:
    """(day, language, last section, outcome, how many): what ended, and the drafts still open."""
    ended = select(
        FieldworkCount.day, FieldworkCount.language, FieldworkCount.section, FieldworkCount.outcome, FieldworkCount.count
    ).where(FieldworkCount.survey_id == survey_id)
    rows: list[FieldworkRow] = [tuple(row) for row in session.execute(ended)]  # type: ignore[misc]
    still_open: tuple[ColumnElement[Any], ...] = (Draft.day, Draft.language, Draft.section)  # type: ignore[assignment]
    statement = select(*still_open, func.count()).where(Draft.survey_id == survey_id).group_by(*still_open)
    rows += [(day, language, section, "open", count) for day, language, section, count in session.execute(statement)]
    return rows
