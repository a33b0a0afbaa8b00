"""What is configured and known of a hub, for its documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.hubs.domain.texts import said
from engage.instruments.document import from_document
from engage.instruments.rendering.texts import plain
from engage.surveys import overview, queries
from engage.surveys.models import Survey


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """One survey as a processing activity."""

    title: str
    opens: date | None
    closes: date | None
    keep_until: date | None
    languages: Sequence[str]
    questions: int
    special: Sequence[str]
    """The names of questions about special categories of personal data (GDPR article 9)."""
    personal: Sequence[str]
    """The names of questions whose answers can say who somebody is."""
    consent: bool
    """Whether its first page asks for consent in words of its own."""
    minimum_age: int | None
    """The lowest of all countries."""


@dataclass(frozen=True, slots=True)
class HubFacts:
    """A hub as it is responsible for personal data. Empty where nothing was said."""

    name: str
    controller: str
    officer: str
    legal_basis: str
    contact: str
    surveys: Sequence[SurveyFacts]


def of_hub(session: Session, slug: str, language: str) -> HubFacts | None:
    """:returns: None when there is no such hub"""
    hub = hubs.by_slug(session, slug)
    if hub is None:
        return None
    return HubFacts(
        name=hub.name,
        controller=said(hub.controller, language, hub.languages).text,
        officer=hub.data_protection_officer,
        legal_basis=said(hub.legal_basis, language, hub.languages).text,
        contact=", ".join(part for part in (hub.contact_name, hub.contact_phone, hub.contact_email) if part),
        surveys=[_survey(session, one, language) for one in session.scalars(overview.surveys([hub.id]))],
    )


def _survey(session: Session, survey: Survey, language: str) -> SurveyFacts:
    newest = queries.newest_version(session, survey.instrument_id)
    assert newest is not None  # a survey has a questionnaire from its first moment
    instrument = from_document(newest.document)
    questions = [item for item in instrument.items if item.is_question]
    return SurveyFacts(
        title=plain(said(survey.activity.title, language).text) or survey.slug,
        opens=survey.opens_at.date() if survey.opens_at else None,
        closes=survey.closes_at.date() if survey.closes_at else None,
        keep_until=survey.keep_until,
        languages=instrument.languages,
        questions=len(questions),
        special=[item.name for item in questions if item.special_category],
        personal=[item.name for item in questions if item.personal],
        consent=instrument.consent is not None,
        minimum_age=min(instrument.minimum_age.values(), default=None),
    )
