"""Use cases of hub teams: take an instrument in, publish it, pause, close, open again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind
from engage.activities.domain.shown import last_day, local_day
from engage.activities.models import Activity
from engage.core.findings import finding_document
from engage.core.ids import random_id
from engage.core.refusal import Refusal
from engage.hubs.models import Hub, HubScope
from engage.i18n.gates import LOWEST, TextGate
from engage.i18n.text import LocalizedText, TextState
from engage.instruments import working
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.beginning import empty_instrument
from engage.instruments.domain.editing.change import NameTaken
from engage.instruments.domain.translating import taken_in
from engage.instruments.domain.translations import offered, progress, with_states
from engage.instruments.domain.version_changes import changes
from engage.instruments.domain.versions import Change, effect_of, heaviest_first, to_json
from engage.instruments.models import InstrumentVersion, StoredInstrument
from engage.instruments.readers.reading import Reading, slug_for
from engage.instruments.translating.service import note_taken_over
from engage.surveys import queries
from engage.surveys.domain.release import ChangedMeanwhile, CheckNeeded
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Response, Survey
from engage.surveys.models_before_field import Publication


class NotReadable(Refusal):
    """The file cannot be taken in; the findings say why."""

    code = "not_readable"


class NoSuchSurvey(Refusal):
    code = "no_such_survey"


class NothingToPublish(Refusal):
    code = "nothing_to_publish"


def import_reading(
    session: Session,
    reading: Reading,
    *,
    hub: Hub,
    file: str,
    slug: str | None,
    gate: TextGate,
    texts: TextState | None,
    now: datetime,
    reason: str = "",
    by: int | None = None,
    by_name: str = "",
) -> Survey:
    """Store what a reader made of a file: a new survey, or a new version of the one at `slug`.

    `texts` sets the state of all translations. None compares with the version before: what did not change keeps its
    state, what was translated from another source is stale, anything else is as the file says. Translations that are
    set to approved are noted as taken over, with who says so and why.

    :raises NotReadable: when a finding is an error
    """
    if not reading.ok or reading.instrument is None:
        raise NotReadable
    instrument = with_states(reading.instrument, texts) if texts else reading.instrument
    survey = queries.by_slug(session, slug) if slug else None
    if survey is None:
        survey = _new_survey(session, instrument, hub=hub, slug=slug, gate=gate, now=now)
    else:
        survey.activity.title = _words(instrument.title)
        former = queries.newest_version(session, survey.instrument_id)
        if texts is None and former is not None:
            instrument = taken_in(instrument, from_document(former.document))
    version = InstrumentVersion(
        instrument_id=survey.instrument_id,
        number=newest_number(session, survey) + 1,
        document=to_document(instrument),
        findings={"file": file, "findings": [finding_document(finding) for finding in reading.findings]},
        created_at=now,
    )
    session.add(version)
    working.taken_in(session, version, file=file, by=by, now=now)
    if texts is TextState.APPROVED and by_name:
        tags = [tag for tag in instrument.languages if tag != instrument.source_language]
        number = sum(progress(instrument, tag).approved for tag in tags)
        note_taken_over(session, survey.instrument_id, tags, number, reason, by=by, by_name=by_name, now=now)
    session.flush()
    return survey


def _words(text: LocalizedText) -> dict[str, Any]:
    return {tag: translation.text for tag, translation in text}


def _new_survey(
    session: Session, instrument: Instrument, *, hub: Hub, slug: str | None, gate: TextGate, now: datetime
) -> Survey:
    activity = Activity(
        hub=hub,
        kind=ActivityKind.SURVEY,
        title=_words(instrument.title),
        languages=[instrument.source_language],
        scope=hub.scope or HubScope.NATIONAL,
        created_at=now,
    )
    stored = StoredInstrument(name=instrument.name[:200], created_at=now)
    session.add_all([activity, stored])
    session.flush()
    taken = set(session.scalars(select(Survey.slug)))
    survey = Survey(
        activity=activity,
        instrument_id=stored.id,
        slug=slug or slug_for(instrument.name or instrument.title.source, taken),
        text_gate=gate,
    )
    session.add(survey)
    session.flush()
    return survey


def new_survey(session: Session, title: str, language: str, hub: Hub, slug: str | None, *, now: datetime) -> Survey:
    """Begin a survey from nothing: a title in its source language, and one section to put questions into.

    :raises NotAllowed: when the title is empty or too long
    :raises NotALanguage: when the language is no well-formed tag
    :raises NameTaken: when another survey has this address
    """
    if slug and queries.by_slug(session, slug) is not None:
        raise NameTaken(name=slug)
    instrument = empty_instrument(title, language)
    survey = _new_survey(session, instrument, hub=hub, slug=slug, gate=TextGate.APPROVED, now=now)
    version = InstrumentVersion(
        instrument_id=survey.instrument_id,
        number=1,
        document=to_document(instrument),
        findings={"file": "", "findings": []},
        created_at=now,
    )
    session.add(version)
    session.flush()
    return survey


def newest_number(session: Session, survey: Survey) -> int:
    """The number of the newest version; 0 when there is none."""
    statement = select(func.max(InstrumentVersion.number)).where(
        InstrumentVersion.instrument_id == survey.instrument_id
    )
    return session.scalar(statement) or 0


def pending_changes(session: Session, survey: Survey) -> tuple[Change, ...]:
    """What publishing the newest version would change for people, the heaviest first; nothing before the first time."""
    newest = queries.newest_version(session, survey.instrument_id)
    if newest is None or survey.version is None or newest.id == survey.version_id:
        return ()
    return heaviest_first(changes(from_document(survey.version.document), from_document(newest.document)))


def publish(
    session: Session,
    survey: Survey,
    *,
    now: datetime,
    by: str = "",
    without_check: str = "",
    seen: tuple[int, int] | None = None,
) -> InstrumentVersion:
    """Put the newest version in the field. Who has begun finishes on the version they began with.

    What changed and on which check is kept with it (`Publication`). From now on nothing changes in the version.

    :param by: the account of who publishes; empty for an operator
    :param without_check: why there is no signed release check
    :param seen: number and revision of what was looked at
    :raises NothingToPublish: when there is no version
    :raises ChangedMeanwhile: when the newest version is not what was looked at
    :raises CheckNeeded: the first time, when there is neither a signed check of this state nor a reason
    """
    session.execute(select(StoredInstrument.id).where(StoredInstrument.id == survey.instrument_id).with_for_update())
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise NothingToPublish
    session.refresh(version)
    if seen is not None and seen != (version.number, version.revision):
        raise ChangedMeanwhile
    if version.id != survey.version_id and session.get(Publication, version.id) is None:
        check = queries.signed_check(session, survey.id, version)
        if check is None and not without_check.strip():
            raise CheckNeeded
        found = pending_changes(session, survey)
        session.add(
            Publication(
                version_id=version.id,
                survey_id=survey.id,
                at=now,
                by=by,
                against=survey.version.number if survey.version else None,
                effect=effect_of(found),
                changes=to_json(found),
                check_id=check.id if check else None,
                without_check="" if check else without_check.strip()[:500],
            )
        )
    if version.published_at is None:
        version.published_at = now
    survey.version_id = version.id
    survey.status = SurveyStatus.OPEN
    _describe(survey, from_document(version.document), now)
    survey.revision += 1
    session.flush()
    session.expire(survey, ["version"])
    return version


def _describe(survey: Survey, instrument: Instrument, now: datetime) -> None:
    """What a survey's activity says of it, as it is in the field: title, languages, from which day to which."""
    activity = survey.activity
    activity.title = _words(instrument.title)
    activity.languages = list(offered(instrument, LOWEST[survey.text_gate]))
    _date(survey)
    if activity.starts_on is None:
        activity.starts_on = local_day(now, activity.hub.time_zone)


