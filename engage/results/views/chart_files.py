"""A chart or a table of a page as a file: SVG, PNG, CSV. What it shows is what the page shows."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from flask import Response, abort, g
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.spreadsheets import guarded
from engage.i18n.locales import direction
from engage.results.views.team_pages import Page
from engage.web.charts import standalone
from engage.web.charts.drawing import Drawn

PICTURES = ("svg", "png")
_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
_MARK = "\ufeff"
_Thing = TypeVar("_Thing")


def picked(things: Sequence[_Thing], number: str) -> _Thing:
    """The one with a number from an address; 404 where there is none."""
    if not number.isdecimal() or len(number) > 4 or int(number) >= len(things):
        abort(404)
    return things[int(number)]


def picture(drawn: Drawn, kind: str, here: Page, name: str) -> Response:
    """The chart with its title, who answered, and where it is from."""
    if kind not in PICTURES or drawn.sheet is None:
        abort(404)
    words = {"source": source(here), "language": g.interface, "direction": direction(g.interface)}
    made = standalone.svg(drawn, **words) if kind == "svg" else standalone.png(drawn, **words)
    return _download(made, _TYPES[kind], here, f"{name}.{kind}")


def source(here: Page) -> list[str]:
    """From which survey, when, and that these are no published figures."""
    return [
        gettext("Survey: %(title)s. Figures of %(day)s.", title=here.title, day=here.reader.full_day(utcnow().date())),
        gettext(
            "Exact figures for hub staff; not for publication. People chose to answer: figures say what those "
            "people said."
        ),
    ]


def csv_file(rows: Iterable[Iterable[str | int | float | None]], here: Page, name: str) -> Response:
    """UTF-8 with a mark that spreadsheets need; no text in it can act as a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row])
    return _download(_MARK + text.getvalue(), "text/csv; charset=utf-8", here, f"{name}.csv")


def _download(body: str | bytes, mimetype: str, here: Page, name: str) -> Response:
    response = Response(body, content_type=mimetype)
    called = re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{here.survey.slug}-{name}")
    response.headers.set("Content-Disposition", "attachment", filename=called)
    response.headers["Cache-Control"] = "no-store"
    return response
