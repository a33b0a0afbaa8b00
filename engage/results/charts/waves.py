"""What moved between waves: a line for each answer, from the oldest wave to the newest."""

from collections.abc import Sequence

from engage.results.charts.reader import Reader
from engage.results.domain.waves import WaveRow, WaveTable
from engage.web.charts.drawing import Drawn
from engage.web.charts.trend import Point, Row, trend


def wave_title(table: WaveTable, reader: Reader) -> str:
    label = reader.pick(table.question.label)[0]
    return f"{label} {reader.pick(table.question.row.label)[0]}" if table.question.row else label


def wave_label(row: WaveRow, reader: Reader) -> tuple[str, str]:
    """What stands for an answer, and its language where that is not the reader's."""
    if row.bounds is not None:
        return reader.bounds(*row.bounds), ""
    return reader.pick(row.label) if row.label else (row.code, "")


def waves_chart(table: WaveTable, names: Sequence[str], reader: Reader) -> Drawn:
    """:param names: of the waves, the oldest first"""
    rows = []
    for row in table.rows:
        points = [
            None if moment is None else Point(moment.percent, reader.percent(moment.percent), moment.interval)
            for moment in row.moments
        ]
        label, lang = wave_label(row, reader)
        rows.append(Row(label, points, lang))
    title, _ = wave_title(table, reader), reader.gettext
    described = reader.listing(
        f"{row.label}: "
        + ", ".join(f"{name} {point.text if point else '–'}" for name, point in zip(names, row.points, strict=True))
        for row in rows
    )
    bases = ", ".join(
        _("%(wave)s: n = %(n)s", wave=name, n="–" if base is None else reader.count(base))
        for name, base in zip(names, table.bases, strict=True)
    )
    notes = [bases, _("The upright lines show how far chance alone could move a figure (95 percent interval).")]
    return Drawn(trend(names, rows, reader.direction), title, described, [title, *notes])
