"""Cross-tabulation for hub teams: up to three items, exact figures, as a page and as files."""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.results import crossings, queries
from engage.results.charts.crossed import about_name, crossing_charts, percentage_note
from engage.results.domain.crossing import Crossing, Of
from engage.results.domain.filters import ABOUT, FilterRefusal, Where
from engage.results.domain.questions import Kind, questions
from engage.results.models import Weighting
from engage.results.views import chart_files, filtering
from engage.results.views.crossed import cross_grid, cross_rows
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.results.views.weighted import chosen_weighting, weighting_choice
from engage.web.permissions import Permission, permission

bp = blueprint("crossing", __name__)
PLACES = ("rows", "columns", "groups")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    items: tuple[str, ...]
    of: Of
    where: Where

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters of the address besides filters and weighting."""
        return [*zip(PLACES, self.items, strict=False), *([("of", self.of.value)] if self.of is not Of.ROW else [])]


def _asked() -> Asked:
    items = [request.args.get(place, "").strip() for place in PLACES]
    of = request.args.get("of", "")
    return Asked(tuple(item for item in items if item), Of(of) if of in list(Of) else Of.ROW, filtering.asked())


def crossing_sentence(refusal: FilterRefusal) -> str:
    match refusal:
        case crossings.TooMany():
            return gettext(
                "“%(item)s” has so many different answers that the table could not be read. Choose another question.",
                item=refusal.item,
            )
        case crossings.Twice():
            return gettext("Choose “%(item)s” only once.", item=refusal.item)
        case crossings.CannotCross():
            return gettext(
                "“%(item)s” makes no rows or columns: people answered it in their own words, by points or in an order. "
                "Choose another question.",
                item=refusal.item,
            )
    return filtering.sentence(refusal)


@bp.get("/surveys/<slug>/results/crossing")
@permission(Permission.RESULTS_SEE)
def page(slug: str) -> ResponseReturnValue:
    """The table asked for; a choice that does not fit is told, and what fits stays chosen."""
    here, asked = page_of(slug), _asked()
    weighting = chosen_weighting(here)
    problem, where = "", asked.where
    found: crossings.Crossed | None = None
    about = crossings.about(db.session(), here.survey, here.seen)
    try:
        found = _cross(here, asked, where, weighting)
    except FilterRefusal as refusal:
        problem = crossing_sentence(refusal)
        where = filtering.without(where, refusal.item)
        if refusal.item not in asked.items:
            found = _again(here, asked, where, weighting)
    body = here.render(
        "results/crossing.html",
        total=queries.received(db.session(), here.survey.id, here.seen),
        asked=asked,
        problem=problem,
        places=_places(asked),
        offered=_offered(here),
        percentages=_percentages(),
        weightings=weighting_choice(here, weighting),
        filters=_filters(here, asked, where, weighting, about, problem),
        found=found,
        file=url_for(".as_csv", slug=slug, **_arguments(asked, where, weighting)),
        tables=_tables(here, asked, found.crossing, where, weighting) if found else [],
        **_words(found),
    )
    return body, 422 if problem else 200


def _cross(here: Page, asked: Asked, where: Where, weighting: Weighting | None) -> crossings.Crossed | None:
    if not asked.items:
        crossings.check(here.instrument, where)
        return None
    return crossings.cross(db.session(), here.survey, asked.items, where=where, weighting=weighting, seen=here.seen)


def _again(here: Page, asked: Asked, where: Where, weighting: Weighting | None) -> crossings.Crossed | None:
    """Without the filter that did not fit; nothing where another does not fit either."""
    try:
        return _cross(here, asked, where, weighting)
    except FilterRefusal:
        return None


def _words(found: crossings.Crossed | None) -> dict[str, Any]:
    axes = found.crossing.axes if found else ()
    return {
        "several": any(axis.several for axis in axes),
        "numbers": any(axis.question and axis.question.kind in (Kind.NUMBER, Kind.SCALE) for axis in axes),
    }


def _places(asked: Asked) -> list[dict[str, str]]:
    labels = (gettext("Rows"), gettext("Columns"), gettext("A table for each answer to"))
    hints = ("", gettext("Leave it empty for one question alone."), gettext("Leave it empty for one table."))
    chosen = [*asked.items, "", "", ""]
    return [
        {"name": name, "label": label, "hint": hint, "value": value}
        for name, label, hint, value in zip(PLACES, labels, hints, chosen, strict=False)
    ]


def _percentages() -> list[dict[str, str]]:
    labels = {Of.ROW: gettext("of each row"), Of.COLUMN: gettext("of each column"), Of.TOTAL: gettext("of everybody")}
    return [{"value": of.value, "label": label} for of, label in labels.items()]


def _offered(here: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections with the questions that can be crossed; what is kept beside the answers last."""
    known: dict[str, list[tuple[str, str]]] = {}
    for question in questions(here.instrument):
        if crossings.can_cross(question):
            known.setdefault(question.item.name, []).append((question.key, filtering.title(question, here.reader)))
    found = []
    for section in here.instrument.sections:
        inside = [each for item in section.items for each in known.get(item.name, ())]
        if inside:
            found.append((here.reader.pick(section.title)[0] or section.slug, inside))
    return [*found, (gettext("About the response"), [(key, about_name(key, here.reader)) for key in ABOUT])]


