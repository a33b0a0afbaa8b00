"""What organisers say of an activity, and what must be right about it. Codes, no sentences."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from engage.activities.domain.kinds import AMONG_PARTICIPANTS, ActivityKind, ActivityState, Count
from engage.i18n.locales import is_well_formed

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_ALT = 200, 4000, 500
LONGEST_GROUPS, LONGEST_ADDRESS, LONGEST_NAME = 300, 500, 200
MOST_PARTNERS, MOST_LANGUAGES = 50, 40
GREATEST_COUNT = 100_000_000
EARLIEST = date(1990, 1, 1)


class Wrong(StrEnum):
    """What can be wrong with a part of it."""

    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    NO_LANGUAGE = "no_language"
    NOT_A_LANGUAGE = "not_a_language"
    TOO_MANY = "too_many"
    NO_START = "no_start"
    NOT_A_DATE = "not_a_date"
    TOO_EARLY = "too_early"
    ENDS_FIRST = "ends_first"
    NOT_A_NUMBER = "not_a_number"
    MORE_THAN_CAME = "more_than_came"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_KNOWN = "not_known"
    NOT_YOUR_HUB = "not_your_hub"
    NO_ALT = "no_alt"


Problem = tuple[str, Wrong]
"""The name of a field, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PartnerName:
    """A partner that is not a hub."""

    name: str
    website: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What an activity of any kind is about."""

    partners: tuple[PartnerName, ...] = ()
    scope: str = "national"
    areas: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    groups: str = ""
    state: ActivityState = ActivityState.ANNOUNCED
    summary: Mapping[str, str] = field(default_factory=dict)
    cover_text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What is said besides of an activity held elsewhere."""

    kind: ActivityKind
    title: Mapping[str, str]
    languages: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    link: str = ""
    document: str = ""


def wrong_in_description(given: Description, languages: Collection[str], *, covered: bool) -> Iterator[Problem]:
    """What is wrong with what an activity is about.

    :param languages: of the activity; the text of its cover picture is wanted in each
    :param covered: whether it has a cover picture
    """
    if len(given.groups) > LONGEST_GROUPS:
        yield "groups", Wrong.TOO_LONG
    if len(given.partners) > MOST_PARTNERS:
        yield "partners", Wrong.TOO_MANY
    for partner in given.partners:
        if len(partner.name) > LONGEST_NAME:
            yield "partners", Wrong.TOO_LONG
        if partner.website and not is_address(partner.website):
            yield "partners", Wrong.NOT_AN_ADDRESS
    for tag, text in given.summary.items():
        if len(text) > LONGEST_SUMMARY:
            yield f"summary-{tag}", Wrong.TOO_LONG
    for tag, text in given.cover_text.items():
        if len(text) > LONGEST_ALT:
            yield f"alt-{tag}", Wrong.TOO_LONG
    if covered:
        for tag in without(given.cover_text, languages):
            yield f"alt-{tag}", Wrong.NO_ALT


def wrong_in_held(given: Held) -> Iterator[Problem]:
    """What is wrong with what is said of an activity held elsewhere. A title is asked for once it has a language."""
    if given.languages and not any(text.strip() for text in given.title.values()):
        yield f"title-{given.languages[0]}", Wrong.NO_TITLE
    for tag, text in given.title.items():
        if len(text) > LONGEST_TITLE:
            yield f"title-{tag}", Wrong.TOO_LONG
    if not given.languages:
        yield "languages", Wrong.NO_LANGUAGE
    if len(given.languages) > MOST_LANGUAGES:
        yield "languages", Wrong.TOO_MANY
    if not all(is_well_formed(tag) for tag in given.languages):
        yield "languages", Wrong.NOT_A_LANGUAGE
    yield from _wrong_days(given.starts_on, given.ends_on)
    yield from _wrong_counts(given.counts)
    for name in ("link", "document"):
        address = getattr(given, name)
        if address and not is_address(address):
            yield name, Wrong.NOT_AN_ADDRESS


def _wrong_days(starts_on: date | None, ends_on: date | None) -> Iterator[Problem]:
    if starts_on is None:
        yield "starts_on", Wrong.NO_START
    elif starts_on < EARLIEST:
        yield "starts_on", Wrong.TOO_EARLY
    if starts_on and ends_on and ends_on < starts_on:
        yield "ends_on", Wrong.ENDS_FIRST


def _wrong_counts(counts: Mapping[str, int]) -> Iterator[Problem]:
    for name, number in counts.items():
        if not 0 <= number <= GREATEST_COUNT:
            yield name, Wrong.NOT_A_NUMBER
    came = counts.get(Count.PARTICIPANTS)
    for part in AMONG_PARTICIPANTS:
        if came is not None and part in counts and counts[part] > came:
            yield part, Wrong.MORE_THAN_CAME


def without(texts: Mapping[str, str], languages: Collection[str]) -> tuple[str, ...]:
    """The languages in which a text is missing."""
    return tuple(tag for tag in languages if not texts.get(tag, "").strip())


def is_address(text: str) -> bool:
    """Whether a text is an address that a page may link to: of the web, and nothing else."""
    if len(text) > LONGEST_ADDRESS or any(ch.isspace() or not ch.isprintable() for ch in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


_PARTNER = re.compile(r"(?P<name>.*?)(?:[\s,;|]+(?P<website>https?://\S+))?", re.DOTALL)


def partners_in(text: str, separator: str = "\n") -> tuple[PartnerName, ...]:
    """Partners as they are typed: one a line, after the name its address where it has one."""
    found = []
    for line in text.split(separator):
        match = _PARTNER.fullmatch(line.strip())
        if match and match["name"].strip():
            found.append(PartnerName(match["name"].strip(" ,;|"), match["website"] or ""))
    return tuple(dict.fromkeys(found))


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})
"""That have no plain letter inside them."""


def slug_of(title: str, taken: Collection[str]) -> str:
    """A place in addresses that nothing else has."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "activity"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
