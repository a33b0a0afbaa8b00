"""A report of the network's figures for print: what it says, from what was kept and from nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from engage.activities.words import AREAS
from engage.hubs.words import SCOPE
from engage.network.domain.figures import Unit
from engage.network.reporting import grids, pictures
from engage.network.reporting.aims import Way
from engage.network.reporting.board import Board, Figure
from engage.network.reporting.grids import Grid
from engage.network.reporting.printing import (
    Block,
    Paper,
    Picture,
    bullets,
    charts,
    heading,
    par,
    table,
    terms,
    tiles,
)
from engage.network.reporting.telling import Teller, way_words
from engage.web.charts.drawing import Drawn

IN_SHORT = (
    "hubs_recognised",
    "surveys_fielded",
    "responses",
    "events_held",
    "attended",
    "languages_answered",
    "rounds_signed",
    "outcomes",
    "answer_days",
)
"""On the first page after the contents."""
ON_MAPS = ("responses", "events_held", "declared", "outcomes", "rounds_signed")
"""Maps of the first two of these that have something to show."""
SIDE_BY_SIDE = (
    ("hubs_recognised", "surveys_fielded", "responses", "events_held", "attended", "rounds_signed", "outcomes"),
)
"""Figures in the tables by country and by hub, a table each."""
LONGEST_TABLE = 12
"""Months that stand side by side."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a report beside its figures."""

    title: str
    number: int
    """0: of none that is kept."""
    made_on: date
    note: str = ""
    corrects: str = ""
    """Title and number of the one that it takes the place of."""
    reason: str = ""
    corrected_by: str = ""
    corrected_because: str = ""


def paper(board: Board, about: About, teller: Teller) -> Paper:
    """In the language of the teller; words of the interface must be in it, too."""
    number = gettext("Report %(number)s", number=about.number) if about.number else gettext("not kept")
    period = teller.period(board.since, board.until)
    return Paper(
        title=about.title,
        language=teller.language,
        above=gettext("National Cancer Mission Hubs"),
        below=period,
        foot=teller.protection(board.exact),
        footer=f"{about.title} · {number}",
        contents=gettext("Contents"),
        page=gettext("Page {page} of {pages}"),
        made=about.made_on,
        cover=_cover(board, about, teller, number),
        notices=list(_notices(about)),
        blocks=list(_blocks(board, about, teller)),
    )


def _cover(board: Board, about: About, teller: Teller, number: str) -> list[tuple[str, str]]:
    return [
        (gettext("Period"), teller.period(board.since, board.until)),
        (gettext("Compared with"), teller.period(*board.before)),
        (gettext("Of"), narrowed(board, teller)),
        (gettext("Countries"), str(len(board.countries))),
        (gettext("Hubs"), str(len(board.hubs))),
        (gettext("Made on"), f"{teller.day(about.made_on)} · {number}"),
        (gettext("Definitions"), board.definitions),
    ]


def narrowed(board: Board, teller: Teller) -> str:
    """The whole network, or what of it."""
    to = board.narrowed
    parts = [
        teller.hub(board, to.hub) if to.hub else "",
        teller.country(to.country) if to.country else "",
        next((str(words) for scope, words in SCOPE.items() if scope == to.scope), ""),
        next((str(words) for area, words in AREAS.items() if area == to.area), ""),
    ]
    return " · ".join(filter(None, parts)) or gettext("The whole network")


def _notices(about: About) -> Iterator[str]:
    if about.corrected_by:
        yield gettext(
            "This report was corrected by %(report)s: %(reason)s",
            report=about.corrected_by,
            reason=about.corrected_because,
        )
    if about.corrects:
        yield gettext("This report corrects %(report)s: %(reason)s", report=about.corrects, reason=about.reason)


def _blocks(board: Board, about: About, teller: Teller) -> Iterator[Block]:
    yield heading(gettext("In short"))
    if about.note:
        yield from (par(each) for each in about.note.split("\n\n"))
    short = [each for key in IN_SHORT if (each := board.figure(key)) is not None and each.available]
    yield tiles(
        [
            (teller.number(each.total, each.unit), teller.pick(each.title), teller.change(each).capitalize())
            for each in short
        ]
    )
    yield from _targets(board, teller)
    for _, figures in board.topics:
        yield from _topic([each for each in figures if each.available], teller)
    yield from _places(board, teller)
    yield from _corrections(board, teller)
    yield from _method(board, teller)


def _targets(board: Board, teller: Teller) -> Iterator[Block]:
    aimed = [(figure, target) for figure in board.figures for target in figure.targets]
    if not aimed:
        return
    yield heading(gettext("Targets"), 2)
    drawn = [pictures.on_the_way(figure, target, teller) for figure, target in aimed]
    with_picture = [_picture(each) for each in drawn if each.sheet is not None]
    if with_picture:
        yield charts([each for each in with_picture if each], teller.language)
    head = [gettext("Figure"), gettext("Target"), gettext("By"), gettext("So far"), gettext("State")]
    rows = [
        [
            teller.pick(target.label) or teller.pick(figure.title),
            teller.value(target.value, figure.unit),
            teller.day(target.by),
            teller.number(target.so_far, figure.unit),
            way_words(Way(target.way)),
        ]
        for figure, target in aimed
    ]
    yield table("", head, rows, (2.6, 1, 1.4, 1, 1.4))


