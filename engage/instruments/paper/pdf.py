"""The PDF of a questionnaire."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.web.typesetting import typeset


def pdf(data: dict[str, Any]) -> bytes:
    """A leaflet's data as a tagged PDF."""
    with as_file(files(__package__)) as folder:
        return typeset(Path(folder) / "questionnaire.typ", {**data, "qr": _qr(data["address"])})


def _qr(address: str) -> str:
    """As SVG; error correction that survives a fold."""
    import segno

    made: str = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2)
    return made
