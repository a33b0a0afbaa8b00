"""Lengths and stretches of time: from several fields to one value and back."""

import re
from collections.abc import Mapping

from engage.instruments.domain.definition import DURATION_UNITS, Item, ItemType
from engage.instruments.domain.problems import Wrong

USUAL_UNITS = ("years", "months")
"""Asked where a duration names no units."""
MOST = 100_000
_MARKS = {"years": "Y", "months": "M", "weeks": "W", "days": "D", "hours": "H", "minutes": "M"}
_IN_TIME = ("hours", "minutes")
_ISO = re.compile(
    r"P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?)?"
)
_DAYS = {"years": 365.2425, "months": 30.436875, "weeks": 7.0, "days": 1.0, "hours": 1 / 24, "minutes": 1 / 1440}
"""Mean lengths in the Gregorian calendar."""


def asked_units(item: Item) -> tuple[str, ...]:
    """The fields of a duration, largest first."""
    return tuple(unit for unit in DURATION_UNITS if unit in item.units) or USUAL_UNITS


def unit_keys(item: Item) -> tuple[str, ...]:
    """The names of a duration's fields; none for other items."""
    return tuple(f"{item.name}/{unit}" for unit in asked_units(item)) if item.type is ItemType.DURATION else ()


def to_iso(parts: Mapping[str, int]) -> str:
    """An ISO 8601 duration; zero fields are left out, `PT0M` or the like when all are zero.

    Weeks stand beside other units, as ISO 8601-2 allows.
    """
    days = "".join(f"{n}{_MARKS[unit]}" for unit, n in _ordered(parts) if n and unit not in _IN_TIME)
    clock = "".join(f"{n}{_MARKS[unit]}" for unit, n in _ordered(parts) if n and unit in _IN_TIME)
    if not days and not clock:
        unit = next(reversed(_ordered(parts)))[0]
        return f"PT0{_MARKS[unit]}" if unit in _IN_TIME else f"P0{_MARKS[unit]}"
    return f"P{days}" + (f"T{clock}" if clock else "")


def _ordered(parts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(unit, parts[unit]) for unit in DURATION_UNITS if unit in parts]


def from_iso(value: str) -> dict[str, int]:
    """The fields of an ISO 8601 duration, those that it names; empty when it is none."""
    match = _ISO.fullmatch(value)
    return {unit: int(n) for unit, n in match.groupdict().items() if n is not None} if match else {}


def length_in(value: str, unit: str) -> float | None:
    """A duration as a number of one unit, months and years at their mean length; None when it is no duration."""
    parts = from_iso(value)
    if not parts:
        return None
    if unit in ("years", "months") and parts.keys() <= {"years", "months"}:
        months = 12 * parts.get("years", 0) + parts.get("months", 0)
        return months / 12 if unit == "years" else float(months)
    return sum(n * _DAYS[each] for each, n in parts.items()) / _DAYS[unit]


def duration_of(raw: Mapping[str, str | tuple[str, ...]], item: Item) -> str | None:
    """What the fields of a duration say, as ISO 8601; "" when they are empty or wrong, None when never asked."""
    keys = [f"{item.name}/{unit}" for unit in asked_units(item)]
    if not any(key in raw for key in keys):
        return None
    try:
        parts = fields(raw, item)
    except Wrong:
        return ""
    return to_iso(parts) if parts else ""


def fields(raw: Mapping[str, str | tuple[str, ...]], item: Item) -> dict[str, int]:
    """The filled fields of a duration.

    :raises Wrong: with the unit in its figures
    """
    found: dict[str, int] = {}
    for unit in asked_units(item):
        value = raw.get(f"{item.name}/{unit}", "")
        typed = re.sub(r"[\s\u00a0\u202f]", "", value if isinstance(value, str) else "")
        if not typed:
            continue
        if not re.fullmatch(r"\d{1,6}", typed) or int(typed) > MOST:
            raise Wrong("not_a_count", unit=unit)
        found[unit] = int(typed)
    return found
