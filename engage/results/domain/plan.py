"""What a team means to publish of a survey: which questions, crossed with what, for which groups."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engage.instruments.domain.definition import Instrument
from engage.results.domain.filters import COUNTRY, LANGUAGE
from engage.results.domain.questions import Kind, Question, questions

MOST_CROSSINGS = 12
MOST_FILTERS = 3
MOST_VALUES = 40
"""A question with more different answers makes no table that people read, nor groups."""
PLACES = ("lead", "method", "next")
"""Where a page has words of the team: at its top, on how it was asked, on what happens next."""
_PUBLISHED = (Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE, Kind.NUMBER, Kind.RANKING)


@dataclass(frozen=True, slots=True)
class Plan:
    """Keys of questions; `_language` and `_country` may be filters besides."""

    items: tuple[str, ...] = ()
    crossings: tuple[tuple[str, str], ...] = ()
    """Rows and columns: the answers to the first by the answers to the second."""
    filters: tuple[str, ...] = ()
    weighting: int | None = None
    waves: tuple[int, ...] = ()
    """Earlier surveys whose editions are shown beside."""

    def as_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Plan":
        return cls(
            tuple(document.get("items", ())),
            tuple((rows, columns) for rows, columns in document.get("crossings", ())),
            tuple(document.get("filters", ())),
            document.get("weighting"),
            tuple(document.get("waves", ())),
        )


def offered(instrument: Instrument) -> tuple[Question, ...]:
    """What can be published. Never what people wrote, sent or dated, nor what is asked in a list: it counts entries."""
    return tuple(
        question
        for question in questions(instrument)
        if question.kind in _PUBLISHED and not question.list and not question.unit
    )


def divides(question: Question) -> bool:
    """Whether its answers make groups: one code a person."""
    return question.kind is Kind.CHOICE and len(question.options) <= MOST_VALUES


def delicate(question: Question) -> bool:
    """Whether to think twice before publishing it."""
    return question.item.special_category or question.item.personal


def fitting(plan: Plan, instrument: Instrument) -> Plan:
    """The plan without what the instrument does not ask (any more), and with what it crosses among its questions."""
    known = {question.key: question for question in offered(instrument)}
    groups = {key for key, question in known.items() if divides(question)}
    crossings = [pair for pair in dict.fromkeys(plan.crossings) if pair[0] in known and pair[1] in groups - {pair[0]}]
    items = {*plan.items, *(key for pair in crossings for key in pair)}
    filters = tuple(key for key in dict.fromkeys(plan.filters) if key in groups | {LANGUAGE, COUNTRY})
    return Plan(tuple(key for key in known if key in items), tuple(crossings), filters, plan.weighting, plan.waves)
