"""Posters and cards as tagged PDF (PDF/UA-1), posters and the code to scan as SVG, and all of them in one archive."""

import zipfile
from collections.abc import Iterable, Mapping
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import Any

from engage.web.typesetting import picture, typeset

PAPERS = ("a4", "a3")
CARDS = "cards"
_PACKAGE = "engage.surveys.channels"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same archive each time it is made."""


def square(address: str) -> bytes:
    """The code to scan, to be put into a design of one's own: a quarter of it may be dirty or torn."""
    import segno

    out = BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return out.getvalue()


def pdf(data: Mapping[str, Any], layout: str) -> bytes:
    """A poster, or a sheet of ten cards.

    :param data: of a `words.Sheet`
    :param layout: one of PAPERS, or CARDS
    """
    paper = layout if layout in PAPERS else "a4"
    template = "cards.typ" if layout == CARDS else "poster.typ"
    with as_file(files(_PACKAGE) / "paper") as folder:
        return typeset(Path(folder) / template, _with_code(data, paper))


def svg(data: Mapping[str, Any], paper: str) -> bytes:
    """A poster, for a printer or a design of one's own.

    :param data: of a `words.Sheet`
    :param paper: one of PAPERS
    """
    with as_file(files(_PACKAGE) / "paper") as folder:
        return picture(Path(folder) / "poster.typ", _with_code(data, paper))


def _with_code(data: Mapping[str, Any], paper: str) -> dict[str, Any]:
    """In a poster drawn as SVG the code is a drawing of its own: without its name space no browser shows it."""
    import segno

    drawn = BytesIO()
    code = segno.make(data["scan_to"], error="q", micro=False)
    code.save(drawn, kind="svg", scale=4, border=4, xmldecl=False, nl=False)
    return {**data, "paper": paper, "qr": drawn.getvalue().decode()}


def archive(documents: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name, in one ZIP."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in documents:
            packed.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
