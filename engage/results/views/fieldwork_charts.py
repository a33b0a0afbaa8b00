"""How a survey goes, in charts with their tables: by day, by language, by country, and where people stop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext, ngettext

from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.results import crossings, service
from engage.results.charts import days_chart, drop_off_chart, languages_chart
from engage.results.charts.countries import country_map
from engage.results.charts.responses import responses_by_day_chart, responses_by_language_chart
from engage.results.domain.filters import COUNTRY, Where
from engage.results.views import presenting
from engage.results.views.chart_files import PICTURES
from engage.results.views.presenting import Grid, Words
from engage.results.views.team_pages import Page
from engage.web.charts.drawing import Drawn


@dataclass(frozen=True, slots=True)
class Shown:
    """One chart of the fieldwork; `name` stands in the address of its files."""

    name: str
    drawn: Drawn
    grid: Grid


def drawing() -> dict[str, Any]:
    """What every chart is told about its reader."""
    return {"language": g.interface, "direction": direction(g.interface), "gettext": gettext, "ngettext": ngettext}


def fieldwork_of(here: Page, found: service.Tables, where: Where, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of it, each with the addresses of its files."""
    progress = service.progress(db.session(), here.survey, counted=here.seen is None)
    shown = list(charts(here, found, where))
    address = {"slug": here.survey.slug, **arguments}
    return {
        "progress": progress.total,
        "fieldwork": [
            (
                each,
                {
                    kind: url_for("result_charts.fieldwork", name=each.name, kind=kind, **address)
                    for kind in (*PICTURES, "csv")
                }
                if each.drawn.sheet
                else {},
            )
            for each in shown
        ],
    }


def charts(here: Page, found: service.Tables, where: Where) -> Iterator[Shown]:
    """Starts are known of everybody together only, and only where people answered here."""
    progress = service.progress(db.session(), here.survey, counted=here.seen is None)
    names = {tag: endonym(tag) for tag, _ in progress.languages} | {
        tag: endonym(tag) for tag in found.results.languages
    }
    reader = here.reader
    if where or not progress.total.starts:
        yield from _responses_only(found, names, here)
    else:
        titles = {section.slug: reader.pick(section.title)[0] for section in found.instrument.sections}
        yield Shown("days", days_chart(progress, **drawing()), presenting.days_grid(progress, reader))
        languages = languages_chart(progress, names=names, **drawing())
        yield Shown("languages", languages, presenting.languages_grid(progress, names, reader))
        drop_off = drop_off_chart(progress, titles=titles, **drawing())
        yield Shown("sections", drop_off, presenting.sections_grid(progress, titles, reader))
    yield from _countries(here, where)


def _responses_only(found: service.Tables, names: Mapping[str, str], here: Page) -> Iterator[Shown]:
    if not found.results.responses:
        return
    reader = here.reader
    days = [(Words(reader.full_day(day)), count) for day, count in found.results.days.items()]
    grid = presenting.counts_grid(gettext("Responses by day"), gettext("Day"), days, reader)
    yield Shown("days", responses_by_day_chart(found.results, **drawing()), grid)
    tags = [(Words(names[tag], tag), count) for tag, count in found.results.languages.items()]
    grid = presenting.counts_grid(gettext("Responses by language"), gettext("Language"), tags, reader)
    yield Shown("languages", responses_by_language_chart(found.results, names=names, **drawing()), grid)


def _countries(here: Page, where: Where) -> Iterator[Shown]:
    """A map where national editions of several countries were answered."""
    frame = service.filtered(db.session(), here.survey, where=where, keys=(), seen=here.seen)
    counts = crossings.counts_of(frame, COUNTRY)
    if len(counts) < 2:
        return
    reader, total = here.reader, sum(counts.values())
    title = gettext("Responses by country")
    shares: dict[str, float | None] = {code: 100 * number / total for code, number in counts.items()}
    note = ngettext("%(n)s response.", "%(n)s responses.", total, n=reader.count(total))
    rows = [(Words(reader.country(code)), number) for code, number in counts.items()]
    grid = presenting.counts_grid(title, gettext("Country"), rows, reader)
    yield Shown("countries", country_map(title, shares, reader, [note]), grid)
