"""One typed value from what was typed: a text, a number, a day, a place."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from engage.i18n.named import is_country, is_language
from engage.instruments.domain.definition import Item, ItemType
from engage.instruments.domain.problems import Wrong, no
from engage.instruments.expressions.patterns import matches

LONGEST_TEXT = 5_000
LARGEST_NUMBER = 10**15
FIRST_YEAR, LAST_YEAR = 1000, 9999
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
INTEGER = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,9})?|[.,]\d{1,9})")


def clean(text: str) -> str:
    """Text without control characters and direction overrides, line ends as `\\n`, no outer blanks."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def text(item: Item, value: str) -> str:
    longest = item.max_length or LONGEST_TEXT
    if len(value) > longest:
        raise Wrong("too_long", maximum=longest, over=len(value) - longest)
    if item.pattern and not matches(item.pattern, value):
        raise Wrong("pattern")
    return value


def integer(item: Item, value: str) -> int:
    number = _whole(value)
    _within(item, number)
    return number


def _whole(value: str) -> int:
    plain = _BLANKS.sub("", value)
    if not INTEGER.fullmatch(plain):
        raise Wrong("not_an_integer" if _DECIMAL.fullmatch(plain) else "not_a_number")
    return int(plain)


def decimal(item: Item, value: str) -> float:
    plain = _BLANKS.sub("", value)
    if not _DECIMAL.fullmatch(plain):
        raise Wrong("not_a_number")
    number = float(plain.replace(",", "."))
    _within(item, number)
    return number


def _within(item: Item, number: float) -> None:
    if item.minimum is not None and number < item.minimum:
        raise Wrong("too_small", minimum=item.minimum)
    if item.maximum is not None and number > item.maximum:
        raise Wrong("too_large", maximum=item.maximum)
    if abs(number) > LARGEST_NUMBER:
        raise Wrong("too_large", maximum=LARGEST_NUMBER)


def scale(item: Item, value: str) -> float | int:
    number = decimal(item, value)
    low, step = item.minimum or 0, item.step or 1
    steps = (number - low) / step
    if abs(steps - round(steps)) > 1e-9:
        raise Wrong("not_an_option")
    return int(number) if float(number).is_integer() else number


def year(item: Item, value: str) -> int:
    """A year in four figures, within the item's limits."""
    if not re.fullmatch(r"\d{4}", _BLANKS.sub("", value)):
        raise Wrong("not_a_year")
    number = _whole(value)
    low = max(FIRST_YEAR, int(item.minimum if item.minimum is not None else FIRST_YEAR))
    high = min(LAST_YEAR, int(item.maximum if item.maximum is not None else LAST_YEAR))
    if number < low:
        raise Wrong("year_too_early", minimum=low)
    if number > high:
        raise Wrong("year_too_late", maximum=high)
    return number


def day(item: Item, value: str) -> str:  # noqa: ARG001
    return parse_date(value).isoformat()


def parse_date(value: str) -> date:
    """A date as a browser sends it, or as Europeans write it (day first): 2026-11-21, 21.11.2026, 21/11/2026.

    :raises Wrong: when it is none
    """
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value)
    if match:
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})", value):
        day, month, year = match.groups()
    else:
        raise Wrong("not_a_date")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong("not_a_date") from None


def clock(item: Item, value: str) -> str:  # noqa: ARG001
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", value)
    try:
        return time(int(match[1]), int(match[2])).isoformat("minutes") if match else no("not_a_time")
    except ValueError:
        raise Wrong("not_a_time") from None


def moment(item: Item, value: str) -> str:  # noqa: ARG001
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(timespec="minutes")
    except ValueError:
        raise Wrong("not_a_date") from None


def region(item: Item, value: str) -> str:
    from engage.instruments.regions import is_region

    return value if is_region(value, item.countries) else no("not_an_option")


def country(item: Item, value: str) -> str:
    offered = value in item.countries if item.countries else is_country(value)
    return value if offered else no("not_an_option")


def language(item: Item, value: str) -> str:
    offered = value in item.tags if item.tags else is_language(value)
    return value if offered else no("not_an_option")


def consent(item: Item, value: str) -> str:
    return item.agreed if value == item.agreed else no("not_an_option")


VALUES: dict[ItemType, Callable[[Item, str], Any]] = {
    ItemType.TEXT: text,
    ItemType.INTEGER: integer,
    ItemType.DECIMAL: decimal,
    ItemType.SCALE: scale,
    ItemType.YEAR: year,
    ItemType.DATE: day,
    ItemType.TIME: clock,
    ItemType.DATETIME: moment,
    ItemType.REGION: region,
    ItemType.COUNTRY: country,
    ItemType.LANGUAGE: language,
    ItemType.CONSENT: consent,
}
"""By type: typed value of (item, what was typed). Each raises `Wrong` when it is none."""
