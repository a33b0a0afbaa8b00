"""Papers on which names stand: whatever somebody is called, they can be printed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import category, name

from typst import TypstError

from engage.web.typesetting import NO_SIGN, typeset

_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "COMBINING", "MODIFIER", "MODIFIED"})
"""Of letters that the fonts have; the first word of what Unicode calls them."""
_PLAIN = 0x250
"""Below it every sign is of Latin letters."""


def printed(template: Path, data: Mapping[str, Any]) -> bytes:
    """A PDF of a template; where its data hold more unknown signs than are looked for one by one, letters of other
    scripts are boxes."""
    try:
        return typeset(template, data)
    except TypstError:
        return typeset(template, _plainer(data))


def _plainer(data: Any) -> Any:
    if isinstance(data, str):
        return "".join(sign if _is_known(sign) else NO_SIGN for sign in data)
    if isinstance(data, Mapping):
        return {key: _plainer(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plainer(value) for value in data]
    return data


def _is_known(sign: str) -> bool:
    if ord(sign) < _PLAIN or sign == NO_SIGN:
        return True
    if category(sign)[0] in "PZN":
        return ord(sign) < 0x3000
    return category(sign)[0] in "LM" and name(sign, "").partition(" ")[0] in _SCRIPTS
