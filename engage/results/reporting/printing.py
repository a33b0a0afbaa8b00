"""A results report as a PDF: tagged, by PDF/UA-1."""

from dataclasses import fields
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.i18n.locales import direction
from engage.results.reporting.blocks import Block, Chart, Report, Text
from engage.web.charts.standalone import bare
from engage.web.typesetting import typeset


def pdf(report: Report) -> bytes:
    """With a title, a language, bookmarks, contents, table heads and a text for every picture."""
    data = {
        "title": _text(report.title),
        "language": report.language.split("-", maxsplit=1)[0],
        "direction": direction(report.language),
        "above": report.above,
        "below": report.below,
        "footer": report.footer,
        "contents": report.contents,
        "page": report.page,
        "cover": [[label, _text(value)] for label, value in report.cover],
        "funders": [{"text": each.text, "alt": each.alt, "emblem": list(each.content)} for each in report.funders],
        "blocks": [_block(block, report.language) for block in report.blocks],
    }
    with as_file(files(__package__) / "paper") as folder:
        return typeset(Path(folder) / "report.typ", data)


def _text(text: Text) -> dict[str, str]:
    return {"text": text.text, "lang": text.lang.split("-", maxsplit=1)[0], "direction": text.direction}


def _block(block: Block, language: str) -> dict[str, Any]:
    data = {each.name: _plain(getattr(block, each.name)) for each in fields(block)}
    if isinstance(block, Chart):
        data |= {"sheet": "", "svg": bare(block.sheet, language=language, direction=direction(language))}
    return {"kind": type(block).__name__, **data}


def _plain(value: Any) -> Any:
    """Texts and lists of them as the template reads them."""
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
