"""Parts of a printed report, and its PDF (tagged, PDF/UA-1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.i18n.locales import direction
from engage.maturity.wording import Words
from engage.web.charts.drawing import Sheet, figure
from engage.web.typesetting import typeset

Text = str | Mapping[str, str]
"""In the report's language; or with a language of its own, from `said`."""
Block = Mapping[str, Any]
INK = "#16252d"
STROKES = {
    "eng-grid": "#c4ccd0",
    "eng-spread": "#a8cacd",
    "eng-dot": "#ffffff",
    "eng-earlier": "#ffffff",
    "eng-ring": "#c8641e",
}
"""What the style sheet of a page gives: paper has none."""
_STROKE = re.compile(r'(<[a-z]+ class="([a-z0-9-]+)"[^>]*? stroke=")([^"]*)"')
_TURNED = {"start": "end", "end": "start"}


def pdf(data: Mapping[str, Any]) -> bytes:
    with as_file(files(__package__) / "paper") as folder:
        return typeset(Path(folder) / "report.typ", data)


def said(words: Words, place: str) -> Text:
    """Words of the model, which may be in another language than the report."""
    text, language = words.text(place)
    return {"text": text, "language": language.split("-")[0], "direction": direction(language)}


def heading(text: Text, level: int = 1) -> Block:
    return {"kind": "heading", "text": text, "level": level}


def par(text: Text, *, quiet: bool = False) -> Block:
    return {"kind": "par", "text": text, "quiet": quiet}


def bullets(entries: Sequence[Text]) -> Block:
    return {"kind": "bullets", "entries": list(entries)}


def fact(label: Text, text: Text) -> Block:
    return {"kind": "fact", "label": label, "text": text}


def table(head: Sequence[str], rows: Sequence[Sequence[Text]], columns: Sequence[float] = ()) -> Block:
    """:param columns: how wide they are against each other; none: all alike"""
    return {
        "kind": "table",
        "head": list(head),
        "rows": [list(each) for each in rows],
        "columns": list(columns) or [1] * len(head),
    }


def pictures(*drawn: tuple[Sheet, str, str]) -> Block:
    """Side by side: (sheet, caption, what it shows in words)."""
    return {
        "kind": "pictures",
        "pictures": [{"svg": svg(sheet), "caption": caption, "alt": alt} for sheet, caption, alt in drawn],
    }


def svg(sheet: Sheet) -> str:
    """A chart by itself, for a program that takes a text to start on the left in every language."""
    if sheet.direction == "rtl":
        turned = [replace(each, anchor=_TURNED.get(each.anchor, each.anchor)) for each in sheet.shapes]
        sheet = Sheet("ltr", sheet.height, turned)
    page = str(figure(sheet, title="", description="", caption=()))
    drawing = page[page.index("<svg") : page.index("</svg>") + len("</svg>")]
    drawing = drawing.replace("<svg ", '<svg font-family="Noto Sans" ', 1).replace("currentColor", INK)
    return _STROKE.sub(lambda found: f'{found[1]}{STROKES.get(found[2], found[3])}"', drawing)
