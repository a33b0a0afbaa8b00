"""Documents to keep and to hand over: PDF by Typst, and Word files.

A PDF is tagged, by the standard PDF/UA-1 (ISO 14289-1), which it is checked against while it is made. Nothing is read
but the template and the fonts of this folder, so that every machine prints the same. A sign that none of the fonts has
(a name in Chinese) is printed as an empty box: the standard would refuse the whole document.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

FONTS = "fonts"
NO_SIGN = "\u25a1"
_UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_UNKNOWN = 60
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Signs that a document may not hold: they come along in lists of names that other programs wrote."""


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """A PDF of a template in its own folder; the data come as `sys.inputs.data`, and no text of them is markup."""
    data = _each(data, printable)
    for _ in range(_MOST_UNKNOWN):
        try:
            return _compiled(template, data)
        except typst.TypstError as error:
            unknown = _UNKNOWN.search(str(error))
            if unknown is None:
                raise
            sign = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unknown[1])
            data = _without(data, sign)
    return _compiled(template, data)


def picture(template: Path, data: Mapping[str, Any]) -> bytes:
    """A template of one page as SVG in its true size, letters as outlines: a printer needs none of the fonts."""
    made: bytes = typst.compile(str(template), format="svg", **_surroundings(template, _each(data, printable)))
    return made


def printable(text: str) -> str:
    """A text without the signs that a document may not hold."""
    return _UNSEEN.sub("", text)


def _without(data: Any, sign: str) -> Any:
    """The same data with a box wherever a sign stood."""
    return _each(data, lambda text: text.replace(sign, NO_SIGN))


def _each(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: _each(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each(value, change) for value in data]
    return data


def _compiled(template: Path, data: Mapping[str, Any]) -> bytes:
    made: bytes = typst.compile(str(template), pdf_standards=["ua-1"], **_surroundings(template, data))
    return made


def _surroundings(template: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "root": str(template.parent),
        "font_paths": [_fonts()],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
    }


@lru_cache(maxsize=1)
def _fonts() -> str:
    with as_file(files(__package__)) as folder:
        return str(Path(folder) / FONTS)
