"""Surveys as hub teams run them: list, take a file in, preview, publish, pause, close, settings."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from engage.core.clock import utcnow
from engage.core.findings import Level, finding_document
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.i18n.locales import direction, endonym, is_well_formed
from engage.i18n.text import TextState
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.translations import offered, progress
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.sandbox import read_safely
from engage.instruments.rendering.texts import plain
from engage.surveys import fielding, pages, queries
from engage.surveys.domain.status import Availability, Period, SurveyStatus, availability
from engage.surveys.forms import SettingsForm
from engage.surveys.models import Survey, TextGate
from engage.web import forgery, languages
from engage.web.console import may, render, use_language
from engage.web.permissions import Permission, permission

bp = Blueprint("manage", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md", ".lss", ".tsv", ".txt", ".yaml", ".yml", ".json")


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A file; languages the file names without a code come as `language-<name>` fields."""

    file = FileField()


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only its token, for buttons."""


@bp.get("/")
@permission(Permission.SIGNED_IN)
def home() -> ResponseReturnValue:
    """Where signing in leads: the surveys, or a word to those whose role has no pages yet."""
    if may(Permission.SURVEY_SEE):
        return redirect(url_for("manage.surveys"), code=303)
    return render("manage/home.html")


@bp.get("/surveys")
@permission(Permission.SURVEY_SEE)
def surveys() -> ResponseReturnValue:
    found = queries.all_surveys(db.session())
    counts = queries.response_counts(db.session(), [survey.id for survey in found])
    rows = [
        {
            "survey": survey,
            "title": _title(survey),
            "responses": counts.get(survey.id, 0),
            "state": _state(survey, counts.get(survey.id, 0)),
        }
        for survey in found
    ]
    return render("manage/surveys.html", rows=rows)


def _state(survey: Survey, responses: int) -> Availability:
    """What a visitor meets now: the organiser's word, the calendar and the number of places together."""
    full = survey.most_responses is not None and responses >= survey.most_responses
    return availability(survey.status, Period(survey.opens_at, survey.closes_at), full=full, now=utcnow())


def _title(survey: Survey) -> str:
    titles: dict[str, str] = survey.activity.title
    return plain(titles.get(g.get("interface", "en")) or next(iter(titles.values()), "")) or survey.slug


# -- taking a file in


@bp.get("/surveys/new")
@permission(Permission.SURVEY_EDIT)
def new() -> ResponseReturnValue:
    return _upload_page(None)


@bp.post("/surveys/new")
@permission(Permission.SURVEY_EDIT)
def upload() -> ResponseReturnValue:
    return _take_in(None)


@bp.get("/surveys/<slug>/version")
@permission(Permission.SURVEY_EDIT)
def new_version(slug: str) -> ResponseReturnValue:
    return _upload_page(_survey(slug))


@bp.post("/surveys/<slug>/version")
@permission(Permission.SURVEY_EDIT)
def upload_version(slug: str) -> ResponseReturnValue:
    return _take_in(_survey(slug))


def _upload_page(survey: Survey | None, reading: Reading | None = None, error: str = "") -> str:
    """The form, with what was typed and what reading said. A browser keeps no file: that is asked for again."""
    typed = _typed_languages()
    unnamed = reading.unnamed_languages if reading else ()
    return render(
        "manage/upload.html",
        survey=survey,
        title=_title(survey) if survey else "",
        error=error,
        suffixes=SUFFIXES,
        languages=[(name, typed.get(name, "")) for name in dict.fromkeys((*typed, *unnamed))],
        not_tags={name for name, tag in typed.items() if not is_well_formed(tag)} | (set(unnamed) - set(typed)),
        texts=request.form.get("texts", ""),
        findings=_in_order([finding_document(finding) for finding in reading.findings]) if reading else [],
    )


