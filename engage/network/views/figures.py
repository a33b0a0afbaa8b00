"""The figures of the network on one page, one of them on a page of its own, and as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.http import dump_options_header

from engage.db.session import db
from engage.hubs.domain.texts import said
from engage.network import words
from engage.network.domain.figures import BY_KEY, Adding, Counted, Row
from engage.network.domain.periods import Period, last_of, year_to
from engage.network.reporting import files, grids, making, pictures
from engage.network.reporting.board import Board, Figure, is_nothing
from engage.network.reporting.grids import Grid
from engage.network.reporting.telling import Teller, way_words
from engage.network.views import choosing, frame
from engage.network.views.frame import bp
from engage.web.charts.drawing import Drawn
from engage.web.permissions import Permission, may_for, permission

LEADING: dict[str, tuple[str, ...]] = {
    "surveys": ("responses", "surveys_fielded"),
    "events": ("events_held", "attended"),
    "activities": ("declared",),
    "hubs": ("hubs_recognised",),
    "assessments": ("rounds_signed",),
    "outcomes": ("outcomes", "recommendations"),
    "topics": ("topics_proposed",),
}
"""Drawn by month on the page of all figures; every figure has its charts on its own page."""
SIDE_BY_SIDE = ("hubs_recognised", "surveys_fielded", "responses", "events_held", "attended", "outcomes")
"""In the tables by country and by hub."""
ROWS = 200
LONGEST_HISTORY = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its table."""

    drawn: Drawn
    grid: Grid


@bp.get("")
@permission(Permission.FIGURES)
def index() -> ResponseReturnValue:
    """All figures of a period: numbers, charts, countries, hubs."""
    session, teller, today = db.session(), frame.teller(), frame.today()
    chosen = choosing.read(session, request.args, today, default=year_to(today))
    board = making.board(session, chosen.period, chosen.choice, frame.sight())
    side = [each for key in SIDE_BY_SIDE if (each := board.figure(key)) is not None]
    page = frame.render(
        "network/figures.html",
        tab="figures",
        board=board,
        chosen=chosen,
        said=choosing.said(chosen, teller, today),
        fields=choosing.fields(chosen, teller, today),
        presets=choosing.presets(today),
        leading=leading(board, teller),
        maps=[
            Picture(pictures.on_map(each, teller), grids.countries(each, teller))
            for each in side
            if each.key in ("events_held", "responses") and len(board.countries) > 1
        ],
        by_country=grids.by_country(board, side, teller, some=True),
        by_hub=grids.by_hub(board, side, teller, some=True),
        spark=lambda figure: pictures.spark(figure, teller),
        way=way_words,
        nothing=sorted(teller.country(code) for code in board.nothing_in),
        nothing_of=sorted(teller.hub(board, slug) for slug in board.nothing_of),
        running=board.until >= f"{today:%Y-%m}",
    )
    return page, 422 if chosen.filled.errors else 200


def leading(board: Board, teller: Teller) -> Mapping[str, Sequence[Picture]]:
    """Charts of each topic."""
    found: dict[str, list[Picture]] = {}
    for topic, keys in LEADING.items():
        for figure in filter(None, (board.figure(key) for key in keys)):
            if figure.available and not all(is_nothing(number) for _, number in figure.months):
                drawn = pictures.by_month(figure, teller)
                found.setdefault(topic, []).append(Picture(drawn, grids.months(figure, teller)))
    return found


@bp.get("/figures/<key>")
@permission(Permission.FIGURES)
def figure(key: str) -> ResponseReturnValue:
    """One figure: what it means, by month, country and hub, its targets and corrections, what it is counted from."""
    if key not in BY_KEY:
        abort(404)
    session, teller, today = db.session(), frame.teller(), frame.today()
    chosen = choosing.read(session, request.args, today, default=year_to(today))
    sight = frame.sight()
    board, counted = making.one(session, key, chosen.period, chosen.choice, sight)
    found = board.figures[0]
    page = frame.render(
        "network/figure.html",
        tab="figures",
        board=board,
        figure=found,
        title=teller.pick(found.title),
        chosen=chosen,
        said=choosing.said(chosen, teller, today),
        charts=list(_charts(board, found, teller)),
        targets=[
            (each, pictures.on_the_way(found, each, teller), grids.way(found, each, teller)) for each in found.targets
        ],
        states=_states(key, chosen, teller) if found.adding is Adding.STATE and counted.by_part else None,
        rows=_rows(counted, board, teller)[:ROWS],
        more=max(0, len(_rows(counted, board, teller)) - ROWS),
        way=way_words,
        back=chosen.address("network.index"),
        correctable=BY_KEY[key].corrected,
    )
    return page, 422 if chosen.filled.errors else 200


