"""Charts of fieldwork pages. Their words come from the page: they are a team's."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.results.charts.reader import Reader
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.columns import ColumnBar, columns
from engage.web.charts.drawing import BOX, PLAIN, Drawn


@dataclass(frozen=True, slots=True)
class Share:
    """A group: its share of the responses with its interval, and of the population. All in percent."""

    label: str
    share: float
    interval: tuple[float, float]
    wanted: float


def counted(title: str, rows: Sequence[tuple[str, int]], reader: Reader, *, caption: str = "") -> Drawn:
    """A column for each count, in their order."""
    drawn = [ColumnBar(label, count, reader.count(count)) for label, count in rows]
    described = reader.listing(f"{label}: {reader.count(count)}" for label, count in rows if count)
    sheet = columns(drawn, reader.direction) if drawn else None
    return Drawn(sheet, title, described, [title, caption] if caption else [title])


def parts(title: str, rows: Sequence[tuple[str, int]], reader: Reader, *, caption: str = "") -> Drawn:
    """A bar for each count: its part of all."""
    whole = sum(count for _, count in rows)
    drawn = [
        Row(label, [Bar(100 * count / whole, f"{reader.percent(100 * count / whole)} ({reader.count(count)})")])
        for label, count in rows
        if whole
    ]
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in drawn)
    sheet = bars(drawn, reader.direction) if drawn else None
    return Drawn(sheet, title, described, [title, caption] if caption else [title])


def progress(title: str, rows: Sequence[tuple[str, int, int]], reader: Reader, words: Sequence[str]) -> Drawn:
    """A bar for each goal: what there is, of what is wanted. `words`: the figure of each row."""
    drawn = [
        Row(label, [Bar(100 * min(count / wanted, 1.0) if wanted else 100.0, said)])
        for (label, count, wanted), said in zip(rows, words, strict=True)
    ]
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in drawn)
    return Drawn(bars(drawn, reader.direction) if drawn else None, title, described, [title])


def gap(title: str, rows: Sequence[Share], reader: Reader, *, responses: str, population: str, caption: str) -> Drawn:
    """Two bars a group: of the responses, with its interval, and of the population."""
    drawn = [
        Row(
            row.label,
            [
                Bar(row.share, reader.percent(row.share), interval=row.interval, name=responses, colour=PLAIN),
                Bar(row.wanted, reader.percent(row.wanted), name=population, colour=BOX),
            ],
        )
        for row in rows
    ]
    described = reader.listing(
        f"{row.label}: {responses} {reader.percent(row.share)}, {population} {reader.percent(row.wanted)}"
        for row in rows
    )
    sheet = bars(drawn, reader.direction) if drawn else None
    return Drawn(sheet, title, described, [title, caption])
