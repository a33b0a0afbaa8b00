"""Tables of figures in words: what pages show below charts, and reports print."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from engage.network.reporting.board import Board, Figure, Target
from engage.network.reporting.pictures import ranked
from engage.network.reporting.telling import Teller


@dataclass(frozen=True, slots=True)
class Grid:
    caption: str
    head: Sequence[str]
    """The first names what rows are."""
    rows: Sequence[Sequence[str]]


def months(figure: Figure, teller: Teller) -> Grid:
    title = teller.pick(figure.title)
    rows = [[teller.month(code), teller.number(number, figure.unit)] for code, number in figure.months]
    return Grid(gettext("%(figure)s by month", figure=title), [gettext("Month"), title], rows)


def countries(figure: Figure, teller: Teller) -> Grid:
    """All countries, also those with nothing."""
    title = teller.pick(figure.title)
    named = ranked([(teller.country(code), number) for code, number in figure.countries])
    rows = [[name, teller.number(number, figure.unit)] for name, number in named]
    return Grid(gettext("%(figure)s by country", figure=title), [gettext("Country"), title], rows)


def hubs(board: Board, figure: Figure, teller: Teller) -> Grid:
    title = teller.pick(figure.title)
    named = ranked([(teller.hub(board, slug), number) for slug, number in figure.hubs])
    rows = [[name, teller.number(number, figure.unit)] for name, number in named]
    return Grid(gettext("%(figure)s by hub", figure=title), [gettext("Hub"), title], rows)


def parts(figure: Figure, teller: Teller) -> Grid:
    title = teller.pick(figure.title)
    rows = [[teller.pick(each.name), teller.number(each.number, figure.unit)] for each in figure.parts]
    return Grid(gettext("%(figure)s, in detail", figure=title), [gettext("Kind"), title], rows)


def way(figure: Figure, target: Target, teller: Teller) -> Grid:
    title = teller.pick(figure.title)
    rows = [[teller.month(code), teller.number(number, figure.unit)] for code, number in target.months]
    caption = teller.pick(target.label) or gettext("%(figure)s and the target", figure=title)
    return Grid(caption, [gettext("End of"), title], rows)


def by_country(board: Board, figures: Sequence[Figure], teller: Teller, *, some: bool = False) -> Grid:
    """Several figures side by side; countries by name, what is of none last.

    :param some: without those in which nothing was counted
    """
    left_out = set(board.nothing_in) if some else set()
    codes = sorted({code for each in figures for code, _ in each.countries} - left_out, key=teller.country)
    rows = [
        [teller.country(code), *(teller.number(each.country(code), each.unit) for each in figures)]
        for code in sorted(codes, key=lambda code: not code)
    ]
    head = [gettext("Country"), *(teller.pick(each.title) for each in figures)]
    return Grid(gettext("Figures by country, %(period)s", period=_period(board, teller)), head, rows)


def by_hub(board: Board, figures: Sequence[Figure], teller: Teller, *, some: bool = False) -> Grid:
    left_out = set(board.nothing_of) if some else set()
    slugs = {slug for each in figures for slug, _ in each.hubs} - left_out
    named = sorted(((teller.hub(board, slug), slug) for slug in slugs), key=lambda pair: (not pair[1], pair[0]))
    rows = [[name, *(teller.number(each.hub(slug), each.unit) for each in figures)] for name, slug in named]
    head = [gettext("Hub"), *(teller.pick(each.title) for each in figures)]
    return Grid(gettext("Figures by hub, %(period)s", period=_period(board, teller)), head, rows)


def by_month(board: Board, figures: Sequence[Figure], teller: Teller) -> Grid:
    """Figures in rows, months in columns."""
    codes = [code for code, _ in figures[0].months] if figures else []
    rows = [
        [teller.pick(each.title), *(teller.number(dict(each.months)[code], each.unit) for code in codes)]
        for each in figures
    ]
    head = [gettext("Figure"), *(teller.month(code) for code in codes)]
    return Grid(gettext("Figures by month, %(period)s", period=_period(board, teller)), head, rows)


def _period(board: Board, teller: Teller) -> str:
    return teller.period(board.since, board.until)
