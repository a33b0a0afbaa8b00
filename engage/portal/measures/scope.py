"""What belongs to a hub and its parts in a span of days, and how it is listed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import local_day
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.editing import listed
from engage.events.models import Event
from engage.events.models_people import Attendance, Attendee, Registration
from engage.hubs import queries as hubs
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.maturity.measuring import Counted
from engage.surveys import overview, queries
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import FieldworkCount, Response, Survey
from engage.web.permissions import Permission


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are looked at, both included."""

    since: date
    until: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until


def with_parts(session: Session, hub_id: int) -> frozenset[int]:
    """A hub and all its regional and local parts."""
    return hubs.with_parts(session, [hub_id])


def share(part: float, whole: float) -> float | None:
    """Of a hundred, to one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def serves(wanted: str, there: Collection[str]) -> bool:
    """Whether what is there in some languages is there in this one: German serves Austria, Bokmål does not serve who
    reads Nynorsk."""
    return wanted in there or wanted.split("-", maxsplit=1)[0] in there


# -- surveys


def fielded(session: Session, own: Collection[int], span: Span) -> Sequence[Survey]:
    """Surveys that the hubs own or field in a country, in the field on some of the days; the newest first.

    Those that stand in no list, like feedback on an event, are left out.
    """
    statement = overview.surveys(own).where(Survey.version_id.is_not(None), Survey.status != SurveyStatus.DRAFT)
    found = session.scalars(statement.order_by(Survey.id.desc())).unique()
    return [each for each in found if each.activity.state is ActivityState.ANNOUNCED and _in_field(each, span)]


def _in_field(survey: Survey, span: Span) -> bool:
    first, last = survey.activity.starts_on, survey.activity.ends_on
    return (first is None or first <= span.until) and (last is None or last >= span.since)


def closed_on(survey: Survey, today: date) -> date | None:
    """The day on which a survey closed; None while it has not."""
    last = survey.activity.ends_on
    if last is None or last > today or (last == today and survey.status is not SurveyStatus.CLOSED):
        return None
    return last


def answered(session: Session, surveys: Sequence[Survey], own: Collection[int], today: date) -> Mapping[int, int]:
    """Valid answers by survey: as many as there are. Once they are deleted, as many as were sent.

    Of a survey that the hubs only field in a country, those of that country.
    """
    there = overview.surveys(own).with_only_columns(Survey.id, overview.responses(own).label("number"))
    found = {row.id: row.number for row in session.execute(there)}
    gone = [each.id for each in surveys if each.keep_until is not None and each.keep_until < today]
    sent = {row[0]: row[1] for row in session.execute(_sent(gone))} if gone else {}
    return {each.id: max(found.get(each.id, 0), sent.get(each.id, 0)) for each in surveys}


def _sent(ids: Collection[int]) -> Select[int, int]:
    return (
        select(FieldworkCount.survey_id, func.sum(FieldworkCount.count))
        .where(FieldworkCount.survey_id.in_(ids), FieldworkCount.outcome == "submitted")
        .group_by(FieldworkCount.survey_id)
    )


def instruments(session: Session, surveys: Sequence[Survey]) -> Mapping[int, Instrument]:
    """The questionnaires that surveys are answered with, by survey."""
    documents = queries.documents(session, [each.version_id for each in surveys if each.version_id is not None])
    return {each.id: from_document(documents[each.version_id]) for each in surveys if each.version_id in documents}


def answers_to(session: Session, survey_id: int, key: str, since: date, until: date) -> Mapping[str, int]:
    """How often each answer was given to one item, as it is written in JSON."""
    given = (
        select(Response.answers[key].as_string().label("answer"))
        .where(Response.survey_id == survey_id, Response.day.between(since, until), queries.in_use())
        .subquery()
    )
    counted = select(given.c.answer, func.count()).where(given.c.answer.is_not(None)).group_by(given.c.answer)
    return {row[0]: row[1] for row in session.execute(counted)}


def row_of_survey(survey: Survey, day: date | None, *, counts: bool = True) -> Counted:
    return Counted(
        title=survey.activity.title,
        day=day,
        counts=counts,
        endpoint="manage.survey",
        arguments={"slug": survey.slug},
        label=Permission.SURVEY_SEE,
        hubs=frozenset({survey.activity.hub_id}),
    )


# -- events


def held(session: Session, own: Collection[int], span: Span) -> Sequence[Event]:
    """Events that the hubs own and that ended on one of the days; the newest first. Cancelled ones were not held."""
    statement = listed.owned(own).where(
        Event.ends_at >= _start_of(span.since), Event.ends_at < _start_of(span.until + timedelta(days=2))
    )
    found = session.scalars(statement.order_by(Event.ends_at.desc(), Event.id)).unique()
    return [each for each in found if was_held(each, span)]


def was_held(event: Event, span: Span) -> bool:
    """Whether it was announced, and ended on one of the days."""
    return event.activity.state is ActivityState.ANNOUNCED and span.holds(last_day(event))


def _start_of(day: date) -> datetime:
    return datetime.combine(day - timedelta(days=1), time(), UTC)


def last_day(event: Event) -> date:
    """By its own clock."""
    return local_day(event.ends_at - timedelta(microseconds=1), event.time_zone)


def first_day(event: Event) -> date:
    return local_day(event.starts_at, event.time_zone)


def row_of_event(event: Event, *, counts: bool = True) -> Counted:
    return Counted(
        title=event.activity.title,
        day=first_day(event),
        counts=counts,
        endpoint="manage_events.event",
        arguments={"slug": event.slug},
        label=Permission.EVENT_SEE,
        hubs=frozenset({event.activity.hub_id}),
    )


def took_part(ids: Collection[int]) -> Select[Attendee]:
    """The citizens and companions who took part in events: who was checked in; where nobody was, who had a place.

    `Registration` is joined. What was deleted meanwhile is not there any more.
    """
    here = and_(Attendance.event_id == Attendee.event_id, Attendance.undone_at.is_(None))
    checked_in = exists().where(here, Attendance.attendee_id == Attendee.id)
    anybody = exists().where(here)
    return (
        select(Attendee)
        .join(Registration, Registration.id == Attendee.registration_id)
        .where(
            Attendee.event_id.in_(ids),
            Attendee.role.in_((AttendeeRole.CITIZEN, AttendeeRole.COMPANION)),
            or_(checked_in, and_(~anybody, Registration.status == RegistrationStatus.CONFIRMED)),
        )
    )
