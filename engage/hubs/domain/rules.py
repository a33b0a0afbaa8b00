"""What may be said of a hub: rules that a form and a file share. Each gives the value as it is kept."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from engage.core import zones
from engage.i18n.locales import is_well_formed
from engage.i18n.named import is_country

T = TypeVar("T")

LONGEST_NAME = 200
LONGEST_SLUG = 60
LONGEST_ADDRESS = 500
LONGEST_TEXT = 5_000
MOST_LANGUAGES = 12
LAST_ROUND = 99
RESERVED = frozenset({"new"})
"""Words of the product where a slug could stand."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+")
_PHONE = re.compile(r"[+0-9][0-9 ()./-]{2,59}")
_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
"""Signs that turn the direction of what follows: in a name they could dress up as another."""


class Wrong(ValueError):
    """The value cannot be kept; the sentence says what to write instead."""


def text(longest: int, *, needed: bool = False) -> Callable[[Any], str]:
    """Words on one line or several, without signs that turn their direction."""

    def check(value: Any) -> str:
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise Wrong("write a text here")
        kept = str(value).translate(_MARKS).strip()
        if needed and not kept:
            raise Wrong("this must not be empty")
        if len(kept) > longest:
            raise Wrong(f"this is longer than {longest} characters")
        return kept

    return check


def slug(value: Any) -> str:
    """A place in addresses: lower-case letters without accents, digits, hyphens between."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value) or len(value) > LONGEST_SLUG or value in RESERVED:
        raise Wrong("use lower-case letters a to z, digits and hyphens, at most 60, for example north-coast")
    return value


def address(value: Any) -> str:
    """A web address; empty for none."""
    kept = text(LONGEST_ADDRESS)(value)
    try:
        parts = urlsplit(kept)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\]", kept)
    except ValueError:
        good = False
    if kept and not good:
        raise Wrong("write a web address that begins with https://")
    return kept


def mail_address(value: Any) -> str:
    """A mail address; empty for none."""
    kept = text(254)(value)
    if kept and not _MAIL.fullmatch(kept):
        raise Wrong("write a mail address, for example hub@example.org")
    return kept


def phone(value: Any) -> str:
    """A telephone number; empty for none."""
    kept = text(60)(value)
    if kept and not _PHONE.fullmatch(kept):
        raise Wrong("write a telephone number with its country, for example +47 22 00 00 00")
    return kept


def country(value: Any) -> str:
    """An ISO 3166 code; empty for a hub of the whole network."""
    if value == "" or (isinstance(value, str) and is_country(value)):
        return str(value)
    raise Wrong("write the two letters of a country by ISO 3166, for example NO")


def time_zone(value: Any) -> str:
    if not isinstance(value, str) or not zones.is_zone(value):
        raise Wrong("write a time zone as in Europe/Brussels")
    return value


def day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("write a day as in 2026-03-31") from None


def number_of_round(value: Any) -> int:
    """Of the applications to the network."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LAST_ROUND:
        raise Wrong("write the number of a round, for example 1")
    return value


def languages(value: Any) -> list[str]:
    """Tags by BCP 47, the hub's own language first, each once."""
    given = value if isinstance(value, list) else str(value).replace(",", " ").split()
    if not all(isinstance(tag, str) and is_well_formed(tag) for tag in given):
        raise Wrong("write languages by their codes, the hub's own first, for example nb, en")
    if len(given) > MOST_LANGUAGES:
        raise Wrong(f"name at most {MOST_LANGUAGES} languages")
    return list(dict.fromkeys(given))


def texts(longest: int = LONGEST_TEXT) -> Callable[[Any], dict[str, str]]:
    """Words by language."""

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(is_well_formed(tag) for tag in value):
            raise Wrong("write the texts by language: {en: …, nb: …}")
        one = text(longest)
        return {tag: kept for tag, words in value.items() if (kept := one(words))}

    return check


def parts(checks: dict[str, Callable[[Any], str]]) -> Callable[[Any], dict[str, str]]:
    """A few texts by name."""

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not value.keys() <= checks.keys():
            raise Wrong(f"write {', '.join(checks)} here, each by its name")
        return {key: checks[key](each) for key, each in value.items()}

    return check


def one_of(known: Sequence[T], name: Callable[[T], str] = str) -> Callable[[Any], T]:
    """One of a few words."""
    by_name = {name(each): each for each in known}

    def check(value: Any) -> T:
        if value not in by_name:
            raise Wrong(f"write one of: {', '.join(by_name)}")
        return by_name[value]

    return check
