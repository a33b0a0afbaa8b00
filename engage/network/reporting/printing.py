"""Parts of a printed report of figures, and its PDF (tagged, PDF/UA-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.i18n.locales import direction
from engage.web.charts.drawing import Sheet
from engage.web.charts.standalone import bare
from engage.web.typesetting import typeset

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """A report in one language."""

    title: str
    language: str
    above: str
    """Over the title: whose figures."""
    below: str
    """Under the title: of which period."""
    foot: str
    """At the end of the title page."""
    footer: str
    contents: str
    page: str
    """"Page {page} of {pages}"."""
    made: date
    cover: Sequence[tuple[str, str]]
    notices: Sequence[str]
    """What nobody may overlook: that a later report takes its place."""
    blocks: Sequence[Block]


def pdf(paper: Paper) -> bytes:
    """With a title, a language, bookmarks, contents, table heads and a text for every picture; the same each time."""
    data = {
        "title": paper.title,
        "language": paper.language.split("-", maxsplit=1)[0],
        "direction": direction(paper.language),
        "above": paper.above,
        "below": paper.below,
        "foot": paper.foot,
        "footer": paper.footer,
        "contents": paper.contents,
        "page": paper.page,
        "made": [paper.made.year, paper.made.month, paper.made.day],
        "cover": [list(each) for each in paper.cover],
        "notices": list(paper.notices),
        "blocks": list(paper.blocks),
    }
    with as_file(files(__package__) / "paper") as folder:
        return typeset(Path(folder) / "report.typ", data)


def heading(text: str, level: int = 1) -> Block:
    return {"kind": "heading", "text": text, "level": level}


def par(text: str, *, quiet: bool = False) -> Block:
    return {"kind": "par", "text": text, "quiet": quiet}


def bullets(entries: Sequence[str]) -> Block:
    return {"kind": "bullets", "entries": list(entries)}


def terms(rows: Sequence[tuple[str, str]]) -> Block:
    """Names, each with what it means."""
    return {"kind": "terms", "rows": [list(each) for each in rows]}


def tiles(entries: Sequence[tuple[str, str, str]]) -> Block:
    """(figure, what it is, how it changed)"""
    return {
        "kind": "tiles",
        "tiles": [{"number": number, "label": label, "change": change} for number, label, change in entries],
    }


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[float] = (),
    *,
    figures: bool = True,
) -> Block:
    """:param columns: how wide they are against each other
    :param figures: whether all but the first hold numbers
    """
    wide = list(columns) or [2.6 if len(head) < 6 else 2.2, *(1,) * (len(head) - 1)]
    lines = [list(each) for each in rows]
    return {"kind": "table", "caption": caption, "head": list(head), "rows": lines, "columns": wide, "figures": figures}


@dataclass(frozen=True, slots=True)
class Picture:
    sheet: Sheet
    caption: str
    alt: str
    note: str = ""


def charts(pictures: Sequence[Picture], language: str, *, across: int = 2) -> Block:
    """Side by side."""
    return {
        "kind": "charts",
        "across": across,
        "charts": [
            {
                "svg": bare(each.sheet, language=language, direction=direction(language)),
                "caption": each.caption,
                "alt": each.alt,
                "note": each.note,
            }
            for each in pictures
        ],
    }
