"""How a survey shows as an activity: on the front page, in calendars, on its hub's page.

Everything is read for all surveys at once. How long one takes is in its published version, which never changes: it is
worked out once a process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from engage.activities.domain.shown import Entry, Presence, Standing, last_day, picked
from engage.i18n.gates import LOWEST
from engage.i18n.locales import nearest
from engage.instruments.document import from_document
from engage.instruments.domain.translations import offered
from engage.instruments.rendering.texts import plain
from engage.surveys import queries, what_came
from engage.surveys.domain.status import Availability, availability

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


def surveys(session: Session, entries: Sequence[Entry], lang: str, now: datetime) -> Mapping[int, Presence]:
    """A provider for `engage.activities.showing`: of surveys that were published."""
    rows = queries.in_the_field(session, [entry.id for entry in entries])
    limited = [row.survey.id for row in rows.values() if row.survey.most_responses is not None]
    counts = queries.response_counts(session, limited) if limited else {}
    facts = _facts(session, list(rows.values()))
    results = what_came.addresses(session, [row.survey.id for row in rows.values()], lang)
    return {
        entry.id: replace(
            _presence(entry, rows[entry.id], counts, facts, lang, now),
            results=results.get(rows[entry.id].survey.id, ""),
        )
        for entry in entries
        if entry.id in rows
    }


def _presence(
    entry: Entry,
    row: queries.InTheField,
    counts: Mapping[int, int],
    facts: Mapping[tuple[int, str], _Facts],
    lang: str,
    now: datetime,
) -> Presence:
    survey = row.survey
    known = facts[_key(row)]
    languages = entry.languages or known.languages
    tag = nearest(lang, languages) or languages[0]
    title, title_tag = (entry.title[tag], tag) if entry.title.get(tag) else picked(entry.title, lang)
    full = survey.most_responses is not None and counts.get(survey.id, 0) >= survey.most_responses
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
        hubs=row.partners,
        countries=known.countries,
    )


def _key(row: queries.InTheField) -> tuple[int, str]:
    return row.survey.version_id, row.survey.text_gate.value


def _facts(session: Session, rows: Sequence[queries.InTheField]) -> Mapping[tuple[int, str], _Facts]:
    known: dict[tuple[int, str], _Facts] = current_app.extensions.setdefault(_KEY, {})
    missing = [row for row in rows if _key(row) not in known]
    if missing:
        documents = queries.documents(session, sorted({row.survey.version_id for row in missing}))
        for row in missing:
            known[_key(row)] = _read(documents[row.survey.version_id], row)
    return known


def _read(document: Mapping[str, Any], row: queries.InTheField) -> _Facts:
    pulse = any(item.get("pulse") for section in document["sections"] for item in section.get("items", ()))
    lengths = (document.get("pulse_minutes") if pulse else None, document.get("minutes"))
    return _Facts(
        minutes=tuple(minutes for minutes in lengths if minutes),
        countries=frozenset(document.get("editions", ())),
        languages=offered(from_document(dict(document)), LOWEST[row.survey.text_gate]),
    )


def desk_address(session: Session, activity_id: int) -> str | None:
    """Where the teams run the survey of an activity."""
    slug = queries.slug_of_activity(session, activity_id)
    return url_for("manage.survey", slug=slug) if slug else None
