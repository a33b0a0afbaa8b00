"""Gates of a model: written as short sentences, `LIS-3 < 2` and `overall_level <= 1`, and read here."""

import re

from engage.maturity.domain.model import Gate

_IF = re.compile(r"\s*([A-Z][A-Z0-9_]{0,19}-[0-9]{1,3})\s*<\s*([0-9]{1,2})\s*")
_THEN = re.compile(r"\s*overall_level\s*<=\s*([0-9]{1,2})\s*")


def condition(text: str) -> tuple[str, int] | None:
    """The indicator and the level it must reach: `LIS-3 < 2` is ("LIS-3", 2). None: it is written otherwise."""
    found = _IF.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def consequence(text: str) -> int | None:
    """The highest overall level while the condition holds: `overall_level <= 1` is 1. None: it is written otherwise."""
    found = _THEN.fullmatch(text)
    return int(found[1]) if found else None


def gate(id_: str, if_: str, then: str, why: str) -> Gate:
    """:raises ValueError: for a sentence that is written otherwise"""
    when, at_most = condition(if_), consequence(then)
    if when is None or at_most is None:
        raise ValueError(f"gate {id_}: {if_!r}, {then!r}")
    return Gate(id_, *when, at_most, why)
