"""Reads about surveys. What a citizen's page needs is one statement each, without the ORM."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, select
from sqlalchemy.orm import Session

from engage.activities.models import Activity
from engage.activities.queries import Along, Listed
from engage.db import alone
from engage.db.straight import Straight
from engage.hubs.models import Hub
from engage.i18n.gates import TextGate
from engage.instruments.models import InstrumentVersion
from engage.surveys.domain import release
from engage.surveys.domain.draft import TEST
from engage.surveys.domain.status import Availability, Period, SurveyStatus, availability
from engage.surveys.models import Draft, FieldworkCount, Partner, Response, Restriction, Survey
from engage.surveys.models_before_field import FindingState, Publication, ReleaseCheck, TrialFinding, TrialLink


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
    revision: tuple[int, ...]
    """Of the survey and of its hub, by a test link of the version too: compiled pages are made anew with each."""
    trial: str = ""
    """The language that a test link is for; empty for citizens."""
    way: str = ""
    """By which link a visitor came, where its pages differ from everybody's."""


# Tables and not models, and straight to the driver: all between costs more than the statement itself.
_survey, _activity, _hub, _draft = (model.__table__.c for model in (Survey, Activity, Hub, Draft))

_FIELDED_COLUMNS = (
    _survey.id,
    _survey.slug,
    _survey.status,
    _survey.text_gate,
    _survey.opens_at,
    _survey.closes_at,
    _survey.most_responses,
    _survey.version_id,
    _survey.revision,
    _hub.revision.label("hub_revision"),
)
_FIELDED = (
    select(*_FIELDED_COLUMNS)
    .join(Activity.__table__, _survey.activity_id == _activity.id)
    .join(Hub.__table__, _activity.hub_id == _hub.id)
    .where(_survey.slug == bindparam("slug"))
)
_DRAFT_COLUMNS = (_draft.version_id, _draft.language, _draft.channel, _draft.section, _draft.country, _draft.sealed)
_WITH_DRAFT = _FIELDED.add_columns(*(column.label(f"draft_{column.name}") for column in _DRAFT_COLUMNS)).outerjoin(
    Draft.__table__, and_(_draft.id == bindparam("draft_id"), _draft.survey_id == _survey.id)
)
_BY_SLUG, _BY_SLUG_WITH_DRAFT = Straight(_FIELDED), Straight(_WITH_DRAFT)


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it lies there."""

    version_id: int
    language: str
    channel: str
    section: str
    country: str
    sealed: bytes


def fielded_with_draft(session: Session, slug: str, draft_id: bytes) -> tuple[Fielded | None, StoredDraft | None]:
    """The survey at an address and one draft of it, read in one statement."""
    found = alone.rows(session, _BY_SLUG_WITH_DRAFT, slug=slug, draft_id=draft_id)
    if not found:
        return None, None
    survey, draft = _as_fielded(found[0]), found[0][len(_FIELDED_COLUMNS) :]
    return survey, StoredDraft(*draft) if survey and draft[0] is not None else None


def fielded(session: Session, slug: str) -> Fielded | None:
    """The survey at an address, if it was ever published."""
    found = alone.rows(session, _BY_SLUG, slug=slug)
    return _as_fielded(found[0]) if found else None


def time_zone(session: Session, survey_id: int) -> str:
    """Of the hub that leads a survey: by whose clock citizens read when it opens."""
    statement = select(Hub.time_zone).join(Activity, Activity.hub_id == Hub.id)
    found: str = session.scalars(statement.join(Survey).where(Survey.id == survey_id)).one()
    return found


def hub(session: Session, hub_id: int) -> Hub | None:
    return session.get(Hub, hub_id)


def _as_fielded(row: Sequence[Any]) -> Fielded | None:
    """:param row: `_FIELDED_COLUMNS`, and what else there is"""
    survey_id, slug, status, gate, opens, closes, most, version_id, revision, of_hub = row[: len(_FIELDED_COLUMNS)]
    if version_id is None or status is SurveyStatus.DRAFT:
        return None
    return Fielded(survey_id, slug, status, gate, Period(opens, closes), most, version_id, (revision, of_hub))


_RESPONSES = select(func.count()).where(Response.survey_id == _survey.id).correlate(Survey.__table__).scalar_subquery()


def along(published: ColumnElement[bool]) -> Along:
    """What the read of activities finds of a survey that was published; responses are counted only where there is a
    limit.

    :param published: whether results of a row of `survey` are
    """
    return Along(
        table=Survey.__table__,
        on=and_(
            _survey.activity_id == _activity.id, _survey.version_id.is_not(None), _survey.status != SurveyStatus.DRAFT
        ),
        columns=(
            *(column.label(f"survey_{column.name}") for column in _FIELDED_COLUMNS),
            published.label("survey_results"),
        ),
        hubs=select(Survey.activity_id, Partner.hub_id, literal("edition").label("part")).join(
            Survey, Survey.id == Partner.survey_id
        ),
        counted=(case((_survey.most_responses.is_not(None), _RESPONSES), else_=0).label("survey_responses"),),
    )


def along_with(listed: Listed) -> Fielded | None:
    """The survey in a row of the activities; None for one that was never published."""
    return _as_fielded([getattr(listed.row, f"survey_{column.name}") for column in _FIELDED_COLUMNS])


def slug_of_activity(session: Session, activity_id: int) -> str | None:
    return session.scalar(select(Survey.slug).where(Survey.activity_id == activity_id))


def documents(session: Session, version_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The instruments of some versions, as they are stored."""
    columns = (InstrumentVersion.id, InstrumentVersion.document)
    rows = session.execute(select(*columns).where(InstrumentVersion.id.in_(version_ids)))
    return {row[0]: row[1] for row in rows}


