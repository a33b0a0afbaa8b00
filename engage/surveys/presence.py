"""How a survey shows as an activity: on the front page, in calendars, on its hub's page.

Everything is read for all surveys at once. How long one takes is in its published version, which never changes: it is
worked out once a process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from engage.activities.domain.shown import Presence, Standing, last_day, picked
from engage.activities.queries import Along, Listed
from engage.i18n.gates import LOWEST
from engage.i18n.locales import nearest
from engage.instruments.document import from_document
from engage.instruments.domain.translations import offered
from engage.instruments.rendering.texts import plain
from engage.surveys import queries, what_came
from engage.surveys.domain.status import Availability, availability
from engage.surveys.queries import Fielded

_KEY = "engage-survey-lengths"
STANDINGS = {
    Availability.OPEN: Standing.OPEN,
    Availability.NOT_YET: Standing.COMING,
    Availability.PAUSED: Standing.PAUSED,
    Availability.FULL: Standing.FULL,
    Availability.CLOSED: Standing.OVER,
}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a published version says of itself."""

    minutes: tuple[int, ...]
    countries: frozenset[str]
    languages: tuple[str, ...]


def along(now: datetime) -> Along:
    """What is read of surveys together with the activities."""
    del now  # the database need not know it
    return queries.along(what_came.published())


def surveys(session: Session, found: Sequence[Listed], lang: str, now: datetime) -> Mapping[int, Presence]:
    """A provider for `engage.activities.showing`: of surveys that were published."""
    rows = [(listed, survey) for listed in found if (survey := queries.along_with(listed))]
    facts = _facts(session, [survey for _, survey in rows])
    return {listed.entry.id: _presence(listed, survey, facts[_key(survey)], lang, now) for listed, survey in rows}


def _presence(listed: Listed, survey: Fielded, known: _Facts, lang: str, now: datetime) -> Presence:
    entry, row = listed.entry, listed.row
    languages = entry.languages or known.languages
    tag = nearest(lang, languages) or languages[0]
    title, title_tag = (entry.title[tag], tag) if entry.title.get(tag) else picked(entry.title, lang)
    full = survey.most_responses is not None and row.survey_responses >= survey.most_responses
    found = STANDINGS[availability(survey.status, survey.period, full=full, now=now)]
    opens, closes = survey.period.opens_at, survey.period.closes_at
    return Presence(
        address=url_for("surveys.first", lang=tag, slug=survey.slug),
        standing=found,
        starts_on=entry.day(opens) if opens else entry.starts_on,
        ends_on=last_day(closes, entry.time_zone) if closes else entry.ends_on,
        title=plain(title),
        language=title_tag,
        languages=languages,
        minutes=known.minutes,
        results=what_came.page(survey.slug, lang) if row.survey_results else "",
        hubs=frozenset(hub.id for _, hub in listed.taking_part),
        countries=known.countries,
    )


def _key(survey: Fielded) -> tuple[int, str]:
    return survey.version_id, survey.text_gate.value


def _facts(session: Session, surveys: Sequence[Fielded]) -> Mapping[tuple[int, str], _Facts]:
    known: dict[tuple[int, str], _Facts] = current_app.extensions.setdefault(_KEY, {})
    missing = [survey for survey in surveys if _key(survey) not in known]
    if missing:
        documents = queries.documents(session, sorted({survey.version_id for survey in missing}))
        for survey in missing:
            known[_key(survey)] = _read(documents[survey.version_id], survey)
    return known


def _read(document: Mapping[str, Any], survey: Fielded) -> _Facts:
    pulse = any(item.get("pulse") for section in document["sections"] for item in section.get("items", ()))
    lengths = (document.get("pulse_minutes") if pulse else None, document.get("minutes"))
    return _Facts(
        minutes=tuple(minutes for minutes in lengths if minutes),
        countries=frozenset(document.get("editions", ())),
        languages=offered(from_document(dict(document)), LOWEST[survey.text_gate]),
    )


def desk_address(session: Session, activity_id: int) -> str | None:
    """Where the teams run the survey of an activity."""
    slug = queries.slug_of_activity(session, activity_id)
    return url_for("manage.survey", slug=slug) if slug else None