def _topic(figures: Sequence[Figure], teller: Teller) -> Iterator[Block]:
    if not figures:
        return
    yield heading(teller.pick(figures[0].topic_name))
    head = [gettext("Figure"), gettext("In the period"), gettext("Before"), gettext("Made of")]
    rows = [
        [
            teller.pick(each.title) + ("" if not each.corrections else " *"),
            teller.number(each.total, each.unit),
            teller.number(each.before, each.unit),
            teller.reader.count(each.total.base)
            if each.total.base is not None and each.unit in (Unit.SHARE, Unit.DAYS, Unit.GAP)
            else "",
        ]
        for each in figures
    ]
    if not any(row[3] for row in rows):
        head, rows = head[:3], [row[:3] for row in rows]
    yield table("", head, rows, (3, *(1.2,) * (len(head) - 1)))
    if any(each.corrections for each in figures):
        yield par(gettext("* Corrected, see “Corrections”."), quiet=True)
    drawn = [pictures.by_month(each, teller) for each in figures if _moves(each)]
    shown = [each for each in map(_picture, drawn) if each is not None]
    if shown:
        yield charts(shown, teller.language)
    for each in figures:
        if each.parts:
            grid = grids.parts(each, teller)
            yield table(grid.caption, grid.head, grid.rows, (3, 1.2))


def _moves(figure: Figure) -> bool:
    """Whether there is something to draw by month."""
    return len(figure.months) > 1 and any(number.value or number.below for _, number in figure.months)


def _places(board: Board, teller: Teller) -> Iterator[Block]:
    yield heading(gettext("By country"))
    mapped = [each for key in ON_MAPS if (each := board.figure(key)) is not None and each.total.value][:2]
    if len(board.countries) > 1 and mapped:
        shown = [each for each in (_picture(pictures.on_map(one, teller)) for one in mapped) if each]
        yield charts(shown, teller.language)
    for keys in SIDE_BY_SIDE:
        figures = [each for key in keys if (each := board.figure(key)) is not None and each.available]
        yield _table(grids.by_country(board, figures, teller, some=True))
    nothing = [teller.country(code) for code in board.nothing_in]
    if nothing:
        yield par(gettext("Nothing was counted in: %(countries)s.", countries=", ".join(sorted(nothing))))
    yield heading(gettext("By hub"))
    for keys in SIDE_BY_SIDE:
        figures = [each for key in keys if (each := board.figure(key)) is not None and each.available]
        yield _table(grids.by_hub(board, figures, teller, some=True))
    without = [teller.hub(board, slug) for slug in board.nothing_of]
    if without:
        yield par(gettext("Nothing was counted of: %(hubs)s.", hubs=", ".join(sorted(without))))
    if len(board.figures[0].months) <= LONGEST_TABLE:
        yield heading(gettext("By month"))
        yield _table(grids.by_month(board, [each for each in board.figures if each.available], teller))


def _corrections(board: Board, teller: Teller) -> Iterator[Block]:
    made = [(figure, each) for figure in board.figures for each in figure.corrections]
    yield heading(gettext("Corrections"))
    if not made:
        yield par(gettext("No figure of this period was corrected."))
        return
    yield par(gettext("What was recorded was not what was. These changes are in the figures above."))
    head = [gettext("Figure"), gettext("Hub"), gettext("Month"), gettext("Change"), gettext("Why")]
    rows = [
        [
            teller.pick(figure.title),
            teller.hub(board, each.hub),
            teller.month(each.month),
            teller.correction(each.change),
            each.reason,
        ]
        for figure, each in made
    ]
    yield table("", head, rows, (1.6, 1.8, 1, 1, 2.6), figures=False)


def _method(board: Board, teller: Teller) -> Iterator[Block]:
    yield heading(gettext("How this was counted"))
    yield par(
        gettext(
            "Every figure is counted by the platform from what hubs did there and recorded there, for whole months, by "
            "the clock of each event. Nobody reported a figure by hand; what is corrected is listed above."
        )
    )
    yield heading(gettext("Numbers of people"), 2)
    yield par(teller.protection(board.exact))
    yield bullets(
        [
            gettext("“fewer than 10”: from 1 to 9 people. That nobody came is said."),
            gettext("“about”: rounded. Sums are made of rounded numbers, so parts and wholes always fit together."),
            gettext("“not shown”: too few people to say it, or it would tell of a single group."),
            gettext("“–”: there was nothing to make this figure of."),
        ]
    )
    yield heading(gettext("What figures mean"), 2)
    yield par(
        gettext(
            "Definitions of version %(version)s, as they were when this report was made. Answers to recommendations "
            "are due after %(days)s days.",
            version=board.definitions,
            days=board.answer_days,
        ),
        quiet=True,
    )
    yield terms([(teller.pick(each.title), teller.pick(each.definition)) for each in board.figures])


def _table(grid: Grid) -> Block:
    return table(grid.caption, grid.head, grid.rows)


def _picture(drawn: Drawn) -> Picture | None:
    if drawn.sheet is None:
        return None
    title, *notes = drawn.caption
    return Picture(drawn.sheet, title, f"{title}. {drawn.description}", " ".join(notes))
