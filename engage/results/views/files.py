"""Files that people sent, for those who may read what people wrote."""

from flask import Blueprint, Response, abort, g
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.rendering.answers import size
from engage.results import service
from engage.results.views import presenting
from engage.results.views.manage import console_reader, wait_for_enough
from engage.surveys import files, queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen, countries_seen
from engage.web import trail
from engage.web.console import render, use_language
from engage.web.permissions import Permission, permission, reach

bp = Blueprint("result_files", __name__, url_prefix="/console")
bp.before_request(use_language)
bp.before_request(wait_for_enough)


def _survey(slug: str) -> tuple[Survey, Seen]:
    found = queries.by_slug(db.session(), slug)
    if found is None or queries.newest_version(db.session(), found.instrument_id) is None:
        abort(404)
    return found, countries_seen(db.session(), found, reach(Permission.RESULTS_SEE))


@bp.get("/surveys/<slug>/results/files/<item>")
@permission(Permission.RESULTS_TEXTS)
def of_item(slug: str, item: str) -> ResponseReturnValue:
    """What was sent to one question; the order says nothing about who sent what when."""
    survey, seen = _survey(slug)
    read, _ = service.merged_of(db.session(), survey)
    instrument = read.instrument
    if item not in service.file_keys(instrument):
        abort(404)
    sent = files.of_item(db.session(), survey.id, read.variables[item].item, seen)
    return render(
        "results/files.html",
        survey=survey,
        title=console_reader().pick(instrument.title)[0] or survey.slug,
        question=presenting.question_of(instrument, item, console_reader()),
        key=item,
        sent=[(file, size(file.size, g.interface)) for file in sent],
    )


@bp.get("/surveys/<slug>/results/files/<item>/<file_id>")
@permission(Permission.RESULTS_TEXTS)
def download(slug: str, item: str, file_id: str) -> ResponseReturnValue:  # noqa: ARG001 -- the id says all
    """The file to be saved, never to be shown: nothing in it may act here."""
    survey, seen = _survey(slug)
    found = files.one(db.session(), survey.id, file_id, seen)
    if found is None:
        abort(404)
    file, content = found
    hub_id = survey.activity.hub_id
    trail.note_download(db.session(), "results.file-downloaded", "survey", survey.id, now=utcnow(), hub_id=hub_id)
    response = Response(content, content_type=file.type)
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": file.called})
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