def _date(survey: Survey) -> None:
    """The days of a survey's activity are those of its period, where that is set."""
    activity, zone = survey.activity, survey.activity.hub.time_zone
    if survey.opens_at:
        activity.starts_on = local_day(survey.opens_at, zone)
    activity.ends_on = last_day(survey.closes_at, zone) if survey.closes_at else None


def set_status(session: Session, survey: Survey, status: SurveyStatus, *, now: datetime) -> None:
    """Pause, close or open again a survey that was published.

    :raises NothingToPublish: when it never was
    """
    if survey.version_id is None or status is SurveyStatus.DRAFT:
        raise NothingToPublish
    survey.status = status
    _date(survey)
    today = local_day(now, survey.activity.hub.time_zone)
    if status is SurveyStatus.CLOSED and (survey.activity.ends_on is None or survey.activity.ends_on > today):
        survey.activity.ends_on = today
    survey.revision += 1
    session.flush()


def change_settings(
    session: Session,
    survey: Survey,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    most_responses: int | None,
    gate: TextGate,
    contact: tuple[str, str, str],
    keep_until: date | None = None,
) -> None:
    """What an organiser may change while a survey runs.

    :param keep_until: the last day on which responses are kept; retention deletes them after it
    """
    survey.opens_at, survey.closes_at = opens_at, closes_at
    survey.most_responses, survey.keep_until = most_responses, keep_until
    if survey.version is not None and gate is not survey.text_gate:
        survey.activity.languages = list(offered(from_document(survey.version.document), LOWEST[gate]))
    survey.text_gate = gate
    _date(survey)
    survey.contact_name, survey.contact_phone, survey.contact_email = contact
    survey.revision += 1
    session.flush()


def find(session: Session, slug: str) -> Survey:
    """:raises NoSuchSurvey: when there is none at this address"""
    survey = queries.by_slug(session, slug)
    if survey is None:
        raise NoSuchSurvey
    return survey


def answered_version(session: Session, survey: Survey, *, now: datetime) -> InstrumentVersion:
    """The version that responses from elsewhere are answers to: the one in the field, else the newest.

    What has answers does not change any more: the editor makes a new version after it.

    :raises NothingToPublish: when the survey has no version
    """
    version = survey.version or queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise NothingToPublish
    if version.published_at is None:
        version.published_at = now
        session.flush()
    return version


def add_responses(session: Session, survey: Survey, rows: Sequence[dict[str, Any]]) -> int:
    """Store responses that were given elsewhere or simulated: dictionaries of `Response` columns."""
    complete = [
        {
            "id": random_id(),
            "survey_id": survey.id,
            "receipt_hash": None,
            "segment": None,
            "seconds": None,
            "weight": None,
            "country": "",
        }
        | row
        for row in rows
    ]
    for start in range(0, len(complete), 1000):
        session.execute(insert(Response), complete[start : start + 1000])
    return len(complete)
