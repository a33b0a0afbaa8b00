"""Results, for hub teams: exact figures, and what people wrote."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    g,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.results import crossings, service
from engage.results import queries as kept_queries
from engage.results.charts.reader import Reader
from engage.results.coding import answers
from engage.results.domain.filters import ABOUT, FilterRefusal, Where
from engage.results.domain.texts import NoFreeText, with_words
from engage.results.models import Weighting
from engage.results.views import filtering, presenting
from engage.results.views.fieldwork_charts import fieldwork_of
from engage.results.views.sections import MOST_ITEMS, sections_of, shown_sections
from engage.results.views.team_pages import Page, page_of
from engage.results.views.weighted import chosen_weighting, weighting_choice
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen, countries_seen
from engage.web.console import render, use_language
from engage.web.permissions import Permission, permission, reach

bp = Blueprint("results", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)

TEXTS_A_PAGE = 50
MOST_ASKED = 100
"""Characters of what texts are searched for."""


@bp.before_request
def wait_for_enough() -> ResponseReturnValue | None:
    """Results of feedback are shown to nobody before enough people have answered: neither on a page nor in a file."""
    survey = queries.by_slug(db.session(), (request.view_args or {}).get("slug", ""))
    if survey is None or service.enough(db.session(), survey):
        return None
    title = console_reader().pick(service.instrument_of(db.session(), survey)[0].title)[0] or survey.slug
    return render("results/waits.html", survey=survey, title=title)


@bp.get("/surveys/<slug>/results")
@permission(Permission.RESULTS_SEE)
def page(slug: str) -> ResponseReturnValue:
    """What was said; of a long survey a section at a time. A filter that does not fit changes nothing."""
    here = page_of(slug)
    where, problem = filtering.asked(), ""
    weighting = chosen_weighting(here)
    while True:
        try:
            found = service.tables(db.session(), here.survey, where=where, seen=here.seen, weighting=weighting)
            break
        except FilterRefusal as refusal:
            problem = problem or filtering.sentence(refusal)
            where = filtering.without(where, refusal.item)
    body = _results_page(here, found, where, weighting, problem)
    return body, 422 if problem else 200


def _survey(slug: str) -> Survey:
    found = queries.by_slug(db.session(), slug)
    if found is None or queries.newest_version(db.session(), found.instrument_id) is None:
        abort(404)
    return found


def _seen(survey: Survey) -> Seen:
    """Whose responses the person who asks may see."""
    return countries_seen(db.session(), survey, reach(Permission.RESULTS_SEE))


def _left_out(survey: Survey) -> int:
    """How many of those in use the team decided not to count."""
    out = kept_queries.left_out(db.session(), survey.id)
    return len(out - queries.restricted(db.session(), survey.id))


def console_reader() -> Reader:
    return Reader(g.interface, direction(g.interface), gettext, ngettext)


def _results_page(here: Page, found: service.Tables, where: Where, weighting: Weighting | None, problem: str) -> str:
    survey = here.survey
    total = kept_queries.received(db.session(), survey.id, here.seen)
    kept = [("weighting", str(weighting.id))] if weighting else []
    sections = sections_of(found, request.args.get("section", ""), filtering.page_asked())
    section: dict[str, Any] = {"section": sections.open.slug} if sections.open and not sections.whole else {}
    kept += section.items()
    arguments = filtering.arguments(where) | ({"weighting": weighting.id} if weighting else {})
    about = filtering.about_answers(crossings.about(db.session(), survey, here.seen), here.reader)
    return here.render(
        "results/page.html",
        total=total,
        not_counted=_left_out(survey) if here.seen is None else 0,
        shown=found.results.responses,
        problem=problem,
        filters=filtering.filters(
            found.instrument,
            where,
            here.reader,
            about,
            here=url_for(".page", slug=survey.slug),
            kept=kept,
            problem=problem,
        ),
        weightings=weighting_choice(here, weighting),
        weighting=weighting,
        sections=sections,
        shown_sections=shown_sections(sections, found, here, arguments),
        arguments=arguments,
        where_arguments=filtering.arguments(where),
        workable=frozenset(answers.keys(found.instrument)),
        pages=filtering.page_links(
            sections.items,
            MOST_ITEMS,
            sections.page,
            lambda number: url_for(".page", slug=survey.slug, page=number, **section, **arguments),
        ),
        seen=[here.reader.country(country) for country in sorted(here.seen)] if here.seen is not None else None,
        **fieldwork_of(here, found, where, arguments),
    )


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
    asked = request.args.get("words", "").strip()[:MOST_ASKED]
    written, found = len(found), with_words(found, asked)
    kept = filtering.arguments(where) | ({"words": asked} if asked else {})
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
        chosen=filtering.chips(instrument, where, reader, dict.fromkeys(ABOUT, ())),
        where=where,
        asked=asked,
        written=written,
        total=len(found),
        first=(number - 1) * TEXTS_A_PAGE + 1,
        found=found[(number - 1) * TEXTS_A_PAGE : number * TEXTS_A_PAGE],
        endonym=endonym,
        pages=filtering.page_links(
            len(found),
            TEXTS_A_PAGE,
            number,
            lambda n: url_for(".texts", slug=slug, key=key, page=n, **kept),
        ),
    )
    return body, status
