"""A policy brief as a PDF: tagged, by PDF/UA-1. How many pages it has is read from the file."""

import re
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.i18n.locales import direction
from engage.outcomes.briefs.content import Content, Shown
from engage.results.reporting.blocks import Text
from engage.results.reporting.tables import Grid
from engage.web.charts.drawing import Drawn
from engage.web.charts.standalone import bare
from engage.web.typesetting import typeset

_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")


@dataclass(frozen=True, slots=True)
class Printed:
    content: bytes
    pages: int


def pdf(brief: Content) -> Printed:
    """With a title, a language, bookmarks, table heads, links and a text for every picture.

    :raises ValueError: when the file does not say how many pages it has
    """
    data = {
        "title": brief.title,
        "language": brief.language.split("-", maxsplit=1)[0],
        "direction": direction(brief.language),
        "hub": brief.hub,
        "kind": brief.heads.kind,
        "date": brief.date,
        "heads": asdict(brief.heads),
        "page": brief.heads.page,
        "footer": f"{brief.hub} · {brief.heads.kind}",
        "lead": brief.lead,
        "heard": [asdict(each) for each in brief.heard],
        "figures": [_figure(each, brief.language) for each in brief.figures],
        "notes": brief.notes,
        "requests": [asdict(each) for each in brief.requests],
        "asks": brief.asks,
        "sources": [{"title": _text(each.title), "more": each.more, "address": each.address} for each in brief.sources],
        "funders": [{"text": each.text, "alt": each.alt, "emblem": list(each.content)} for each in brief.funders],
    }
    with as_file(files(__package__) / "paper") as folder:
        made = typeset(Path(folder) / "brief.typ", data)
    return Printed(made, pages_of(made))


def pages_of(file: bytes) -> int:
    """How many pages a PDF has.

    :raises ValueError: when it does not say so
    """
    found = _PAGES.search(file)
    if found is None:
        raise ValueError("a PDF without a tree of pages")
    return int(found[1])


def _text(text: Text) -> dict[str, str]:
    return {"text": text.text, "lang": text.lang.split("-", maxsplit=1)[0], "direction": text.direction}


def _figure(shown: Shown, language: str) -> dict[str, Any]:
    drawn = [each for each in shown.item.charts if each.sheet is not None]
    told = [note for each in shown.item.charts if each.sheet is None for note in each.caption[1:]]
    return {
        "title": _text(shown.item.title),
        "charts": [_chart(each, shown, language) for each in drawn],
        "tables": [_table(each, shown) for each in shown.item.grids],
        "quiet": told,
        "source": shown.source,
    }


def _chart(drawn: Drawn, shown: Shown, language: str) -> dict[str, Any]:
    assert drawn.sheet is not None
    title, *notes = drawn.caption
    return {
        "svg": bare(drawn.sheet, language=language, direction=direction(language)),
        "alt": drawn.description,
        "notes": notes if title == shown.item.title.text else [title, *notes],
    }


def _table(grid: Grid, shown: Shown) -> dict[str, Any]:
    caption = Text("") if grid.caption.text == shown.item.title.text else grid.caption
    return {
        "caption": _text(caption),
        "head": [_text(each) for each in grid.heads],
        "rows": [[_text(label), *(_text(Text(cell)) for cell in cells)] for label, cells in grid.rows],
    }
