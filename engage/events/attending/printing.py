"""What is printed for an event, as tagged PDF (PDF/UA-1): lists, badges, certificates."""

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.events.tickets.signs import printed

_PACKAGE = "engage.events.attending"


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """:param template: a file of this folder's `paper`"""
    with as_file(files(_PACKAGE) / "paper") as folder:
        return printed(Path(folder) / template, data)


def qr(text: str) -> str:
    """As SVG; error correction that survives a fold. Of a ticket: the code alone, read by any desk."""
    import segno

    made: str = segno.make(text, error="m", micro=False).svg_inline(scale=4, border=2)
    return made
