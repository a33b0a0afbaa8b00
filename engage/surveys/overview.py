"""Lists of surveys for hub teams: statements for tables that are sorted, filtered and searched in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Case, ColumnElement, ScalarSelect, Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from engage.activities.models import Activity, ActivityHub
from engage.db.folding import folded, localized, words_of, written_in
from engage.instruments.models import InstrumentVersion
from engage.surveys.domain.status import Availability, SurveyStatus
from engage.surveys.models import Partner, Response, Survey
from engage.surveys.models_before_field import FindingState, TrialFinding


def surveys(hubs: Collection[int] | None) -> Select[Survey]:
    """The surveys that people of these hubs see: those the hubs own, lead or field in a country; all without hubs."""
    statement = select(Survey).join(Survey.activity).options(contains_eager(Survey.activity))
    return statement if hubs is None else statement.where(_seen_by(hubs))


def _seen_by(hubs: Collection[int]) -> ColumnElement[bool]:
    fielded = select(Partner.survey_id).where(Partner.hub_id.in_(hubs))
    return or_(_owned_by(hubs), Survey.id.in_(fielded))


def _owned_by(hubs: Collection[int]) -> ColumnElement[bool]:
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id.in_(hubs))
    return or_(Activity.hub_id.in_(hubs), Activity.id.in_(beside))


def responses(hubs: Collection[int] | None = None) -> ScalarSelect[int]:
    """How many responses of a survey people of these hubs see: of their countries where they do not own it."""
    counted = select(func.count(Response.id)).where(Response.survey_id == Survey.id)
    if hubs is not None:
        own = select(Partner.country).where(Partner.survey_id == Survey.id, Partner.hub_id.in_(hubs))
        counted = counted.where(or_(_owned_by(hubs), Response.country.in_(own.correlate(Survey))))
    return counted.correlate(Survey, Activity).scalar_subquery()


def title(language: str) -> ColumnElement[str]:
    """What a list is sorted by: the title in a language, without case and accents."""
    return folded(localized(Activity.title, language))


def words() -> Sequence[Any]:
    """Where words are looked for: the titles in every language, and the place in addresses."""
    return words_of(Activity.title), Survey.slug


def state(now: datetime) -> Case[str]:
    """What a visitor meets now, as `domain.status.availability` says it."""
    full = (Survey.most_responses.is_not(None)) & (responses() >= Survey.most_responses)
    return case(
        (Survey.status == SurveyStatus.DRAFT, Availability.HIDDEN.value),
        (Survey.status == SurveyStatus.PAUSED, Availability.PAUSED.value),
        (Survey.status == SurveyStatus.CLOSED, Availability.CLOSED.value),
        (Survey.opens_at > now, Availability.NOT_YET.value),
        (Survey.closes_at <= now, Availability.CLOSED.value),
        (full, Availability.FULL.value),
        else_=Availability.OPEN.value,
    )


def drafts(session: Session, hubs: Collection[int] | None, most: int) -> Sequence[Survey]:
    """Surveys that were never published, the newest first."""
    statement = surveys(hubs).where(Survey.status == SurveyStatus.DRAFT).order_by(Survey.id.desc()).limit(most)
    return session.scalars(statement).all()


def open_now(session: Session, hubs: Collection[int] | None, now: datetime, most: int) -> Sequence[tuple[Survey, int]]:
    """Surveys that can be answered now with how many responses are seen, those that end first on top."""
    statement = surveys(hubs).add_columns(responses(hubs)).where(state(now) == Availability.OPEN.value)
    rows = session.execute(statement.order_by(Survey.closes_at.asc().nulls_last(), Survey.id.desc()).limit(most))
    return [(survey, number) for survey, number in rows]


def commented(session: Session, hubs: Collection[int] | None, most: int) -> list[tuple[Survey, int]]:
    """Surveys with open comments of testers, and how many."""
    counted = (
        select(TrialFinding.survey_id, func.count().label("number"))
        .where(TrialFinding.state == FindingState.OPEN)
        .group_by(TrialFinding.survey_id)
        .subquery()
    )
    statement = surveys(hubs).join(counted, counted.c.survey_id == Survey.id).add_columns(counted.c.number)
    rows = session.execute(statement.order_by(Survey.id.desc()).limit(most))
    return [(survey, number) for survey, number in rows]


def newest_versions(hubs: Collection[int] | None) -> Select[Survey, InstrumentVersion]:
    """The surveys that people of these hubs see, each with the newest version of its instrument."""
    newest = (
        select(InstrumentVersion.instrument_id, func.max(InstrumentVersion.number).label("number"))
        .group_by(InstrumentVersion.instrument_id)
        .subquery()
    )
    is_newest = (InstrumentVersion.instrument_id == newest.c.instrument_id) & (
        InstrumentVersion.number == newest.c.number
    )
    return (
        surveys(hubs)
        .add_columns(InstrumentVersion)
        .join(InstrumentVersion, InstrumentVersion.instrument_id == Survey.instrument_id)
        .join(newest, is_newest)
    )


def document_words() -> ColumnElement[str]:
    """All that stands in a version of an instrument: a first sieve, in which names of its members are, too."""
    return written_in(InstrumentVersion.document)