def state(session: Session, survey: Fielded, now: datetime) -> Availability:
    """Whether it can be answered now; responses are counted only where there is a limit."""
    full = survey.most_responses is not None and responses(session, survey.id) >= survey.most_responses
    return availability(survey.status, survey.period, full=full, now=now)


def responses(session: Session, survey_id: int, seen: Collection[str] | None = None) -> int:
    statement = select(func.count()).where(Response.survey_id == survey_id)
    return session.scalar(statement if seen is None else statement.where(Response.country.in_(seen))) or 0


def in_use() -> ColumnElement[bool]:
    """Responses that nobody asked to keep out of all use: whatever reads answers reads these."""
    return Response.id.not_in(select(Restriction.response_id))


def restricted(session: Session, survey_id: int, seen: Collection[str] | None = None) -> frozenset[int]:
    """Responses that people asked to keep out of all use.

    :param seen: only responses to these countries' editions
    """
    statement = select(Restriction.response_id).where(Restriction.survey_id == survey_id)
    if seen is not None:
        statement = statement.join(Response, Response.id == Restriction.response_id).where(Response.country.in_(seen))
    return frozenset(session.scalars(statement))


def responses_by_country(session: Session, survey_id: int) -> dict[str, int]:
    statement = select(Response.country, func.count()).where(Response.survey_id == survey_id)
    return {row[0]: row[1] for row in session.execute(statement.group_by(Response.country))}


_DRAFT = select(*_DRAFT_COLUMNS).where(_draft.id == bindparam("id"), _draft.survey_id == bindparam("survey_id"))
_STORED, _STORED_LOCKED = Straight(_DRAFT), Straight(_DRAFT.with_for_update())


def draft(session: Session, survey_id: int, draft_id: bytes, *, lock: bool = False) -> StoredDraft | None:
    """A draft; locked until the transaction ends when it will be changed."""
    given = {"id": draft_id, "survey_id": survey_id}
    rows = _STORED_LOCKED.rows(session.connection(), **given) if lock else alone.rows(session, _STORED, **given)
    return StoredDraft(*rows[0]) if rows else None


def drafts_before(session: Session, day: date) -> list[tuple[int, date, str, str, int]]:
    """(survey, day, language, section, how many) of drafts last saved before a day; testers' are none."""
    where = (Draft.survey_id, Draft.day, Draft.language, Draft.section)
    counted = select(*where, func.count()).where(Draft.day < day, Draft.channel != TEST)
    rows = session.execute(counted.group_by(*where))
    return [(survey_id, last, language, section, number) for survey_id, last, language, section, number in rows]


class ReceivedResponse(NamedTuple):
    """A response as the holder of its receipt finds it."""

    id: int
    version_id: int
    language: str
    day: date | None
    answers: dict[str, Any]
    country: str


_response = Response.__table__.c
_BY_RECEIPT = Straight(
    select(*(_response[name] for name in ReceivedResponse._fields)).where(
        _response.survey_id == bindparam("survey_id"), _response.receipt_hash == bindparam("receipt_hash")
    )
)


