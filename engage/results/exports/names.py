"""Names of variables that SPSS takes: unique in any case, at most 64 bytes, letters, digits and few marks."""

import re
from collections.abc import Iterable

LONGEST = 64
_RESERVED = frozenset({"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"})


def sav_names(columns: Iterable[str]) -> dict[str, str]:
    """Column -> name: `topics/care` is `topics.care`, `_response` is `meta_response`."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for column in columns:
        plain = _valid(column)
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{_short(plain, LONGEST - len(str(number)) - 1)}_{number}"
        taken.add(name.casefold())
        found[column] = name
    return found


def _valid(column: str) -> str:
    name = re.sub(r"[^\w.$#@]", "_", column.replace("/", "."))
    name = "".join(letter if letter.isalnum() or letter in "._$#@" else "_" for letter in name)
    if name.startswith("_"):
        name = f"meta{name}"
    elif not name or not (name[0].isalpha() or name[0] == "@"):
        name = f"v{name}"
    name = _short(name, LONGEST).rstrip("._") or "v"
    return f"{name}_1" if name.upper() in _RESERVED else name


def _short(name: str, size: int) -> str:
    return name.encode()[:size].decode(errors="ignore")
