"""Charts of responses alone, where nothing is known of starts: of a chosen group, or of responses given elsewhere."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from engage.results.charts.reader import Gettext, Ngettext, Reader
from engage.results.domain.tables import Results
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.columns import ColumnBar, columns
from engage.web.charts.drawing import Drawn

MOST_DAYS = 62
"""A longer time is told by month."""


def responses_by_day_chart(
    found: Results, *, language: str, direction: str, gettext: Gettext, ngettext: Ngettext
) -> Drawn:
    """A column a day from the first to the last, or a column a month where that would be more than 62."""
    reader, _ = Reader(language, direction, gettext, ngettext), gettext
    days = list(found.days)
    if days and (days[-1] - days[0]).days >= MOST_DAYS:
        months: Counter[str] = Counter()
        for day, count in found.days.items():
            months[f"{day:%Y-%m}"] += count
        shown = [(reader.period(month), count) for month, count in sorted(months.items())]
        title = _("Responses by month")
    else:
        span = [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)] if days else []
        shown = [(reader.day(day), found.days.get(day, 0)) for day in span]
        title = _("Responses by day")
    drawn = [ColumnBar(label, count, reader.count(count)) for label, count in shown]
    described = reader.listing(f"{label}: {reader.count(count)}" for label, count in shown if count)
    sheet = columns(drawn, direction) if drawn else None
    return Drawn(sheet, title, described, [title, _total(found, reader)])


def responses_by_language_chart(
    found: Results,
    *,
    names: Mapping[str, str],
    language: str,
    direction: str,
    gettext: Gettext,
    ngettext: Ngettext,
) -> Drawn:
    """A bar a language: its part of the responses. `names`: language tag -> its name for the reader."""
    reader, _ = Reader(language, direction, gettext, ngettext), gettext
    rows = []
    for tag, count in found.languages.items():
        share = 100 * count / found.responses
        rows.append(Row(names.get(tag, tag), [Bar(share, f"{reader.percent(share)} ({reader.count(count)})")]))
    title = _("Responses by language")
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in rows)
    sheet = bars(rows, direction) if rows else None
    return Drawn(sheet, title, described, [title, _total(found, reader)])


def _total(found: Results, reader: Reader) -> str:
    return reader.ngettext("%(n)s response.", "%(n)s responses.", found.responses, n=reader.count(found.responses))
