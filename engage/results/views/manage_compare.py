"""Comparisons for hub teams: waves side by side, and answers language by language."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.results import service, waves
from engage.results.charts.waves import wave_label, wave_title, waves_chart
from engage.results.domain.waves import Moment, WaveRow, WaveTable
from engage.results.views import chart_files, filtering
from engage.results.views.presenting import NOTHING, Grid, Words
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.statistics.differences import Difference
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen, countries_seen, hubs_behind
from engage.web.desk import require_token
from engage.web.permissions import Permission, permission, reach

bp = blueprint("result_compare", __name__)
MOST_TABLES = 30


def _visible() -> Callable[[Survey], bool]:
    hubs = reach(Permission.RESULTS_SEE)
    return lambda survey: hubs is None or not hubs.isdisjoint(hubs_behind(db.session(), survey, Permission.RESULTS_SEE))


def _seen(survey: Survey) -> Seen:
    return countries_seen(db.session(), survey, reach(Permission.RESULTS_SEE))


def _name(survey: Survey, here: Page) -> str:
    """The title of a wave, with the month in which the first answered: titles are often the same."""
    instrument, _ = service.instrument_of(db.session(), survey)
    return here.reader.pick(instrument.title)[0] or survey.slug


def _moments(found: Sequence[Survey], here: Page) -> list[str]:
    """What waves are called: by the month of their first answer; with the address where that is not enough."""
    days: list[date | None] = [queries.first_day(db.session(), each.id) for each in found]
    names = [here.reader.period(f"{day:%Y-%m}") if day else each.slug for day, each in zip(days, found, strict=True)]
    if len(set(names)) == len(names):
        return names
    return [f"{name} ({each.slug})" for name, each in zip(names, found, strict=True)]


@bp.get("/surveys/<slug>/results/waves")
@permission(Permission.RESULTS_SEE)
def waves_page(slug: str) -> ResponseReturnValue:
    """What was asked before, beside what is asked now."""
    return _waves_page(page_of(slug))


def _waves_page(here: Page, problem: str = "") -> ResponseReturnValue:
    session = db.session()
    found = waves.chain(session, here.survey, _visible())
    names = _moments(found, here)
    tables = waves.compared(session, found, _seen) if len(found) > 1 else ()
    number = filtering.page_number(len(tables), MOST_TABLES)
    shown = list(enumerate(tables))[(number - 1) * MOST_TABLES : number * MOST_TABLES]
    body = here.render(
        "results/waves.html",
        waves=list(zip(found, names, [_name(each, here) for each in found], strict=True)),
        candidates=[
            {"value": str(each.id), "label": f"{_name(each, here)} ({each.slug})"}
            for each in waves.candidates(session, here.survey, _visible())
        ],
        problem=problem,
        total=len(tables),
        tables=[
            {
                "title": wave_title(table, here.reader),
                "key": table.question.key,
                "chart": waves_chart(table, names, here.reader),
                "grid": wave_grid(table, names, here),
                "different": table.different,
                "links": {
                    kind: url_for(".wave_chart", slug=here.survey.slug, number=place, kind=kind)
                    for kind in chart_files.PICTURES
                },
            }
            for place, table in shown
        ],
        pages=filtering.page_links(
            len(tables), MOST_TABLES, number, lambda page: url_for(".waves_page", slug=here.survey.slug, page=page)
        ),
    )
    return (body, 422) if problem else body


@bp.post("/surveys/<slug>/results/waves")
@permission(Permission.RESULTS_DECIDE)
def set_earlier(slug: str) -> ResponseReturnValue:
    """Say which survey is the wave before: for everybody, so by who sees all countries."""
    require_token()
    here = page_of(slug, Permission.RESULTS_DECIDE)
    if here.seen is not None:
        abort(404)
    wanted = request.form.get("earlier", "")
    offered = {str(each.id): each for each in waves.candidates(db.session(), here.survey, _visible())}
    if wanted and wanted not in offered:
        return _waves_page(here, gettext("Choose one of the surveys in the list."))
    try:
        waves.set_earlier(db.session(), here.survey, offered.get(wanted))
    except waves.NotEarlier:
        db.session.rollback()
        return _waves_page(page_of(slug), gettext("That survey comes after this one. Choose one that came before it."))
    here.note("results.wave-set", earlier=offered[wanted].slug if wanted else "")
    db.session.commit()
    flash(gettext("Saved.") if wanted else gettext("This survey has no wave before it now."))
    return redirect(url_for(".waves_page", slug=slug), code=303)


def wave_grid(table: WaveTable, names: Sequence[str], here: Page) -> Grid:
    """Percentages by wave, and the change from the last wave but one with its interval."""
    heads = [gettext("Answer"), *names, gettext("Change in percentage points"), gettext("95 percent interval")]
    rows = [
        (
            Words(*wave_label(row, here.reader)),
            [*(_moment(moment, here) for moment in row.moments), *_change(row.change, here)],
        )
        for row in table.rows
    ]
    return Grid(wave_title(table, here.reader), [Words(head) for head in heads], rows)


def _moment(moment: Moment | None, here: Page) -> str:
    return NOTHING if moment is None else f"{here.reader.percent(moment.percent)} ({here.reader.count(moment.count)})"


def _change(change: Difference | None, here: Page) -> list[str]:
    if change is None:
        return [NOTHING, NOTHING]
    number = here.reader.signed(100 * change.value)
    told = gettext("%(change)s (more than chance)", change=number) if change.beyond_chance else number
    between = gettext(
        "%(low)s to %(high)s", low=here.reader.signed(100 * change.low), high=here.reader.signed(100 * change.high)
    )
    return [told, between]


def _found(slug: str) -> tuple[Page, list[str], tuple[WaveTable, ...]]:
    here = page_of(slug)
    found = waves.chain(db.session(), here.survey, _visible())
    if len(found) < 2:
        abort(404)
    return here, _moments(found, here), waves.compared(db.session(), found, _seen)


@bp.get("/surveys/<slug>/results/waves/chart-<int:number>.<kind>")
@permission(Permission.RESULTS_SEE)
def wave_chart(slug: str, number: int, kind: str) -> ResponseReturnValue:
    here, names, tables = _found(slug)
    drawn = waves_chart(chart_files.picked(tables, str(number)), names, here.reader)
    return chart_files.picture(drawn, kind, here, f"waves-{number}")


@bp.get("/surveys/<slug>/results/waves.csv")
@permission(Permission.RESULTS_SEE)
def waves_csv(slug: str) -> ResponseReturnValue:
    """Every answer that is compared, with plain numbers; without an earlier wave back to where it is chosen."""
    if len(waves.chain(db.session(), page_of(slug).survey, _visible())) < 2:
        return redirect(url_for(".waves_page", slug=slug), code=303)
    here, names, tables = _found(slug)
    return chart_files.csv_file(_wave_rows(tables, names, here), here, "waves")


def _wave_rows(
    tables: Sequence[WaveTable], names: Sequence[str], here: Page
) -> Iterator[Sequence[str | int | float | None]]:
    of_wave = [
        head
        for name in names
        for head in (gettext("%(wave)s: people", wave=name), gettext("%(wave)s: percent", wave=name))
    ]
    change = [gettext("Change in percentage points"), gettext("Low"), gettext("High")]
    yield [gettext("Question"), gettext("Name"), gettext("Answer"), gettext("Code"), *of_wave, *change]
    for table in tables:
        for row in table.rows:
            yield [
                wave_title(table, here.reader),
                table.question.key,
                wave_label(row, here.reader)[0],
                row.code,
                *_numbers(row),
            ]


def _numbers(row: WaveRow) -> list[str | int | float | None]:
    moments: list[str | int | float | None] = []
    for moment in row.moments:
        moments += [moment.count, round(moment.percent, 3)] if moment else [None, None]
    if row.change is None:
        return [*moments, None, None, None]
    return [*moments, *(round(100 * value, 3) for value in (row.change.value, row.change.low, row.change.high))]
