"""What an entry of the library says, and what may be wrong with it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engage.activities.domain.describing import is_address
from engage.i18n.locales import is_well_formed
from engage.maturity.domain.kinds import ResourceKind

LONGEST = {"title": 200, "summary": 1_000, "url": 500, "owner": 200, "licence": 200}
ANY = 0
"""The level of what helps with an indicator as a whole."""
_HELP = re.compile(r"(?P<indicator>[^\s:]+)(?:\s*:\s*(?P<level>\d{1,2}))?")


class Wrong(StrEnum):
    """What keeps an entry out."""

    NEEDED = "needed"
    TOO_LONG = "too-long"
    NOT_KNOWN = "not-known"
    LANGUAGE = "language"
    LINK = "link"
    HELP = "help"
    """It is not written as an indicator, or as an indicator, a colon and a level."""
    INDICATOR = "indicator"
    LEVEL = "level"
    THERE = "there"
    """The library has the same address already."""
    TWICE = "twice"
    """An earlier line has it."""
    YES_OR_NO = "yes-or-no"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True, order=True)
class Help:
    """What something helps to reach."""

    indicator: str
    level: int = ANY

    def __str__(self) -> str:
        return f"{self.indicator}:{self.level}" if self.level else self.indicator


@dataclass(frozen=True, slots=True)
class Entry:
    """A guide, toolkit or training as somebody describes it."""

    kind: str
    language: str
    """That the thing itself is in."""
    titles: Mapping[str, str]
    """By language."""
    summaries: Mapping[str, str]
    url: str
    owner: str
    licence: str
    helps: tuple[Help, ...] = ()
    published: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    what: Wrong
    value: str = ""


def read_helps(text: str) -> tuple[tuple[Help, ...], str]:
    """What stands in a cell such as `INC-1:2; INC-1:3; MAN-2`, and the first part that cannot be read."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[;,\n]", text))):
        match = _HELP.fullmatch(part)
        if match is None:
            return (), part
        found.append(Help(match["indicator"], int(match["level"] or ANY)))
    return tuple(dict.fromkeys(found)), ""


def problems(entry: Entry, indicators: Mapping[str, int], taken: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with an entry.

    :param indicators: those of the model, with their highest level; empty while there is no model: then any
    :param taken: addresses that the library has already
    """
    if entry.kind not in set(ResourceKind):
        yield Problem("kind", Wrong.NOT_KNOWN, entry.kind)
    if not any(words.strip() for words in entry.titles.values()):
        yield Problem("title", Wrong.NEEDED)
    if not is_well_formed(entry.language):
        yield Problem("language", Wrong.LANGUAGE if entry.language else Wrong.NEEDED, entry.language)
    if not is_address(entry.url):
        yield Problem("url", Wrong.LINK if entry.url else Wrong.NEEDED, entry.url)
    elif entry.url in taken:
        yield Problem("url", Wrong.THERE, entry.url)
    for name, value in (("owner", entry.owner), ("licence", entry.licence)):
        if not value:
            yield Problem(name, Wrong.NEEDED)
    yield from _of_words(entry)
    for each in entry.helps:
        if indicators and each.indicator not in indicators:
            yield Problem("helps", Wrong.INDICATOR, each.indicator)
        elif indicators and each.level > indicators[each.indicator]:
            yield Problem("helps", Wrong.LEVEL, str(each))


def _of_words(entry: Entry) -> Iterator[Problem]:
    words = [
        *(("title", tag, text) for tag, text in entry.titles.items()),
        *(("summary", tag, text) for tag, text in entry.summaries.items()),
        *((name, "", getattr(entry, name)) for name in ("url", "owner", "licence")),
    ]
    for name, tag, text in words:
        field = f"{name}:{tag}" if tag else name
        if len(text) > LONGEST[name]:
            yield Problem(field, Wrong.TOO_LONG, text[:40])
        if "\0" in text:
            yield Problem(field, Wrong.CHARACTER)
        if tag and not is_well_formed(tag):
            yield Problem(field, Wrong.LANGUAGE, tag)
