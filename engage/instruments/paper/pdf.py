"""The PDF: typeset by Typst, tagged, by the standard PDF/UA-1 (ISO 14289-1), which it is checked against while made."""

import json
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import segno
import typst

FONTS = "fonts"


def pdf(data: dict[str, Any]) -> bytes:
    """A leaflet's data as a PDF. Nothing is read but the template and the fonts beside it."""
    with as_file(files(__package__)) as folder:
        made: bytes = typst.compile(
            str(Path(folder) / "questionnaire.typ"),
            root=str(folder),
            font_paths=_fonts(Path(folder)),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps({**data, "qr": _qr(data["address"])}, ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    return made


@lru_cache(maxsize=1)
def _fonts(folder: Path) -> list[str]:
    return [str(folder / FONTS)]


def _qr(address: str) -> str:
    """As SVG; error correction that survives a fold."""
    made: str = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2)
    return made
