"""The page of one survey: its state, links, languages, settings and versions."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.gates import LOWEST, TextGate
from engage.i18n.locales import direction, endonym
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.translations import offered, progress
from engage.instruments.domain.versions import from_json
from engage.instruments.models import InstrumentVersion
from engage.surveys import pages, queries
from engage.surveys.domain.status import Availability, Period, availability
from engage.surveys.models import Survey
from engage.surveys.models_before_field import Publication
from engage.surveys.views.manage_blueprint import bp, responses_seen, survey_or_404, title_of
from engage.surveys.views.manage_changes import Row, described
from engage.surveys.views.manage_files import in_order
from engage.web import languages
from engage.web.console import render
from engage.web.permissions import Permission, permission


def _state(survey: Survey, responses: int) -> Availability:
    """What a visitor meets now: the organiser's word, the calendar and the number of places together."""
    full = survey.most_responses is not None and responses >= survey.most_responses
    return availability(survey.status, Period(survey.opens_at, survey.closes_at), full=full, now=utcnow())


@bp.get("/surveys/<slug>")
@permission(Permission.SURVEY_SEE)
def survey(slug: str) -> ResponseReturnValue:
    return _survey_page(survey_or_404(slug))


def _survey_page(found: Survey) -> str:
    versions = queries.versions(db.session(), found.instrument_id)
    newest = from_document(versions[0].document)
    responses = queries.responses(db.session(), found.id)
    return render(
        "manage/survey.html",
        survey=found,
        title=title_of(found),
        state=_state(found, responses),
        versions=[(version, in_order(version.findings.get("findings", []))) for version in versions],
        publishable=versions[0] if versions[0].id != found.version_id else None,
        instrument=newest,
        questions=sum(item.is_question for item in newest.items),
        languages=_languages(newest, found.text_gate),
        responses=responses_seen(found, responses),
        contact=pages.edition_of(found, newest).contact,
        warnings=warnings_of(newest, found),
        publications=queries.publications(db.session(), found.id),
        history=_history,
        unresolved=sum(each.state == "open" for each in queries.findings(db.session(), found.id)),
    )


def _history(version: InstrumentVersion, publication: Publication) -> list[Row]:
    """What publishing a version changed, as it was kept."""
    return described(from_json(publication.changes), from_document(version.document))


def _languages(instrument: Instrument, gate: TextGate) -> list[dict[str, Any]]:
    shown = offered(instrument, LOWEST[gate])
    return [
        {
            "tag": tag,
            "name": endonym(tag),
            "dir": direction(tag),
            "source": tag == instrument.source_language,
            "progress": progress(instrument, tag),
            "offered": tag in shown,
        }
        for tag in instrument.languages
    ]


def warnings_of(instrument: Instrument, found: Survey) -> list[str]:
    """What the organiser should know before publishing."""
    lines: list[str] = []
    for language in _languages(instrument, found.text_gate):
        lines += _language_warnings(instrument, language)
    edition = pages.edition_of(found, instrument)
    if not (edition.contact.phone or edition.contact.email):
        lines.append(gettext("No contact: add a telephone number or a mail address, so that people can ask somebody."))
    if not edition.support:
        lines.append(gettext("No support line: if the topic can hurt, say where people can talk to somebody."))
    return lines


def _language_warnings(instrument: Instrument, language: dict[str, Any]) -> Iterator[str]:
    name, missing = _isolated(language["name"]), language["progress"].missing
    if not language["offered"]:
        yield gettext("%(language)s is not offered: its texts are not approved yet.", language=name)
    elif missing and language["source"]:
        yield ngettext(
            "%(language)s: %(num)s text is missing, although this is the source language. A translation stands in.",
            "%(language)s: %(num)s texts are missing, although this is the source language. Translations stand in.",
            missing,
            language=name,
        )
    elif missing:
        yield ngettext(
            "%(language)s: %(num)s text is missing and will be shown in the source language.",
            "%(language)s: %(num)s texts are missing and will be shown in the source language.",
            missing,
            language=name,
        )
    interface = languages.interface_for(current_app, language["tag"], instrument.source_language)
    if interface.split("-")[0] != language["tag"].split("-")[0]:
        yield gettext(
            "%(language)s: buttons and messages of the product are not translated; they appear in %(other)s.",
            language=name,
            other=_isolated(endonym(interface)),
        )


def _isolated(name: str) -> str:
    """A name that may be written from the right, so that it leaves the sentence around it in order."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
