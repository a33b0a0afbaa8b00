"""Answers language by language: questions that are answered so differently that their wording is worth a look.

A difference is no error. People who answer in one language live elsewhere and may think otherwise; a translation that
asks something else looks just the same. Only somebody who reads both can tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.results.domain.questions import Kind, Question
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable
from engage.statistics.differences import Difference, cramers_v, difference

COMPARED = (Kind.CHOICE, Kind.MULTIPLE, Kind.SCALE)
FEWEST = 20
"""Responses in a language and in all others together; fewer say nothing."""
MISSING_APART, ANSWERS_APART = 0.10, 0.15
"""From which difference of shares on a question is listed."""
CONFIDENCE = 0.999
"""Of the intervals: many questions are looked at, and chance would bring some up."""


class Reason(StrEnum):
    """Why a question is worth a look."""

    MISSING = "missing"
    """More, or fewer, gave no answer."""
    ANSWER = "answer"
    """One of the answers is given much more, or much less, often."""


@dataclass(frozen=True, slots=True)
class Look:
    """A question to look at in one language."""

    question: Question
    language: str
    reason: Reason
    here: float
    """In percent, of those who answered in the language."""
    elsewhere: float
    """In percent, of those who answered in another."""
    apart: Difference
    """Here minus elsewhere, as shares."""
    row: TableRow | None = None
    """The answer that is meant."""
    association: float | None = None
    """Cramér's V of the answers with this language against the others: 0 nothing to do with each other, 1 entirely."""


@dataclass(frozen=True, slots=True)
class Missing:
    """How many gave no answer to a question, by language; in percent, None without responses."""

    question: Question
    shares: Mapping[str, float | None]


def worth_a_look(whole: Sequence[ItemTable], by_language: Mapping[str, Sequence[ItemTable]]) -> tuple[Look, ...]:
    """The largest differences first; for each question and language at most one for each reason.

    :param whole: tables of all responses
    :param by_language: tables of those given in each language
    """
    found: list[Look] = []
    for language, tables in by_language.items():
        known = {table.name: table for table in tables}
        for table in whole:
            inside = known.get(table.name)
            if inside is not None and not table.question.list:
                found += _looks(table, inside, language)
    return tuple(sorted(found, key=lambda look: (-abs(look.apart.value), look.question.key, look.language)))


def missing_rates(whole: Sequence[ItemTable], by_language: Mapping[str, Sequence[ItemTable]]) -> tuple[Missing, ...]:
    """Every question with its shares of no answer."""
    known = {language: {table.name: table for table in tables} for language, tables in by_language.items()}
    return tuple(
        Missing(
            table.question, {language: _missing_share(tables.get(table.name)) for language, tables in known.items()}
        )
        for table in whole
        if not table.question.list
    )


def _missing_share(table: ItemTable | None) -> float | None:
    return 100 * table.missing / table.responses if table is not None and table.responses else None


def _looks(whole: ItemTable, inside: ItemTable, language: str) -> Iterator[Look]:
    rest = whole.responses - inside.responses
    if min(inside.responses, rest) < FEWEST:
        return
    missing = (inside.missing, inside.responses), (max(whole.missing - inside.missing, 0), rest)
    if (apart := _apart(*missing)) and abs(apart.value) >= MISSING_APART:
        yield Look(whole.question, language, Reason.MISSING, *_percents(*missing), apart)
    base, others = inside.base, whole.base - inside.base
    if whole.kind not in COMPARED or min(base, others) < FEWEST:
        return
    given = {row.code: row.count for row in inside.rows}
    best: Look | None = None
    pairs = [(row, given.get(row.code, 0), row.count - given.get(row.code, 0)) for row in whole.rows]
    association = cramers_v([[n for _, n, _ in pairs], [n for _, _, n in pairs]])
    for row, here, elsewhere in pairs:
        shares = (here, base), (elsewhere, others)
        apart = _apart(*shares)
        if apart and abs(apart.value) >= ANSWERS_APART and (best is None or abs(apart.value) > abs(best.apart.value)):
            best = Look(whole.question, language, Reason.ANSWER, *_percents(*shares), apart, row, association)
    if best is not None:
        yield best


def _apart(here: tuple[int, int], elsewhere: tuple[int, int]) -> Difference | None:
    """The difference, where it is more than chance."""
    found = difference(elsewhere, here, CONFIDENCE)
    return found if found.beyond_chance else None


def _percents(here: tuple[int, int], elsewhere: tuple[int, int]) -> tuple[float, float]:
    return 100 * here[0] / here[1], 100 * elsewhere[0] / elsewhere[1]
