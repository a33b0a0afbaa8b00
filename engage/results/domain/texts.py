"""What people wrote, for those allowed to read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from engage.core.refusal import Refusal
from engage.db.folding import fold
from engage.instruments.domain.definition import DECLINED, Instrument
from engage.results.domain.questions import Kind, Question, questions


class NoFreeText(Refusal):
    """The key holds no text that people wrote."""

    code: ClassVar[str] = "no_free_text"


@dataclass(frozen=True, slots=True, order=True)
class FreeText:
    text: str
    language: str
    """The language of the response; what was written may be in another."""


def free_text_keys(instrument: Instrument) -> tuple[str, ...]:
    """Where free texts are kept: text items, text cells of a matrix, the words beside "other"."""
    keys: list[str] = []
    for question in questions(instrument):
        if question.kind is Kind.TEXT:
            keys.append(question.key)
        if question.other_key:
            keys.append(question.other_key)
    return tuple(keys)


def file_keys(instrument: Instrument) -> tuple[str, ...]:
    """Where files are kept that people sent."""
    return tuple(question.key for question in questions(instrument) if question.kind is Kind.FILE)


def question_of(instrument: Instrument, key: str) -> Question:
    """The question that the texts under a key are answers to.

    :raises NoFreeText: when nothing is written under that key
    """
    if key not in free_text_keys(instrument):
        raise NoFreeText(key)
    return next(question for question in questions(instrument) if key in (question.key, question.other_key))


def with_words(texts: Iterable[FreeText], asked: str) -> list[FreeText]:
    """Those in which every word stands, or its beginning or a part of it: whatever its accents and capitals."""
    words = (fold(asked) or "").split()
    return [each for each in texts if all(word in (fold(each.text) or "") for word in words)]


def in_order(written: Iterable[tuple[str | None, str | None]]) -> list[FreeText]:
    """Texts with the language of their response, in alphabetical order so that it says nothing about who wrote when.

    Texts may identify a person: only for those allowed to read them, never for publication as they are.
    """
    texts = [
        FreeText(text.strip(), language or "")
        for text, language in written
        if text and text.strip() and text != DECLINED
    ]
    return sorted(texts, key=lambda each: (each.text.casefold(), each.text, each.language))