def _in_order(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Errors first, then what is lost or changed, then what is worth knowing; within each as the file goes."""
    order = {Level.ERROR.value: 0, Level.WARNING.value: 1, Level.NOTE.value: 2}
    return sorted(findings, key=lambda finding: order[finding["level"]])


def _take_in(survey: Survey | None) -> ResponseReturnValue:
    """Read, and store when nothing is wrong; otherwise the same page with the findings."""
    if not UploadForm().validate():
        return _upload_page(survey, error=gettext("The page was out of date. Try again.")), 400
    file: FileStorage | None = request.files.get("file")
    if file is None or not file.filename:
        return _upload_page(survey, error=gettext("Choose a file first.")), 422
    suffix = Path(file.filename).suffix.lower()
    if suffix not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        error = gettext("This kind of file is not read. Choose one of: %(kinds)s", kinds=kinds)
        return _upload_page(survey, error=error), 422
    reading = _read(file, suffix)
    if not reading.ok:
        if reading.unnamed_languages:
            error = gettext("Say which languages these are, choose the file again and upload it once more.")
        else:
            error = gettext("The file cannot be taken in yet. Mend what is listed below and upload it again.")
        return _upload_page(survey, reading, error), 422
    slug = _store(survey, reading, Path(file.filename).name[:200])
    db.session.commit()
    if survey is None:
        flash(gettext("The questionnaire is taken in. Look at it below, then publish it."))
    else:
        flash(gettext("The new version is taken in. People get it once you publish it."))
    return redirect(url_for("manage.survey", slug=slug), code=303)


def _store(survey: Survey | None, reading: Reading, file: str) -> str:
    states = request.form.get("texts", "")
    stored = fielding.import_reading(
        db.session(),
        reading,
        hub=hubs.default(db.session()),
        file=file,
        slug=survey.slug if survey else None,
        gate=survey.text_gate if survey else TextGate.APPROVED,
        texts=TextState(states) if states in set(TextState) else None,
        now=utcnow(),
    )
    return stored.slug


def _typed_languages() -> dict[str, str]:
    return {
        key.removeprefix("language-"): tag.strip()[:100]
        for key, tag in request.form.items()
        if key.startswith("language-")
    }


def _read(file: FileStorage, suffix: str) -> Reading:
    named = {name: tag for name, tag in _typed_languages().items() if is_well_formed(tag)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{suffix}"
        file.save(path)
        return read_safely(path, languages=named)


# -- one survey


def _survey(slug: str) -> Survey:
    found = queries.by_slug(db.session(), slug)
    if found is None:
        abort(404)
    return found


@bp.get("/surveys/<slug>")
@permission(Permission.SURVEY_SEE)
def survey(slug: str) -> ResponseReturnValue:
    return _survey_page(_survey(slug))


def _survey_page(found: Survey) -> str:
    versions = queries.versions(db.session(), found.instrument_id)
    newest = from_document(versions[0].document)
    responses = queries.responses(db.session(), found.id)
    return render(
        "manage/survey.html",
        survey=found,
        title=_title(found),
        state=_state(found, responses),
        versions=[(version, _in_order(version.findings.get("findings", []))) for version in versions],
        publishable=versions[0] if versions[0].id != found.version_id else None,
        instrument=newest,
        questions=sum(item.is_question for item in newest.items),
        languages=_languages(newest, found.text_gate),
        responses=responses,
        contact=pages.edition_of(found, newest).contact,
        warnings=_warnings(newest, found),
    )


def _languages(instrument: Instrument, gate: TextGate) -> list[dict[str, Any]]:
    shown = offered(instrument, pages.LOWEST[gate])
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


def _warnings(instrument: Instrument, found: Survey) -> list[str]:
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


@bp.post("/surveys/<slug>/publish")
@permission(Permission.SURVEY_FIELD)
def publish(slug: str) -> ResponseReturnValue:
    found = _survey(slug)
    if not TokenForm().validate():
        abort(400)
    if not _is_sure():
        return _ask(found, "publish")
    version = fielding.publish(db.session(), found, now=utcnow(), without_check="-")
    flash(gettext("Version %(number)s is published. The survey is open.", number=version.number))
    db.session.commit()
    return redirect(url_for("manage.survey", slug=slug), code=303)


@bp.post("/surveys/<slug>/status")
@permission(Permission.SURVEY_FIELD)
def status(slug: str) -> ResponseReturnValue:
    found = _survey(slug)
    wanted = request.form.get("status", "")
    if not TokenForm().validate() or wanted not in {SurveyStatus.OPEN, SurveyStatus.PAUSED, SurveyStatus.CLOSED}:
        abort(400)
    if not _is_sure():
        return _ask(found, wanted)
    try:
        fielding.set_status(db.session(), found, SurveyStatus(wanted))
    except fielding.NothingToPublish:
        db.session.rollback()
        flash(gettext("Publish a version first."), "error")
        return redirect(url_for("manage.survey", slug=slug), code=303)
    db.session.commit()
    words = {
        "open": gettext("The survey is open."),
        "paused": gettext("The survey is paused. Drafts are kept."),
        "closed": gettext("The survey is closed."),
    }
    flash(words[wanted])
    return redirect(url_for("manage.survey", slug=slug), code=303)


def _is_sure() -> bool:
    """Whether the question before the deed was answered: in the dialog, or on the page that stands in for it."""
    return request.form.get("_sure") == "yes"


def _ask(found: Survey, deed: str) -> str:
    """The question as a page, for browsers without scripts."""
    number = fielding.newest_number(db.session(), found)
    return render("manage/confirm.html", survey=found, title=_title(found), deed=deed, number=number)


@bp.get("/surveys/<slug>/settings")
@permission(Permission.SURVEY_FIELD)
def settings(slug: str) -> ResponseReturnValue:
    found = _survey(slug)
    return render("manage/settings.html", survey=found, title=_title(found), form=SettingsForm.of(found))


@bp.post("/surveys/<slug>/settings")
@permission(Permission.SURVEY_FIELD)
def change_settings(slug: str) -> ResponseReturnValue:
    found = _survey(slug)
    form = SettingsForm()
    if not form.validate():
        return render("manage/settings.html", survey=found, title=_title(found), form=form), 422
    fielding.change_settings(db.session(), found, **form.settings())
    db.session.commit()
    flash(gettext("The settings are saved."))
    return redirect(url_for("manage.survey", slug=slug), code=303)


# -- preview


@bp.get("/surveys/<slug>/preview/<lang:lang>")
@bp.get("/surveys/<slug>/preview/<lang:lang>/<section>")
@permission(Permission.PREVIEW)
def preview(slug: str, lang: str, section: str = "") -> ResponseReturnValue:
    """A page of the newest version as citizens would see it, every item shown; nothing can be stored."""
    found = _survey(slug)
    version = queries.newest_version(db.session(), found.instrument_id)
    if version is None:
        abort(404)
    instrument = from_document(version.document)
    if lang not in instrument.languages:
        abort(404)
    edition = pages.edition_of(found, instrument)
    wanted = instrument.section(section) if section else instrument.sections[0]
    if wanted is None:
        abort(404)
    compiled = pages.compile_preview(edition, wanted, lang)
    circumstances = Circumstances(now=datetime.now(UTC), consent=True, seed="preview", language=lang)
    filling = pages.Everything(Journey(edition.questionnaire, {}, circumstances))
    at = instrument.sections.index(wanted) + 1
    step = pages.step(edition, lang, at, len(instrument.sections))
    slots = filling.slots | {
        "title_prefix": lambda: "",
        "step": lambda: step,
        "steps": lambda: str(len(instrument.sections)),
        "at": lambda: str(at),
        "csrf": lambda: forgery.token(b"preview"),
        "problem_list": lambda: "",
    }
    blocks = filling.blocks | {"problems": lambda parts, fill: "", "saved": lambda parts, fill: ""}  # noqa: ARG005
    return compiled.fill(slots, blocks)
