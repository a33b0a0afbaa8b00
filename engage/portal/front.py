"""What is open now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.i18n.locales import direction, nearest
from engage.instruments.rendering.texts import plain
from engage.surveys import pages, queries
from engage.surveys.domain.status import Availability


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A card on the front page; in the visitor's language where the survey has it."""

    slug: str
    title: str
    language: str
    direction: str
    hub: str
    minutes: tuple[int, ...]
    closes_at: datetime | None


def open_surveys(session: Session, lang: str, now: datetime) -> list[OpenSurvey]:
    """Surveys that can be answered now, newest first."""
    found = []
    for survey in queries.published(session):
        fielded = queries.fielded(session, survey.slug)
        if fielded is None or queries.state(session, fielded, now) is not Availability.OPEN:
            continue
        edition = pages.edition(session, fielded)
        tag = nearest(lang, edition.languages) or edition.instrument.source_language
        instrument = edition.instrument
        lengths = (instrument.pulse_minutes if instrument.has_pulse else None, instrument.minutes)
        found.append(
            OpenSurvey(
                slug=survey.slug,
                title=plain(instrument.title.in_(tag)),
                language=tag,
                direction=direction(tag),
                hub=edition.hub_name,
                minutes=tuple(minutes for minutes in lengths if minutes),
                closes_at=survey.closes_at,
            )
        )
    return found
