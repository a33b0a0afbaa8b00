"""The words of an event: which there are, which are missing in a language, and which languages open."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engage.i18n.gates import TextGate, passing
from engage.i18n.locales import PUBLIC_LANGUAGES, is_well_formed, nearest
from engage.i18n.text import LocalizedText, TextState

WHOLE = ("title", "summary", "about", "practical", "consent")
"""Texts of the event itself, in the order of its page."""
LONG = frozenset({"summary", "about", "practical", "consent"})
"""Several paragraphs; the others are one line."""
LONGEST = {"title": 200, "name": 200, "summary": 2_000}
LONGEST_OTHER = 10_000
_KINDS = ("site", "track", "session", "speaker", "quota")
MOST_LANGUAGES = 40


def is_place(place: str) -> bool:
    """Whether texts of an event's page stand there; what is said afterwards (`report:`) is not among them."""
    return place in WHOLE or place.split(":", maxsplit=1)[0] in _KINDS


def is_long(place: str) -> bool:
    return place.rpartition(":")[2] in LONG


def longest(place: str) -> int:
    """Characters that fit."""
    return LONGEST.get(place.rpartition(":")[2], LONGEST_OTHER)


def in_order(places: Collection[str]) -> list[str]:
    """As the page has them: the event's own, sites, tracks, sessions with their descriptions, speakers, quotas."""

    def rank(place: str) -> tuple[int, int, int]:
        if place in WHOLE:
            return (0, WHOLE.index(place), 0)
        kind, number, name = place.split(":")
        return (1 + _KINDS.index(kind), int(number), int(name == "about"))

    return sorted((place for place in places if is_place(place)), key=rank)


@dataclass(frozen=True, slots=True)
class Counted:
    """How far a language has come: how many texts there are of each state."""

    missing: int = 0
    draft: int = 0
    stale: int = 0
    reviewed: int = 0
    approved: int = 0

    @property
    def all(self) -> int:
        return self.missing + self.draft + self.stale + self.reviewed + self.approved


def counted(texts: Mapping[str, LocalizedText], language: str) -> Counted:
    found = {"missing": 0, "draft": 0, "stale": 0, "reviewed": 0, "approved": 0}
    for _, text in _said(texts):
        found[_state(text, language)] += 1
    return Counted(**found)


def _state(text: LocalizedText, language: str) -> str:
    if not text.has(language):
        return "missing"
    return TextState.APPROVED if language == text.source_language else text.translations[language].state


def _said(texts: Mapping[str, LocalizedText]) -> Iterator[tuple[str, LocalizedText]]:
    """Texts of the page that say something in their source."""
    for place in in_order(texts.keys()):
        if texts[place].source.strip():
            yield place, texts[place]


def gaps(texts: Mapping[str, LocalizedText], language: str, gate: TextGate) -> tuple[str, ...]:
    """The places whose text a language lacks, or has not as far as the gate asks."""
    return tuple(place for place, text in _said(texts) if not passing(text, gate).has(language))


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands between a language and its page."""

    page: tuple[str, ...] = ()
    """Places of texts that are missing or not far enough."""
    questions: int = 0
    """Texts of the registration's questions, likewise."""
    mails: bool = False
    """The product writes its mails and calendar texts in no language near to it."""

    @property
    def open(self) -> bool:
        return not (self.page or self.questions or self.mails)


def readiness(
    texts: Mapping[str, LocalizedText], questions: Sequence[LocalizedText], language: str, gate: TextGate
) -> Readiness:
    """What a language lacks. The source language lacks nothing by itself: it is what the others are held against.

    :param questions: every text of the questions that are asked
    """
    if gate is TextGate.NONE:
        page: tuple[str, ...] = () if _has_title(texts, language) else ("title",)
        return Readiness(page, 0, not has_mails(language))
    lacking = sum(
        1 for text in questions if text.source.strip() and not passing(text, gate).has(_spelt(text, language))
    )
    return Readiness(gaps(texts, language, gate), lacking, not has_mails(language))


def _spelt(text: LocalizedText, language: str) -> str:
    return language if text.has(language) else nearest(language, tuple(tag for tag, _ in text)) or language


def _has_title(texts: Mapping[str, LocalizedText], language: str) -> bool:
    return "title" in texts and texts["title"].has(language)


def has_mails(language: str) -> bool:
    """Whether the product's own words (mails, calendar, buttons) are there in a language or in one near to it."""
    return nearest(language, PUBLIC_LANGUAGES) is not None


def opened(
    source: str,
    wanted: Sequence[str],
    ready: Mapping[str, Readiness],
    *,
    before: Collection[str] = (),
) -> list[str]:
    """The languages that people can read and register in, the source first.

    :param before: those that were open already: a page that people have the address of does not vanish because a
        session was added; its new texts stand there in the source language until they are translated
    """
    others = [tag for tag in wanted if tag != source]
    return [source, *(tag for tag in others if tag in before or ready[tag].open)]


def languages_in(typed: Sequence[str]) -> list[str]:
    """Language tags as they were chosen and typed, each once, well-formed ones alone."""
    return list(dict.fromkeys(tag for tag in typed if is_well_formed(tag)))[:MOST_LANGUAGES]
