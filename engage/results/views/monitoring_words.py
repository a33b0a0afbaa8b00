"""What the page of fieldwork says: sentences, charts and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import g
from flask_babel import format_datetime, gettext, ngettext

from engage.core import zones
from engage.i18n.locales import direction
from engage.i18n.named import language_name
from engage.results.charts import drop_off_chart
from engage.results.charts import monitoring as charts
from engage.results.charts.crossed import channel_name
from engage.results.domain.fieldwork import Fieldwork
from engage.results.monitoring.figures import Pace, Reached, Representation
from engage.results.views import presenting
from engage.results.views.naming import cell_name, code_name, group_name, item_name, items_name
from engage.results.views.presenting import Grid, Words
from engage.results.views.team_pages import Page
from engage.statistics.gaps import Gap, distance
from engage.web.charts.drawing import Drawn
from engage.web.desk.forms import city

MOST_DAYS = 31
"""A longer time is drawn by week."""
MOST_PLACES = 12
"""Drawn; the table has all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart with its table."""

    chart: Drawn
    grid: Grid


def closing(moment: datetime | None, zone: str) -> str:
    """By the clock of the hub that leads the survey, as citizens read it."""
    if moment is None:
        return ""
    said = format_datetime(zones.local(moment, zone).replace(tzinfo=None), "d MMMM yyyy, HH:mm", rebase=False)
    return gettext("%(time)s (%(city)s)", time=said, city=city(zone))


# -- who is missing


def gap(found: Representation, page: Page) -> dict[str, Any]:
    """One population against those who answered: the groups that are too few first in words, then all."""
    reader, population = page.reader, found.population
    named = [
        (cell_name(population.items, cell, page.items, reader), each)
        for cell, each in zip(population.cells, found.gaps, strict=True)
    ]
    missing = sorted((pair for pair in named if pair[1].is_clear and pair[1].difference < 0), key=_size)
    base = found.gaps[0].base
    apart = distance(found.gaps)
    return {
        "name": population.name,
        "about": items_name(population.items, page.items, reader),
        "country": reader.country(population.country) if population.country else "",
        "source": found.source,
        "base": base,
        "unknown": found.unknown,
        "sentences": [_sentence(name, each, page) for name, each in missing],
        "distance": "" if apart is None else reader.number(apart, 2),
        "shown": Shown(_gap_chart(population.name, named, page), _gap_grid(population.name, named, page)),
    }


def _size(pair: tuple[str, Gap]) -> float:
    return pair[1].difference


def _sentence(name: str, each: Gap, page: Page) -> str:
    """“Men under 30: 4 of 100 answers, 11 of 100 people.”"""
    reader = page.reader
    said = gettext(
        "%(group)s: %(answers)s of 100 answers, and %(people)s of 100 people.",
        group=name,
        answers=reader.number(100 * each.share, 1),
        people=reader.number(100 * each.wanted, 1),
    )
    if not each.missing:
        return said
    more = ngettext(
        "It takes %(n)s more answer from them.",
        "It takes %(n)s more answers from them.",
        each.missing,
        n=reader.count(each.missing),
    )
    return f"{said} {more}"


def _gap_chart(title: str, named: Sequence[tuple[str, Gap]], page: Page) -> Drawn:
    rows = []
    for name, each in named:
        low, high = each.interval
        ends = (100 * max(low + each.wanted, 0), 100 * min(high + each.wanted, 1))
        rows.append(charts.Share(name, 100 * each.share, ends, 100 * each.wanted))
    return charts.gap(
        gettext("Answers and population: %(name)s", name=title),
        rows if named and named[0][1].base else [],
        page.reader,
        responses=gettext("Answers"),
        population=gettext("Population"),
        caption=gettext("Lines show how far chance alone could move a share (95 percent)."),
    )


def _gap_grid(title: str, named: Sequence[tuple[str, Gap]], page: Page) -> Grid:
    reader = page.reader
    heads = (
        gettext("Group"),
        gettext("Responses"),
        gettext("Of the answers"),
        gettext("Of the people"),
        gettext("Difference in points"),
        gettext("95 percent interval"),
    )
    rows = []
    for name, each in named:
        low, high = each.interval
        figures = [
            reader.count(each.count),
            reader.percent(100 * each.share) if each.base else presenting.NOTHING,
            reader.percent(100 * each.wanted),
            _points(each.difference, page) if each.base else presenting.NOTHING,
            f"{_points(low, page)} … {_points(high, page)}" if each.base else presenting.NOTHING,
        ]
        rows.append((Words(name), figures))
    return Grid(title, [Words(head) for head in heads], rows)


def _points(share: float, page: Page) -> str:
    """With its sign, and kept in order where people read from the right."""
    figure = page.reader.number(abs(100 * share), 1)
    sign = "" if figure == "0" else "−" if share < 0 else "+"
    return f"\N{LEFT-TO-RIGHT ISOLATE}{sign}{figure}\N{POP DIRECTIONAL ISOLATE}"


# -- goals and quotas


def goals(found: Sequence[Reached], page: Page) -> dict[str, Any] | None:
    if not found:
        return None
    rows = [(each.target.name, each.count, each.target.wanted) for each in found]
    title = gettext("How far the goals are")
    return {
        "shown": _goals(title, rows, page, gettext("Wanted")),
        "rows": [
            (each.target, _who(each, page), each.count >= each.target.wanted, page.reader.count(each.count))
            for each in found
        ],
    }


def _who(each: Reached, page: Page) -> str:
    keys = [item for item, _ in each.target.who]
    codes = [codes for _, codes in each.target.who]
    return group_name(keys, codes, page.items, page.reader) or gettext("All responses")


def quotas(rows: Sequence[tuple[str, int, int]], page: Page) -> Shown | None:
    return _goals(gettext("Places in the quotas"), rows, page, gettext("Places")) if rows else None


def _goals(title: str, rows: Sequence[tuple[str, int, int]], page: Page, wanted: str) -> Shown:
    reader = page.reader
    said = [
        gettext("%(count)s of %(wanted)s", count=reader.count(count), wanted=reader.count(most))
        for _, count, most in rows
    ]
    heads = (gettext("Group"), gettext("Responses"), wanted, gettext("Still to come"))
    grid = Grid(
        title,
        [Words(head) for head in heads],
        [
            (Words(name), [reader.count(count), reader.count(most), reader.count(max(most - count, 0))])
            for name, count, most in rows
        ],
    )
    return Shown(charts.progress(title, rows, reader, said), grid)


# -- when, how and where


def counted(found: Pace, page: Page) -> list[Shown]:
    """By day, language, way, country and region; what has one value only is left out but for days."""
    if not found.responses:
        return []
    reader = page.reader
    tables = [_days(found.days, page)]
    languages = [(language_name(tag, reader.language), n) for tag, n in found.languages.items()]
    channels = [(channel_name(code, reader), n) for code, n in found.channels.items()]
    tables += _parts(gettext("Responses by language"), gettext("Language"), languages, page)
    tables += _parts(gettext("Responses by the way people came"), gettext("Way"), channels, page)
    countries = [
        (reader.country(code) if code else gettext("Common edition"), n) for code, n in found.countries.items()
    ]
    if len(countries) > 1 or any(found.countries):
        tables += _parts(gettext("Responses by country"), gettext("Country"), countries, page)
    for key, numbers in found.places.items():
        rows = [(code_name(code, page.item(key), reader), n) for code, n in numbers.items() if not code.startswith("_")]
        title = item_name(key, page.items, reader)
        if rows:
            tables += _parts(title, gettext("Place"), rows, page)
    return tables


def _parts(title: str, head: str, rows: Sequence[tuple[str, int]], page: Page) -> list[Shown]:
    reader, whole = page.reader, sum(n for _, n in rows)
    rest = sum(n for _, n in rows[MOST_PLACES:])
    drawn = [*rows[:MOST_PLACES], *([(gettext("All others"), rest)] if rest else [])]
    said = ngettext("%(n)s response.", "%(n)s responses.", whole, n=reader.count(whole))
    grid = presenting.counts_grid(title, head, [(Words(label), n) for label, n in rows], reader)
    return [Shown(charts.parts(title, drawn, reader, caption=said), grid)]


def _days(days: Mapping[date, int], page: Page) -> Shown:
    reader = page.reader
    first, last = min(days), max(days)
    title = gettext("Responses by day")
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = [(reader.day(day), days.get(day, 0)) for day in span]
    drawn, drawn_title = rows, title
    if len(span) > MOST_DAYS:
        weeks: dict[date, int] = {}
        for day in span:
            monday = day - timedelta(days=day.weekday())
            weeks[monday] = weeks.get(monday, 0) + days.get(day, 0)
        drawn = [(reader.day(monday), n) for monday, n in weeks.items()]
        drawn_title = gettext("Responses by week, from Monday on")
    full = [(Words(reader.full_day(day)), n) for day, n in days.items()]
    grid = presenting.counts_grid(title, gettext("Day"), full, reader)
    return Shown(charts.counted(drawn_title, drawn, reader), grid)


def sections(progress: Fieldwork, page: Page) -> Shown:
    """Where people stop."""
    titles = {section.slug: page.reader.pick(section.title)[0] for section in page.instrument.sections}
    chart = drop_off_chart(
        progress,
        titles=titles,
        language=g.interface,
        direction=direction(g.interface),
        gettext=gettext,
        ngettext=ngettext,
    )
    return Shown(chart, presenting.sections_grid(progress, titles, page.reader))


def durations(seconds: Mapping[str, float], languages: Mapping[str, int], page: Page) -> Grid | None:
    """How long it took, by language."""
    if not seconds:
        return None
    reader = page.reader
    heads = (gettext("Language"), gettext("Responses"), gettext("Median duration in minutes"))
    return Grid(
        gettext("How long people took"),
        [Words(head) for head in heads],
        [
            (
                Words(language_name(tag, reader.language)),
                [reader.count(languages.get(tag, 0)), reader.number(seconds[tag] / 60, 1)],
            )
            for tag in languages
            if tag in seconds
        ],
    )
