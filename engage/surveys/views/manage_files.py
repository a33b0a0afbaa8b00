"""Taking a file in: a new survey, or a new version of one."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from engage.core.clock import utcnow
from engage.core.findings import Level, finding_document
from engage.db.session import db
from engage.i18n.gates import TextGate
from engage.i18n.locales import is_well_formed
from engage.i18n.text import TextState
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.sandbox import read_safely
from engage.surveys import fielding
from engage.surveys.models import Survey
from engage.surveys.views import hub_choice
from engage.surveys.views.manage_blueprint import bp, note, survey_or_404, title_of
from engage.web.console import render
from engage.web.permissions import Permission, permission

if TYPE_CHECKING:
    from engage.hubs.models import Hub

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md", ".lss", ".tsv", ".txt", ".yaml", ".yml", ".json")


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A file; languages the file names without a code come as `language-<name>` fields."""

    file = FileField()


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
    return _upload_page(survey_or_404(slug))


@bp.post("/surveys/<slug>/version")
@permission(Permission.SURVEY_EDIT)
def upload_version(slug: str) -> ResponseReturnValue:
    return _take_in(survey_or_404(slug))


def _upload_page(survey: Survey | None, reading: Reading | None = None, error: str = "") -> str:
    """The form, with what was typed and what reading said. A browser keeps no file: that is asked for again."""
    typed = _typed_languages()
    unnamed = reading.unnamed_languages if reading else ()
    return render(
        "manage/upload.html",
        survey=survey,
        title=title_of(survey) if survey else "",
        hub=request.form.get("hub") or hub_choice.first(),
        hubs=[] if survey else hub_choice.options(),
        error=error,
        suffixes=SUFFIXES,
        languages=[(name, typed.get(name, "")) for name in dict.fromkeys((*typed, *unnamed))],
        not_tags={name for name, tag in typed.items() if not is_well_formed(tag)} | (set(unnamed) - set(typed)),
        texts=request.form.get("texts", ""),
        reason=request.form.get("reason", ""),
        findings=in_order([finding_document(finding) for finding in reading.findings]) if reading else [],
    )


def in_order(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Errors first, then what is lost or changed, then what is worth knowing; within each as the file goes."""
    order = {Level.ERROR.value: 0, Level.WARNING.value: 1, Level.NOTE.value: 2}
    return sorted(findings, key=lambda finding: order[finding["level"]])


def _take_in(survey: Survey | None) -> ResponseReturnValue:
    """Read, and store when nothing is wrong; otherwise the same page with the findings."""
    if not UploadForm().validate():
        return _upload_page(survey, error=gettext("The page was out of date. Try again.")), 400
    hub = survey.activity.hub if survey else hub_choice.chosen()
    if hub is None:
        return _upload_page(survey, error=gettext("Choose the hub that asks.")), 422
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
    if request.form.get("texts") == TextState.APPROVED and not request.form.get("reason", "").strip():
        error = gettext("Say why these translations need no approval: which survey, when, who had checked them.")
        return _upload_page(survey, reading, error), 422
    stored = _store(survey, hub, reading, Path(file.filename).name[:200])
    note("survey.uploaded" if survey else "survey.added", stored)
    slug = stored.slug
    db.session.commit()
    if survey is None:
        flash(gettext("The questionnaire is taken in. Look at it below, then publish it."))
    else:
        flash(gettext("The new version is taken in. People get it once you publish it. See what it changes first."))
        return redirect(url_for("manage.publishing", slug=slug), code=303)
    return redirect(url_for("manage.survey", slug=slug), code=303)


def _store(survey: Survey | None, hub: "Hub", reading: Reading, file: str) -> Survey:
    states = request.form.get("texts", "")
    return fielding.import_reading(
        db.session(),
        reading,
        hub=hub,
        file=file,
        slug=survey.slug if survey else None,
        gate=survey.text_gate if survey else TextGate.APPROVED,
        texts=TextState(states) if states in set(TextState) else None,
        now=utcnow(),
        reason=request.form.get("reason", "").strip()[:2000],
        by=current_user.id,
        by_name=current_user.email,
    )


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