def _charts(board: Board, figure: Figure, teller: Teller) -> Sequence[Picture]:
    if not figure.available:
        return []
    found = [Picture(pictures.by_month(figure, teller), grids.months(figure, teller))]
    if figure.parts:
        found.append(Picture(pictures.by_part(figure, teller), grids.parts(figure, teller)))
    if len(figure.countries) > 1:
        found.append(Picture(pictures.on_map(figure, teller), grids.countries(figure, teller)))
        found.append(Picture(pictures.by_country(figure, teller), grids.countries(figure, teller)))
    if len(figure.hubs) > 1:
        found.append(Picture(pictures.by_hub(board, figure, teller), grids.hubs(board, figure, teller)))
    return found


def _states(key: str, chosen: choosing.Chosen, teller: Teller) -> Grid:
    """How the parts of what lasts stood at the end of each month."""
    session, sight = db.session(), frame.sight()
    months = [month for month in chosen.period.months if month <= frame.today()][-LONGEST_HISTORY:]
    by_month = [sight.count(session, key, Period(month, last_of(month)), chosen.choice).by_part for month in months]
    names = list(dict.fromkeys(code for parts in by_month for code in parts))
    said_by = words.PARTS.get(key, {})
    unit = BY_KEY[key].unit
    rows = [
        [
            teller.month(f"{month:%Y-%m}"),
            *(teller.number(parts[code], unit) if code in parts else "0" for code in names),
        ]
        for month, parts in zip(months, by_month, strict=True)
    ]
    head = [gettext("End of"), *(str(said_by.get(code, code)) for code in names)]
    return Grid(gettext("State at the end of each month"), head, rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A row behind a figure."""

    title: str
    lang: str
    address: str
    hub: str
    day: date | None
    value: str
    part: str
    counts: bool


def _rows(counted: Counted, board: Board, teller: Teller) -> list[Line]:
    """Those that who asks may see, each with its page."""
    slugs = {each.id: each.slug for each in frame.hubs()}
    unit = BY_KEY[counted.figure].unit
    found = []
    for row in counted.rows:
        if not _may_see(row):
            continue
        text, language = _title(row, teller)
        found.append(
            Line(
                title=text,
                lang="" if language == teller.language else language,
                address=_address(row),
                hub=teller.hub(board, slugs.get(row.hub or 0, "")),
                day=row.day,
                value=teller.number(row.value, unit),
                part=str(words.PARTS.get(counted.figure, {}).get(row.part, row.part)),
                counts=row.counts,
            )
        )
    return found


def _may_see(row: Row) -> bool:
    if not row.label:
        return True
    label = Permission(row.label)
    return label is Permission.PUBLIC or may_for(label, [row.hub] if row.hub else [])


def _address(row: Row) -> str:
    known = row.endpoint in current_app.view_functions
    arguments: dict[str, Any] = dict(row.arguments)
    return url_for(row.endpoint, **arguments) if row.endpoint and known else ""


def _title(row: Row, teller: Teller) -> tuple[str, str]:
    if isinstance(row.title, str):
        return row.title, teller.language
    found = said(row.title, teller.language)
    return found.text, found.language


@bp.get("/figures.csv")
@permission(Permission.FIGURES)
def as_csv() -> ResponseReturnValue:
    return _file("csv")


@bp.get("/figures.xlsx")
@permission(Permission.FIGURES)
def as_xlsx() -> ResponseReturnValue:
    return _file("xlsx")


def _file(kind: str) -> ResponseReturnValue:
    session = db.session()
    chosen = choosing.read(session, request.args, frame.today(), default=year_to(frame.today()))
    if chosen.filled.errors:
        abort(404)
    board = making.board(session, chosen.period, chosen.choice, frame.sight())
    return answer(files.made(board, frame.teller(), kind), f"network-{board.since}-{board.until}.{kind}", kind)


def answer(content: bytes, name: str, kind: str, *, disposition: str = "attachment") -> Response:
    headers: dict[str, Any] = {
        "Content-Disposition": dump_options_header(disposition, {"filename": name}),
        "Cache-Control": "no-store",
    }
    return Response(content, content_type=files.TYPES[kind], headers=headers)
