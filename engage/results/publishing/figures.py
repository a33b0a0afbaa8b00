"""The published figures of a survey: what an edition holds, and nothing else that pages, charts and files may show.

The document is described in docs/reference/results-edition.md. Every number in it is protected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

FORMAT = 1
Texts = Mapping[str, str]
"""By language tag."""


class State(StrEnum):
    """What is shown of one count."""

    SHOWN = "shown"
    FEW = "few"
    """Fewer than 10: 0 to 9 alike."""
    HIDDEN = "hidden"
    """10 or more, not shown so that nobody can work out a smaller one."""
    IMPOSSIBLE = "impossible"
    """Nobody could give this answer here: a true zero."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer. `count` (a multiple of 5) and `percent` (of the base) only where it is shown."""

    code: str
    state: State
    count: int | None = None
    percent: float | None = None
    weighted: float | None = None
    """Weighted percent, beside the unweighted one; None where it is not published."""


@dataclass(frozen=True, slots=True)
class Table:
    """The counts of one question for one group of people."""

    cells: tuple[Cell, ...] = ()
    base: int | None = None
    """How many answered, a multiple of 5: what percentages are of. None: not shown, then there are no percentages."""
    few: bool = False
    """Fewer than 10 answered: nothing is shown."""
    hidden: bool = False
    """Nothing of it is shown, so that nothing can be worked out."""
    mean: float | None = None
    median: float | None = None

    @property
    def shown(self) -> bool:
        return not self.few and not self.hidden

    def cell(self, code: str) -> Cell:
        """:raises KeyError: when the table has no such answer"""
        for each in self.cells:
            if each.code == code:
                return each
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Filter:
    """What readers may choose, one at a time: language, country, or the answers to one question."""

    key: str
    label: Texts
    values: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """The same question in an earlier survey, as that survey's edition shows it."""

    survey: str
    edition: int
    table: Table


@dataclass(frozen=True, slots=True)
class Question:
    """A published question. `key` is its answer key: `item` or `item/row`."""

    key: str
    item: str
    kind: str
    """`choice`, `multiple`, `scale`, `number` (in classes) or `ranking` (who was put first)."""
    label: Texts
    row: Texts
    """Of a row of a matrix: its label, below the question's."""
    section: Texts
    options: tuple[Option, ...]
    table: Table
    by: Mapping[str, Mapping[str, Table]] = field(default_factory=dict)
    """By filter, by its value."""
    waves: tuple[Wave, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """One question by the answers to another: a table for each answer of `columns`."""

    rows: str
    columns: str
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Margin:
    """What a weighting was fitted to."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Weighted:
    """How the weighted percentages came about."""

    name: str
    margins: tuple[Margin, ...]
    calculated_on: str
    effective: int | None
    """Effective sample size, rounded like `responses`."""


@dataclass(frozen=True, slots=True)
class WaveOf:
    survey: str
    edition: int
    title: Texts
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not in the figures, in a word that pages translate (`engage.results.publishing.words.HIDDEN`)."""

    reason: str
    """`few`, `complement`, `table`, `crossing`, `filter`, `weighted`, `base`."""
    what: tuple[str, ...]
    """Keys of questions or filters."""
    number: int
    """How many figures."""


@dataclass(frozen=True, slots=True)
class Method:
    """Who asked, whom, when, how; what page, report and file say alike."""

    asked_by: tuple[Texts, ...]
    first_day: str
    """ISO date; a month (`2026-03`) where fewer than 10 came on that day."""
    last_day: str
    responses: int | None
    """About how many, rounded to `step`; None where even that would tell too much."""
    step: int
    languages: tuple[str, ...]
    """In which it could be answered."""
    countries: tuple[str, ...]
    channels: tuple[str, ...]
    """By which people came (`engage.surveys.domain.channels`); those of fewer than 10 are left out."""
    chose_to_answer: bool
    """Anybody could answer: the figures speak of those who did."""
    weighting: Weighted | None
    hidden: tuple[Hidden, ...]
    minimum: int = 10
    rounding: int = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, without personal data, released one by one."""

    key: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Published:
    """All figures of one edition."""

    survey: str
    title: Texts
    source_language: str
    method: Method
    filters: tuple[Filter, ...]
    questions: tuple[Question, ...]
    crossings: tuple[Crossing, ...]
    waves: tuple[WaveOf, ...] = ()
    quotes: tuple[Quote, ...] = ()
    too_few: bool = False
    """Fewer than 10 answered at all: nothing but `method` stands here."""

    def question(self, key: str) -> Question:
        """:raises KeyError: when it is not published"""
        for each in self.questions:
            if each.key == key:
                return each
        raise KeyError(key)


def document(published: Published) -> dict[str, Any]:
    """What is stored; `read` gives it back."""
    return {"format": FORMAT, **asdict(published)}


def read(stored: Mapping[str, Any]) -> Published:
    """The figures of a stored edition.

    :raises ValueError: when the document has another format
    """
    if stored.get("format") != FORMAT:
        raise ValueError(stored.get("format"))
    return Published(
        survey=stored["survey"],
        title=stored["title"],
        source_language=stored["source_language"],
        method=_method(stored["method"]),
        filters=tuple(Filter(each["key"], each["label"], _options(each["values"])) for each in stored["filters"]),
        questions=tuple(_question(each) for each in stored["questions"]),
        crossings=tuple(
            Crossing(each["rows"], each["columns"], _tables(each["tables"])) for each in stored["crossings"]
        ),
        waves=tuple(WaveOf(**each) for each in stored["waves"]),
        quotes=tuple(Quote(**each) for each in stored["quotes"]),
        too_few=stored["too_few"],
    )


def _method(stored: Mapping[str, Any]) -> Method:
    weighting = stored["weighting"]
    return Method(
        **{
            **stored,
            **{name: tuple(stored[name]) for name in ("asked_by", "languages", "countries", "channels")},
            "weighting": weighting
            and Weighted(**{**weighting, "margins": tuple(Margin(**each) for each in weighting["margins"])}),
            "hidden": tuple(Hidden(each["reason"], tuple(each["what"]), each["number"]) for each in stored["hidden"]),
        }
    )


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(
        **{
            **stored,
            "options": _options(stored["options"]),
            "table": _table(stored["table"]),
            "by": {key: _tables(by) for key, by in stored["by"].items()},
            "waves": tuple(Wave(each["survey"], each["edition"], _table(each["table"])) for each in stored["waves"]),
        }
    )


def _options(stored: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(each["code"], each["label"]) for each in stored)


def _tables(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Table]:
    return {code: _table(each) for code, each in stored.items()}


def _table(stored: Mapping[str, Any]) -> Table:
    cells = tuple(Cell(**{**each, "state": State(each["state"])}) for each in stored["cells"])
    return Table(**{**stored, "cells": cells})
