"""Results, for hub teams: exact figures, what people wrote, and the file with all responses."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.models import JobState
from engage.results import exporting, service
from engage.results.archive import archive
from engage.results.charts import charts_for, days_chart, drop_off_chart, languages_chart
from engage.results.charts.reader import Reader
from engage.results.charts.responses import responses_by_day_chart, responses_by_language_chart
from engage.results.domain.filters import FilterRefusal, Where
from engage.results.domain.questions import Kind
from engage.results.domain.texts import NoFreeText
from engage.results.views import filtering, presenting
from engage.surveys import fielding, queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen, countries_seen
from engage.web import trail
from engage.web.console import render, use_language
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, may, permission, reach

bp = Blueprint("results", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)

TEXTS_A_PAGE = 50


@bp.get("/surveys/<slug>/results")
@permission(Permission.RESULTS_SEE)
def page(slug: str) -> ResponseReturnValue:
    """Everything that was said, in one pass over the responses; a filter that does not fit changes nothing."""
    survey = _survey(slug)
    where = filtering.asked()
    try:
        return _results_page(survey, service.tables(db.session(), survey, where=where, seen=_seen(survey)), where)
    except FilterRefusal as refusal:
        found = service.tables(db.session(), survey, seen=_seen(survey))
        return _results_page(survey, found, (), problem=filtering.sentence(refusal)), 422


def _survey(slug: str) -> Survey:
    found = queries.by_slug(db.session(), slug)
    if found is None or queries.newest_version(db.session(), found.instrument_id) is None:
        abort(404)
    return found


def _seen(survey: Survey) -> Seen:
    """Whose responses the person who asks may see."""
    return countries_seen(db.session(), survey, reach(Permission.RESULTS_SEE))


def console_reader() -> Reader:
    return Reader(g.interface, direction(g.interface), gettext, ngettext)


def _drawing() -> dict[str, Any]:
    """What every chart is told about its reader."""
    return {
        "language": g.interface,
        "direction": direction(g.interface),
        "gettext": gettext,
        "ngettext": ngettext,
    }


def _results_page(survey: Survey, found: service.Tables, where: Where, problem: str = "") -> str:
    reader = console_reader()
    seen = _seen(survey)
    total = queries.responses(db.session(), survey.id, seen)
    return render(
        "results/page.html",
        survey=survey,
        title=reader.pick(found.instrument.title)[0] or survey.slug,
        total=total,
        shown=found.results.responses,
        reader=reader,
        problem=problem,
        chosen=filtering.chosen(found.instrument, where, reader),
        questions=filtering.questions_by_section(found.instrument, reader),
        picked=filtering.picked(found.instrument, reader),
        sections=_sections(found, reader),
        where_arguments=_arguments(where),
        many=total > exporting.MANY,
        seen=[reader.country(country) for country in sorted(seen)] if seen is not None else None,
        **_fieldwork(survey, found, reader, filtered=bool(where)),
    )


def _fieldwork(survey: Survey, found: service.Tables, reader: Reader, *, filtered: bool) -> dict[str, Any]:
    """How the survey goes. Starts are known of everybody together, and only where people answered here."""
    progress = service.progress(db.session(), survey, counted=_seen(survey) is None)
    names = {tag: endonym(tag) for tag, _ in progress.languages} | {
        tag: endonym(tag) for tag in found.results.languages
    }
    if filtered or not progress.total.starts:
        return {"progress": progress.total, "fieldwork": list(_responses_only(found, names, reader))}
    titles = {section.slug: reader.pick(section.title)[0] for section in found.instrument.sections}
    return {
        "progress": progress.total,
        "fieldwork": [
            (days_chart(progress, **_drawing()), presenting.days_grid(progress, reader)),
            (
                languages_chart(progress, names=names, **_drawing()),
                presenting.languages_grid(progress, names, reader),
            ),
            (
                drop_off_chart(progress, titles=titles, **_drawing()),
                presenting.sections_grid(progress, titles, reader),
            ),
        ],
    }


def _responses_only(
    found: service.Tables, names: Mapping[str, str], reader: Reader
) -> Iterator[tuple[Any, presenting.Grid]]:
    if not found.results.responses:
        return
    days = [(presenting.Words(reader.full_day(day)), count) for day, count in found.results.days.items()]
    yield (
        responses_by_day_chart(found.results, **_drawing()),
        presenting.counts_grid(gettext("Responses by day"), gettext("Day"), days, reader),
    )
    tags = [(presenting.Words(names[tag], tag), count) for tag, count in found.results.languages.items()]
    yield (
        responses_by_language_chart(found.results, names=names, **_drawing()),
        presenting.counts_grid(gettext("Responses by language"), gettext("Language"), tags, reader),
    )


def _sections(found: service.Tables, reader: Reader) -> list[dict[str, Any]]:
    """The questions with charts and tables, section by section."""
    texts = set(service.free_text_keys(found.instrument))
    by_name = {}
    for group, charts in charts_for(found.results.tables, **_drawing()):
        by_name[group[0].item.name] = {
            "name": group[0].item.name,
            "label": presenting.Words(*reader.pick(group[0].item.label)),
            "charts": charts,
            "grids": presenting.grids(group, reader),
            "texts": presenting.written(group, texts, reader),
            "base": max(table.base for table in group),
            "asked": _asked(found, group[0].item.name),
            "files": group[0].base if group[0].kind is Kind.FILE else 0,
        }
    sections = [
        {
            "slug": section.slug,
            "title": presenting.Words(*reader.pick(section.title)),
            "items": [by_name[item.name] for item in section.items if item.name in by_name],
        }
        for section in found.instrument.sections
    ]
    return [section for section in sections if section["items"]]


def _asked(found: service.Tables, name: str) -> str:
    """In which versions, where it was not in all of them."""
    variable = found.variables[name.removesuffix("/national")]
    oldest = min(each.since for each in found.variables.values())
    if variable.since > oldest and variable.until < found.version:
        return gettext("Asked so from version %(first)s to %(last)s.", first=variable.since, last=variable.until)
    if variable.until < found.version:
        return gettext("Asked so until version %(last)s.", last=variable.until)
    if variable.since > oldest:
        return gettext("Asked so from version %(first)s on.", first=variable.since)
    return ""


@bp.get("/surveys/<slug>/results/texts/<path:key>")
@permission(Permission.RESULTS_TEXTS)
def texts(slug: str, key: str) -> ResponseReturnValue:
    """What people wrote under one key, in alphabetical order, so that the order says nothing about who wrote when."""
    survey, where, problem, status = _survey(slug), filtering.asked(), "", 200
    try:
        found = service.free_texts(db.session(), survey, key, where=where, seen=_seen(survey))
    except NoFreeText:
        abort(404)
    except FilterRefusal as refusal:
        found, where, problem, status = [], (), filtering.sentence(refusal), 422
    instrument, _ = service.instrument_of(db.session(), survey)
    reader = console_reader()
    number = filtering.page_number(len(found), TEXTS_A_PAGE)
    body = render(
        "results/texts.html",
        survey=survey,
        title=reader.pick(instrument.title)[0] or survey.slug,
        question=presenting.question_of(instrument, key, reader),
        key=key,
        problem=problem,
        chosen=filtering.chosen(instrument, where, reader),
        where_arguments=_arguments(where),
        total=len(found),
        first=(number - 1) * TEXTS_A_PAGE + 1,
        found=found[(number - 1) * TEXTS_A_PAGE : number * TEXTS_A_PAGE],
        endonym=endonym,
        pages=filtering.page_links(
            len(found),
            TEXTS_A_PAGE,
            number,
            lambda n: url_for(".texts", slug=slug, key=key, page=n, **_arguments(where)),
        ),
    )
    return body, status


def _arguments(where: Where) -> dict[str, Any]:
    return {"item": where[0][0], "value": where[0][1]} if where else {}


@bp.get("/surveys/<slug>/results.csv")
@permission(Permission.RESULTS_EXPORT)
def export(slug: str) -> ResponseReturnValue:
    """Every response; with lists of entries an archive of several files. What people wrote only for its readers."""
    survey = _survey(slug)
    if queries.responses(db.session(), survey.id, _seen(survey)) > exporting.MANY:
        flash(gettext("This survey has many responses: have the file made here."))
        return redirect(url_for(".page", slug=slug, _anchor="file"), code=303)
    _note_download(survey)
    try:
        lists = service.list_names(db.session(), survey)
        pieces = service.response_files(
            db.session(),
            survey,
            salt=secrets.token_bytes(16),
            byte_order_mark=request.args.get("for") == "spreadsheet",
            with_texts=may(Permission.RESULTS_TEXTS),
            seen=_seen(survey),
        )
    except fielding.NothingToPublish:
        abort(404)
    name = f"{survey.slug}-{utcnow():%Y-%m-%d}"
    if lists:
        inside = {each: f"{name}-{each.replace('/', '-')}.csv" for each in lists}
        packed = archive({"": f"{name}.csv", **inside}, pieces)
        response = send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")
    else:
        response = Response(stream_with_context(piece for _, piece in pieces), mimetype="text/csv")
        response.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    response.headers["Cache-Control"] = "no-store"
    return response


def _note_download(survey: Survey) -> None:
    trail.note_download(
        db.session(),
        "results.exported",
        "survey",
        survey.id,
        now=utcnow(),
        hub_id=survey.activity.hub_id,
        texts=may(Permission.RESULTS_TEXTS),
    )


@bp.post("/surveys/<slug>/results/exports")
@permission(Permission.RESULTS_EXPORT)
def have_export_made(slug: str) -> ResponseReturnValue:
    """The same as a job of the worker, for surveys with many responses."""
    require_token()
    survey, now, by = _survey(slug), utcnow(), actor().id
    if by is None:
        abort(404)
    wish = exporting.Wish(
        survey_id=survey.id,
        slug=survey.slug,
        spreadsheet=request.form.get("for") == "spreadsheet",
        with_texts=may(Permission.RESULTS_TEXTS),
        seen=_seen(survey),
    )
    hub_id = survey.activity.hub_id
    job = exporting.ask(db.session(), wish, by=by, hub_id=hub_id, now=now)
    trail.note(db.session(), "results.exported", "survey", survey.id, now=now, hub_id=hub_id, texts=wish.with_texts)
    db.session.commit()
    return redirect(url_for("jobs.mine_one", job_id=job.id), code=303)


@bp.get("/surveys/<slug>/results/exports/<int:job_id>")
@permission(Permission.RESULTS_EXPORT)
def export_made(slug: str, job_id: int) -> ResponseReturnValue:
    """What the worker made: for who asked, while they may see all that is in it, for a day."""
    survey, job = _survey(slug), jobs.one(db.session(), job_id)
    if job is None or job.kind != exporting.KIND or job.by_id is None or job.by_id != actor().id:
        abort(404)
    wish = exporting.Wish.of(job.params)
    mine = wish.is_for(with_texts=may(Permission.RESULTS_TEXTS), seen=_seen(survey))
    if wish.survey_id != survey.id or not mine or job.state is not JobState.DONE:
        abort(404)
    path = files.existing(current_app.config["ENGAGE_SETTINGS"].data_dir, job_id, utcnow())
    if path is None:
        flash(gettext("The file was deleted after a day. Have it made again."))
        return redirect(url_for(".page", slug=slug, _anchor="file"), code=303)
    response = send_file(
        path.absolute(), job.result["type"], as_attachment=True, download_name=job.result["name"], etag=False
    )
    response.headers["Cache-Control"] = "no-store"
    return response
