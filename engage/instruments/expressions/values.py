"""Values of expressions and how they turn into one another.

XPath 1.0, section 3 and 4, with dates as ODK has them: a date counts as days since 1970-01-01, and a
text that is an ISO date counts as that date where a number is wanted. Times of day are local to the
zone of the evaluation.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Literal, TypeAlias

NodeSet: TypeAlias = tuple[str, ...]
Value: TypeAlias = str | float | bool | date | NodeSet
"""`datetime` is a `date` to Python; both are of the kind "date"."""
Kind: TypeAlias = Literal["number", "string", "boolean", "nodeset", "date"]

NAN = math.nan
EPOCH = date(1970, 1, 1)
CLOSE = 1e-12
"""Numbers nearer than this are equal, so that 6.1 - 7.8 = -1.7 (as in JavaRosa)."""

_NUMBER = re.compile(r"\s*-?(?:\d+\.?\d*|\.\d+)\s*\Z", re.ASCII).match
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d.*)?\Z", re.ASCII | re.DOTALL).match
ORDER: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def kind_of(value: Value) -> Kind:
    """The type of a value as authors know it."""
    match value:
        case bool():
            return "boolean"
        case float() | int():
            return "number"
        case str():
            return "string"
        case date():
            return "date"
    return "nodeset"


def to_string(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value[0] if value else ""


def number_text(value: float) -> str:
    """XPath 1.0, 4.2: no exponent, no trailing zeros, no minus before zero."""
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value)) if abs(value) < 1e15 else format(Decimal(repr(value)), "f").removesuffix(".0")
    return format(Decimal(repr(value)), "f")


def to_boolean(value: Value) -> bool:
    """A text is true when it is not empty, a number when it is neither 0 nor NaN."""
    if isinstance(value, float):
        return value == value and value != 0
    if isinstance(value, date):
        return True
    return bool(value)


def to_number(value: Value, zone: tzinfo | None) -> float:
    if isinstance(value, str):
        return text_number(value, zone)
    if isinstance(value, float | bool):
        return float(value)
    if isinstance(value, date):
        return days(value, zone)
    return text_number(value[0], zone) if value else NAN


def text_number(text: str, zone: tzinfo | None) -> float:
    """The number a text says; NaN for none. No exponent, no sign but minus."""
    if text.isdigit() and text.isascii():
        return float(text)
    if _NUMBER(text):
        return float(text)
    if _ISO_DATE(text):
        moment = parse_date(text, zone)
        return NAN if moment is None else days(moment, zone)
    return NAN


def parse_date(text: str, zone: tzinfo | None) -> date | None:
    """An ISO 8601 date or date with time (without an offset: of the zone); None for anything else."""
    if not _ISO_DATE(text):
        return None
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def days(moment: date, zone: tzinfo | None) -> float:
    """Days since 1970-01-01, with the part of the day that has passed in the zone."""
    if not isinstance(moment, datetime):
        return float((moment - EPOCH).days)
    local = moment.astimezone(zone) if zone is not None else moment
    return (local.date() - EPOCH).days + part_of_day(local.time())


def part_of_day(moment: time) -> float:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / 86400


def close(left: float, right: float) -> bool:
    return left == right or abs(left - right) < CLOSE


def equal(left: Value, right: Value, zone: tzinfo | None) -> bool:
    """XPath 1.0, 3.4: booleans first, then node-sets (any node will do), numbers and dates, texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, tuple):
        return any(equal(node, right, zone) for node in left)
    if isinstance(right, tuple):
        return any(equal(left, node, zone) for node in right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return close(to_number(left, zone), to_number(right, zone))


def unequal(left: Value, right: Value, zone: tzinfo | None) -> bool:
    """Not the opposite of `equal` for node-sets: some node differs."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) != to_boolean(right)
    if isinstance(left, tuple):
        return any(unequal(node, right, zone) for node in left)
    if isinstance(right, tuple):
        return any(unequal(left, node, zone) for node in right)
    return not equal(left, right, zone)


def ordered(operator: str, left: Value, right: Value, zone: tzinfo | None) -> bool:
    if isinstance(left, tuple) and not isinstance(right, bool):
        return any(ordered(operator, node, right, zone) for node in left)
    if isinstance(right, tuple) and not isinstance(left, bool):
        return any(ordered(operator, left, node, zone) for node in right)
    numbers = [float(bool(v)) if isinstance(v, tuple) else to_number(v, zone) for v in (left, right)]
    return ORDER[operator](*numbers)
