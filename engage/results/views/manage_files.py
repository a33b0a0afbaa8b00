"""All responses as a file: what each format is for; small files at once, large ones by the worker."""

from io import BytesIO
from typing import Any

from flask import abort, current_app, flash, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext
from werkzeug.wrappers import Response

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.instruments.rendering.answers import size
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.models import JobState
from engage.results import exporting, queries
from engage.results.exporting import Wish
from engage.results.exports import making
from engage.results.exports.making import Choice, Format
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.web import trail
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, actor, may, permission

bp = blueprint("result_exports", __name__)
_BYTES = {Format.CSV: 2.5, Format.XLSX: 2.2, Format.SAV: 3.5, Format.PARQUET: 1.0, Format.JSON: 5.0}
"""Of one cell, about."""


@bp.get("/surveys/<slug>/results/files")
@permission(Permission.RESULTS_EXPORT)
def page(slug: str) -> ResponseReturnValue:
    here = page_of(slug, Permission.RESULTS_EXPORT)
    return _shown(here, Filled({"format": Format.CSV, "language": _language(here)}))


@bp.post("/surveys/<slug>/results/files")
@permission(Permission.RESULTS_EXPORT)
def have(slug: str) -> ResponseReturnValue:
    """The file, or, where there are many responses, the work of making it."""
    require_token()
    here, sent = page_of(slug, Permission.RESULTS_EXPORT), Sent(request.form)
    format_ = sent.read_one("format", Format)
    language = sent.read_one("language", here.instrument.languages)
    if format_ == Format.XLSX and _responses(here) > making.ROWS_OF_A_SHEET:
        most = format_decimal(making.ROWS_OF_A_SHEET)
        sent.refuse("format", gettext("A workbook holds at most %(most)s responses. Choose another format.", most=most))
    if sent.wrong:
        return _shown(here, sent), 422
    choice = Choice(Format(format_), language, sent.get("labels") == "yes", sent.get("for") == "spreadsheet")
    wish = _wish(here, choice)
    here.note("results.exported", texts=wish.texts, format=choice.format.value)
    by = actor().id
    if choice.format is not Format.DDI and _responses(here) > exporting.MANY and by is not None:
        job = exporting.ask(db.session(), wish, by=by, hub_id=here.survey.activity.hub_id, now=utcnow())
        db.session.commit()
        return redirect(url_for("jobs.mine_one", job_id=job.id), code=303)
    db.session.commit()
    return _file(here, wish)


@bp.get("/surveys/<slug>/results.csv")
@permission(Permission.RESULTS_EXPORT)
def csv(slug: str) -> ResponseReturnValue:
    """Every response with codes, under an address that stays; what people wrote only for its readers."""
    here = page_of(slug, Permission.RESULTS_EXPORT)
    if _responses(here) > exporting.MANY:
        flash(gettext("This survey has many responses: have the file made here."))
        return redirect(url_for(".page", slug=slug), code=303)
    choice = Choice(Format.CSV, _language(here), spreadsheet=request.args.get("for") == "spreadsheet")
    wish = _wish(here, choice)
    survey, hub_id = here.survey, here.survey.activity.hub_id
    details = {"texts": wish.texts, "format": "csv"}
    trail.note_download(db.session(), "results.exported", "survey", survey.id, now=utcnow(), hub_id=hub_id, **details)
    return _file(here, wish)


