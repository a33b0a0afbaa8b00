"""What people wrote, for those allowed to read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import DECLINED, Instrument
from engage.results.domain.filters import Where, conditions, entries_of
from engage.results.domain.questions import Kind, questions
from engage.results.domain.tally import Response


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


def free_texts(instrument: Instrument, responses: Iterable[Response], key: str, *, where: Where = ()) -> list[FreeText]:
    """Every text under `key`, in alphabetical order so that their order says nothing about who wrote when.

    Texts may identify a person: only for those allowed to read them, never for publication as they are.

    :raises NoFreeText: when nothing is written under that key
    :raises FilterRefusal: when `where` does not fit the instrument
    """
    if key not in free_text_keys(instrument):
        raise NoFreeText(key)
    tests = conditions(instrument, where)
    name = next(question.list for question in questions(instrument) if key in (question.key, question.other_key))
    texts = [
        FreeText(text.strip(), language)
        for response, _day, language, _version in responses
        if all(test(response) for test in tests)
        for answers in (entries_of(response, name) if name else (response,))
        if isinstance(text := answers.get(key), str) and text.strip() and text != DECLINED
    ]
    return sorted(texts, key=lambda each: (each.text.casefold(), each.text, each.language))
