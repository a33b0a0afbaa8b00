"""How long people took, language by language."""

from collections.abc import Mapping

from engage.results.charts.reader import Reader
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.drawing import Drawn


def durations_chart(seconds: Mapping[str, float], names: Mapping[str, str], reader: Reader) -> Drawn | None:
    """A bar a language: half of the people took less, half took longer. None where no duration is known.

    :param seconds: language tag -> median
    :param names: language tag -> its name for the reader
    """
    _ = reader.gettext
    if not seconds:
        return None
    rows = [Row(names.get(tag, tag), [Bar(value / 60, minutes(value, reader))]) for tag, value in seconds.items()]
    title = _("How long people took, by language")
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in rows)
    whole = max(value for value in seconds.values()) / 60
    notes = [_("Median: half of the people took less time, half took longer.")]
    return Drawn(bars(rows, reader.direction, whole=whole or 1.0), title, described, [title, *notes])


def minutes(seconds: float, reader: Reader) -> str:
    return reader.gettext("%(n)s min", n=reader.number(seconds / 60))