def response_by_receipt(session: Session, survey_id: int, receipt_hash: bytes) -> ReceivedResponse | None:
    rows = alone.rows(session, _BY_RECEIPT, survey_id=survey_id, receipt_hash=receipt_hash)
    return ReceivedResponse(*rows[0]) if rows else None


def by_slug(session: Session, slug: str) -> Survey | None:
    return session.scalar(select(Survey).where(Survey.slug == slug))


def partner(session: Session, survey_id: int, country: str) -> Partner | None:
    """The hub that fields a survey's edition of one country, where it is another than the survey's own."""
    return session.get(Partner, (survey_id, country))


def partners(session: Session, survey_id: int) -> Sequence[Partner]:
    return session.scalars(select(Partner).where(Partner.survey_id == survey_id).order_by(Partner.country)).all()


def first_day(session: Session, survey_id: int) -> date | None:
    """The day of the first response."""
    return session.scalar(select(func.min(Response.day)).where(Response.survey_id == survey_id))


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


def read_versions(session: Session, instrument_id: int) -> Sequence[InstrumentVersion]:
    """The versions that answers are read by, oldest first: all that were in the field, else the newest."""
    found = versions(session, instrument_id)
    return [version for version in reversed(found) if version.published_at is not None] or found[:1]


def checks(session: Session, survey_id: int) -> Sequence[ReleaseCheck]:
    """Release checks, the newest first."""
    statement = select(ReleaseCheck).where(ReleaseCheck.survey_id == survey_id)
    return session.scalars(statement.order_by(ReleaseCheck.id.desc())).all()


def signed_check(session: Session, survey_id: int, version: InstrumentVersion) -> ReleaseCheck | None:
    """The signed check of exactly this state of a version."""
    now = release.digest(version.document)
    return next((each for each in checks(session, survey_id) if each.signed_at and each.digest == now), None)


def publications(session: Session, survey_id: int) -> dict[int, Publication]:
    """By version."""
    found = session.scalars(select(Publication).where(Publication.survey_id == survey_id))
    return {each.version_id: each for each in found}


def trial_links(session: Session, survey_id: int) -> Sequence[TrialLink]:
    """Test links that work, the newest first."""
    statement = select(TrialLink).where(TrialLink.survey_id == survey_id, TrialLink.revoked_at.is_(None))
    return session.scalars(statement.order_by(TrialLink.id.desc())).all()


def tried(session: Session, slug: str, token: str) -> tuple[Survey, TrialLink] | None:
    """The survey that a test link opens; none once it is revoked."""
    statement = (
        select(Survey, TrialLink)
        .join(TrialLink, TrialLink.survey_id == Survey.id)
        .where(Survey.slug == slug, TrialLink.token == token, TrialLink.revoked_at.is_(None))
    )
    row = session.execute(statement).first()
    return (row[0], row[1]) if row else None


def findings(session: Session, survey_id: int) -> Sequence[TrialFinding]:
    """What testers said: open ones first, the newest first."""
    order = (TrialFinding.state.desc(), TrialFinding.id.desc())
    return session.scalars(select(TrialFinding).where(TrialFinding.survey_id == survey_id).order_by(*order)).all()


def number_of_findings(session: Session, survey_id: int) -> int:
    return session.scalar(select(func.count()).where(TrialFinding.survey_id == survey_id)) or 0


def open_findings(session: Session, instrument_id: int) -> dict[str, int]:
    """How many open comments testers left, by item name; "" for the survey as a whole."""
    statement = (
        select(TrialFinding.item, func.count())
        .join(Survey, Survey.id == TrialFinding.survey_id)
        .where(Survey.instrument_id == instrument_id, TrialFinding.state == FindingState.OPEN)
        .group_by(TrialFinding.item)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


FieldworkRow = tuple[date, str, str | None, str, int]


def fieldwork(session: Session, survey_id: int) -> list[FieldworkRow]:
    """(day, language, last section, outcome, how many): what ended, and the drafts still open."""
    ended = session.scalars(select(FieldworkCount).where(FieldworkCount.survey_id == survey_id))
    rows: list[FieldworkRow] = [(row.day, row.language, row.section, row.outcome, row.count) for row in ended]
    statement = (
        select(Draft.day, Draft.language, Draft.section, func.count())
        .where(Draft.survey_id == survey_id, Draft.channel != TEST)
        .group_by(Draft.day, Draft.language, Draft.section)
    )
    rows += [(day, language, section, "open", count) for day, language, section, count in session.execute(statement)]
    return rows