@bp.get("/surveys/<slug>/results/exports/<int:job_id>")
@permission(Permission.RESULTS_EXPORT)
def made(slug: str, job_id: int) -> ResponseReturnValue:
    """What the worker made: for who asked, while they may see all that is in it, for a day."""
    here, job = page_of(slug, Permission.RESULTS_EXPORT), jobs.one(db.session(), job_id)
    if job is None or job.kind != exporting.KIND or job.by_id is None or job.by_id != actor().id:
        abort(404)
    wish = Wish.of(job.params)
    mine = wish.is_for(texts=_texts(), seen=here.seen)
    if wish.survey_id != here.survey.id or not mine or job.state is not JobState.DONE:
        abort(404)
    path = files.existing(_data_dir(), job_id, utcnow())
    if path is None:
        flash(gettext("The file was deleted after a day. Have it made again."))
        return redirect(url_for(".page", slug=slug), code=303)
    kind, name = job.result["type"], job.result["name"]
    return _not_kept(send_file(path.absolute(), kind, as_attachment=True, download_name=name, etag=False))


def _texts() -> str:
    """What of people's own words who asks may have."""
    if may(Permission.RESULTS_TEXTS):
        return "all"
    return "redacted" if may(Permission.RESULTS_CODE) else "none"


def _wish(here: Page, choice: Choice) -> Wish:
    return Wish(survey_id=here.survey.id, slug=here.survey.slug, choice=choice, texts=_texts(), seen=here.seen)


def _responses(here: Page) -> int:
    return queries.received(db.session(), here.survey.id, here.seen)


def _language(here: Page) -> str:
    """Of the reader, where the survey speaks it."""
    found: str = g.interface if g.interface in here.instrument.languages else here.instrument.source_language
    return found


def _data_dir() -> Any:
    return current_app.config["ENGAGE_SETTINGS"].data_dir


def _file(here: Page, wish: Wish) -> Response:
    """Made while somebody waits: of few responses."""
    now, into = utcnow(), BytesIO()
    name = f"{wish.slug}-{now:%Y-%m-%d}"
    address, language = current_app.config["ENGAGE_BASE_URL"], wish.choice.language
    with making.scratch(_data_dir()) as folder:
        ending = making.write(
            wish.choice,
            exporting.opened(db.session(), here.survey, wish),
            into,
            name=name,
            folder=folder,
            made=now,
            described=exporting.describing(db.session(), here.survey, language, address, now),
        )
    into.seek(0)
    kind = making.TYPES[ending]
    return _not_kept(send_file(into, kind, as_attachment=True, download_name=f"{name}.{ending}"))


def _not_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(here: Page, form: Filled) -> str:
    number = _responses(here)
    return here.render(
        "results/manage/exports.html",
        form=form,
        seen=here.seen,
        total=number,
        many=number > exporting.MANY,
        texts=_texts(),
        formats=_formats(here, number),
        languages=[{"value": tag, "label": endonym(tag)} for tag in here.instrument.languages],
    )


def _formats(here: Page, number: int) -> list[dict[str, str]]:
    """Each with what it is for, and about how large the file becomes."""
    columns = 6 + sum(len(item.keys) + len(item.options) for item in here.instrument.items)
    said = {
        Format.CSV: (
            gettext("CSV"),
            gettext("For every program that reads tables, and for keeping."),
        ),
        Format.XLSX: (
            gettext("Excel workbook (XLSX)"),
            gettext("For looking at answers and sorting them. Further sheets say what columns and codes mean."),
        ),
        Format.SAV: (
            gettext("SPSS (SAV)"),
            gettext("For SPSS, PSPP, R and Stata, with the words of questions and answers and with missing values."),
        ),
        Format.PARQUET: (
            gettext("Parquet"),
            gettext("For R, Python and DuckDB: small and fast with very many responses."),
        ),
        Format.JSON: (gettext("JSON"), gettext("For programmers. Entries of lists stand within their response.")),
        Format.DDI: (
            gettext("DDI Codebook (XML)"),
            gettext("For archives and catalogues. It describes the data in every language and holds no answers."),
        ),
    }
    found = []
    for format_, (label, hint) in said.items():
        if format_ in _BYTES and number:
            about = size(round(number * columns * _BYTES[format_]), g.interface)
            hint = gettext("%(what)s About %(size)s.", what=hint, size=about)
        found.append({"value": format_.value, "label": label, "hint": hint})
    return found
