"""The charts and tables of the results page as files."""

from flask import abort
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.results import service
from engage.results.charts.items import drawn_for
from engage.results.domain.filters import FilterRefusal
from engage.results.domain.tables import ItemTable, by_item
from engage.results.views import chart_files, fieldwork_charts, filtering, presenting
from engage.results.views.presenting import Grid
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.results.views.weighted import chosen_weighting
from engage.web.permissions import Permission, permission

bp = blueprint("result_charts", __name__)


def _found(slug: str) -> tuple[Page, service.Tables]:
    """The tables that the address asks for; 404 for filters that do not fit."""
    here = page_of(slug)
    weighting = chosen_weighting(here)
    try:
        found = service.tables(db.session(), here.survey, where=filtering.asked(), seen=here.seen, weighting=weighting)
    except FilterRefusal:
        abort(404)
    return here, found


def _group(found: service.Tables, name: str) -> tuple[ItemTable, ...]:
    return next((group for group in by_item(found.results.tables) if group[0].item.name == name), ()) or abort(404)


def _rows(grids: list[Grid]) -> list[list[str]]:
    """Tables below each other, each under its heads."""
    rows: list[list[str]] = []
    for grid in grids:
        rows += [[grid.caption], [head.text for head in grid.heads]]
        rows += [[label.text, *cells] for label, cells in grid.rows]
    return rows


@bp.get("/surveys/<slug>/results/items/<path:name>/chart-<int:number>.<kind>")
@permission(Permission.RESULTS_SEE)
def chart(slug: str, name: str, number: int, kind: str) -> ResponseReturnValue:
    """A chart of one question, as SVG or PNG."""
    here, found = _found(slug)
    drawn = drawn_for(_group(found, name), here.reader)
    return chart_files.picture(chart_files.picked(drawn, str(number)), kind, here, f"{name}-{number}")


@bp.get("/surveys/<slug>/results/items/<path:name>/table.csv")
@permission(Permission.RESULTS_SEE)
def table(slug: str, name: str) -> ResponseReturnValue:
    """The tables of one question, with the figures as the page shows them."""
    here, found = _found(slug)
    grids = presenting.grids(_group(found, name), here.reader)
    return chart_files.csv_file(_rows(grids), here, name)


@bp.get("/surveys/<slug>/results/fieldwork/<name>.<kind>")
@permission(Permission.RESULTS_SEE)
def fieldwork(slug: str, name: str, kind: str) -> ResponseReturnValue:
    """A chart of how the survey goes, or its table."""
    here, found = _found(slug)
    where = filtering.asked()
    shown = {each.name: each for each in fieldwork_charts.charts(here, found, where)}
    if name not in shown:
        abort(404)
    if kind == "csv":
        return chart_files.csv_file(_rows([shown[name].grid]), here, name)
    return chart_files.picture(shown[name].drawn, kind, here, name)