def _filters(
    here: Page, asked: Asked, where: Where, weighting: Weighting | None, about: dict[str, list[str]], problem: str
) -> filtering.Filters:
    kept = [*asked.kept, *([("weighting", str(weighting.id))] if weighting else [])]
    return filtering.filters(
        here.instrument,
        where,
        here.reader,
        filtering.about_answers(about, here.reader),
        here=url_for(".page", slug=here.survey.slug),
        kept=kept,
        problem=problem if request.args.get("item") else "",
    )


def _arguments(asked: Asked, where: Where, weighting: Weighting | None) -> dict[str, Any]:
    found: dict[str, Any] = dict(asked.kept) | filtering.arguments(where)
    return found | ({"weighting": weighting.id} if weighting else {})


def _tables(
    here: Page, asked: Asked, found: Crossing, where: Where, weighting: Weighting | None
) -> list[dict[str, Any]]:
    """Grids with their charts; of groups that nobody is in only the name."""
    arguments = _arguments(asked, where, weighting) | {"slug": here.survey.slug}
    made = []
    for number, (table, charts) in enumerate(
        zip(found.tables, crossing_charts(found, asked.of, here.reader), strict=True)
    ):
        links = [
            {
                kind: url_for(".chart", kind=kind, table=number, number=place, **arguments)
                for kind in chart_files.PICTURES
            }
            for place, _ in enumerate(charts)
        ]
        made.append(
            {
                "grid": cross_grid(found, table, asked.of, here.reader),
                "base": table.base.count,
                "effective": table.base.effective if found.weighted else None,
                "design_effect": table.base.design_effect if found.weighted else None,
                "charts": [drawn.figure() for drawn in charts],
                "links": links,
                "note": percentage_note(asked.of, here.reader) if len(found.axes) > 1 else "",
            }
        )
    return made


def _of_address(slug: str) -> tuple[Page, Asked, Crossing]:
    """What a file is made of; 404 where the address holds no table."""
    here, asked = page_of(slug), _asked()
    try:
        found = _cross(here, asked, asked.where, chosen_weighting(here))
    except FilterRefusal:
        abort(404)
    if found is None:
        abort(404)
    return here, asked, found.crossing


@bp.get("/surveys/<slug>/results/crossing.csv")
@permission(Permission.RESULTS_SEE)
def as_csv(slug: str) -> ResponseReturnValue:
    """Every cell with all percentages and intervals; without a choice of questions back to where it is made."""
    if not _asked().items:
        return redirect(url_for(".page", slug=page_of(slug).survey.slug), code=303)
    here, _, found = _of_address(slug)
    return chart_files.csv_file(cross_rows(found, here.reader), here, "crossing")


@bp.get("/surveys/<slug>/results/crossing/chart.<kind>")
@permission(Permission.RESULTS_SEE)
def chart(slug: str, kind: str) -> ResponseReturnValue:
    """One chart of the tables, as SVG or PNG."""
    here, asked, found = _of_address(slug)
    charts = crossing_charts(found, asked.of, here.reader)
    drawn = chart_files.picked(charts, request.args.get("table", "0"))
    return chart_files.picture(chart_files.picked(drawn, request.args.get("number", "0")), kind, here, "crossing")
