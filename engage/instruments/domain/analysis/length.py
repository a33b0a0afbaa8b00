"""How many minutes a way through an instrument takes, by language.

Reading: 68 milliseconds a character, the mean of 14 languages with alphabets when texts of equal content were read
aloud (Trauzettel-Klosinski, Dietz and the IReST Study Group 2012, Investigative Ophthalmology & Visual Science 53,
5452-5461). The same study found 1.42 ± 0.13 such texts a minute in all of its 17 languages: equal content takes
about equal time, so a text in a script that was not among the 14 counts as long as the text in the source language.
People read silently somewhat faster and questionnaires somewhat slower; the two are taken to cancel out.

Answering: seconds by kind of item, beside its reading. These are assumptions of this project (`SECONDS`), to be
replaced by medians of the paradata once surveys have run.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section

SECONDS_A_CHARACTER = 0.068
SECONDS: Mapping[ItemType, float] = {
    ItemType.NOTE: 1,
    ItemType.TEXT: 12,
    ItemType.INTEGER: 5,
    ItemType.DECIMAL: 6,
    ItemType.DATE: 7,
    ItemType.TIME: 5,
    ItemType.DATETIME: 10,
    ItemType.SINGLE: 4,
    ItemType.MULTIPLE: 6,
    ItemType.MATRIX: 3,
    ItemType.RANKING: 4,
    ItemType.SCALE: 4,
    ItemType.ALLOCATION: 6,
    ItemType.REGION: 8,
    ItemType.COUNTRY: 6,
    ItemType.LANGUAGE: 6,
    ItemType.YEAR: 4,
    ItemType.DURATION: 8,
    ItemType.DATE_RANGE: 14,
    ItemType.FILE: 45,
    ItemType.CONSENT: 5,
    ItemType.CALCULATION: 0,
}
"""To think and answer; of a matrix and an allocation for each row, of a ranking for each place."""
SECONDS_WRITING = 30.0
"""For a text of several lines."""
SECONDS_A_PAGE = 3.0
"""To send a page and find one's way on the next."""
READ_OPTIONS = 12
"""Of a longer list, people read so many and look for theirs."""

_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")


@dataclass(frozen=True, slots=True)
class Minutes:
    """Over the ways that were walked."""

    shortest: float
    typical: float
    """The median."""
    longest: float


def seconds(item: Item, language: str) -> float:
    """To read and answer one item. Further help that is folded is not read."""
    shown = [item.label, item.hint, item.low_label, item.high_label]
    shown += [option.label for option in item.options[:READ_OPTIONS]]
    shown += [row.label for row in item.rows]
    reading = sum(_reading(text, language) for text in shown if text is not None)
    if item.type is ItemType.TEXT and item.multiline:
        return reading + SECONDS_WRITING
    times = 1
    if item.type in (ItemType.MATRIX, ItemType.ALLOCATION):
        times = max(len(item.rows), 1)
    elif item.type is ItemType.RANKING:
        times = max(min(len(item.options), item.max_choices or len(item.options)), 1)
    return reading + SECONDS[item.type] * times


def minutes(
    instrument: Instrument, ways: Iterable[Iterable[str]], languages: Iterable[str] = ()
) -> Mapping[str, Minutes]:
    """Minutes by language over ways, each the names of the items that were asked on it.

    What stands before the first question and after the last is read on every way.
    """
    every = [frozenset(way) for way in ways] or [frozenset()]
    items = {item.name: item for item in instrument.items}
    sections = {item.name: section for section in instrument.sections for item in section.items}
    frame = [instrument.title, instrument.welcome, instrument.closing]
    found = {}
    for tag in languages or instrument.languages:
        around = sum(_reading(text, tag) for text in frame if text)
        by_item = {name: seconds(item, tag) for name, item in items.items()}
        by_section = {section.name: _of_section(section, tag) for section in instrument.sections}
        lengths = []
        for way in every:
            pages = {sections[name].name for name in way if name in sections}
            asked = sum(by_item[name] for name in way if name in by_item)
            lengths.append((around + asked + sum(by_section[name] for name in pages)) / 60)
        found[tag] = Minutes(min(lengths), median(lengths), max(lengths))
    return found


def _of_section(section: Section, language: str) -> float:
    texts = (text for text in (section.title, section.description) if text)
    return SECONDS_A_PAGE + sum(_reading(text, language) for text in texts)


def _reading(text: LocalizedText, language: str) -> float:
    words = text.in_(language)
    if not _is_alphabetic(words[:80]):
        words = text.source or words
    return SECONDS_A_CHARACTER * len(words)


@lru_cache(maxsize=8192)
def _is_alphabetic(words: str) -> bool:
    if words.isascii():
        return True
    letters = [sign for sign in words if sign.isalpha()]
    return sum(unicodedata.name(sign, "").startswith(_ALPHABETS) for sign in letters) * 2 >= len(letters)
