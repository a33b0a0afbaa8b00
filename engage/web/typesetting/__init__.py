"""Documents to keep and to hand over: PDF by Typst, and Word files.

A PDF is tagged, by the standard PDF/UA-1 (ISO 14289-1), which it is checked against while it is made. Nothing is read
but the template and the fonts of this folder, so that every machine prints the same.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

FONTS = "fonts"


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """A PDF of a template in its own folder; the data come as `sys.inputs.data`, and no text of them is markup."""
    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return made


@lru_cache(maxsize=1)
def _fonts() -> str:
    with as_file(files(__package__)) as folder:
        return str(Path(folder) / FONTS)
