"""One pass over the responses: how often each value was given, by question and by group."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from engage.instruments.domain.definition import DECLINED
from engage.instruments.domain.spans import length_in
from engage.results.domain.filters import Answers, Condition, entries_of
from engage.results.domain.questions import Kind, Question

Response = tuple[Answers, date, str, int]
"""Answers by key (engage.instruments.domain.definition), day, language, version."""

Counts = defaultdict[Hashable, int]
_Shape = Callable[[object], Hashable]
_Allocations = dict[str, list[tuple[str, tuple[str, ...]]]]
"""By list, "" outside of lists: name of an allocation and the keys of its rows."""


@dataclass(slots=True)
class Tally:
    """Counts of a set of responses."""

    questions: tuple[Question, ...]
    responses: int = 0
    counts: dict[str, Counts] = field(default_factory=dict)
    """By answer key: value -> number of responses, of what is asked in a list of entries. An allocation's points are
    under its name, as a tuple."""
    entries: Counter[str] = field(default_factory=Counter)
    """By list: entries."""
    holders: Counter[str] = field(default_factory=Counter)
    """By list: responses with an entry."""

    def __post_init__(self) -> None:
        for question in self.questions:
            self.counts[question.key] = defaultdict(int)
            for beside in (question.other_key, question.declined_key):
                if beside and beside not in self.counts:
                    self.counts[beside] = defaultdict(int)


@dataclass(slots=True)
class Tallies:
    """The whole, and each group of a split. A response may be in several groups, or in none."""

    whole: Tally
    groups: dict[str, Tally] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)


def tally(
    asked: tuple[Question, ...],
    responses: Iterable[Response],
    *,
    where: tuple[Condition, ...] = (),
    by: Question | None = None,
) -> Tallies:
    """Fold the responses that pass `where` into counts, in one pass; nothing else of them is kept."""
    tallies = Tallies(Tally(asked))
    shapes = _shapes(asked)
    allocations: _Allocations = {}
    for question in asked:
        allocations.setdefault(question.list, [])
        if question.kind is Kind.POINTS:
            parts = tuple(f"{question.key}/{row.code}" for row in question.item.rows)
            allocations[question.list].append((question.key, parts))
    for answers, day, language, _version in responses:
        if where and not all(condition(answers) for condition in where):
            continue
        tallies.days[day] += 1
        tallies.languages[language] += 1
        _fold(tallies.whole, answers, shapes, allocations)
        if by is not None:
            for group in _groups(answers.get(by.key)):
                if group not in tallies.groups:
                    tallies.groups[group] = Tally(asked)
                _fold(tallies.groups[group], answers, shapes, allocations)
    return tallies


def _fold(into: Tally, answers: Answers, shapes: Mapping[str, _Shape], allocations: _Allocations) -> None:
    into.responses += 1
    for name, of_list in allocations.items():
        if not name:
            _count(into.counts, answers, shapes, of_list)
            continue
        entries = entries_of(answers, name)
        into.entries[name] += len(entries)
        into.holders[name] += bool(entries)
        for entry in entries:
            _count(into.counts, entry, shapes, of_list)


def _count(
    counts: dict[str, Counts],
    answers: Answers,
    shapes: Mapping[str, _Shape],
    allocations: list[tuple[str, tuple[str, ...]]],
) -> None:
    for key, value in answers.items():
        of_key = counts.get(key)
        if of_key is not None:
            shape = shapes.get(key)
            try:
                of_key[shape(value) if shape else value] += 1
            except TypeError:  # a list where another version of the item took one value: no valid answer
                of_key[None] += 1
    for name, keys in allocations:
        points = tuple(answers.get(key) for key in keys)
        if any(point is not None for point in points):
            counts[name][points] += 1


def _groups(value: object) -> Iterable[str]:
    if isinstance(value, str) and value:
        return (value,)
    return dict.fromkeys(value) if isinstance(value, list | tuple) else ()


def _shapes(asked: tuple[Question, ...]) -> dict[str, _Shape]:
    """What is counted where the value itself is too much: of a text only that there is one."""
    shapes: dict[str, _Shape] = {}
    for question in asked:
        if question.other_key:
            shapes[question.other_key] = _written
        match question.kind:
            case Kind.TEXT:
                shapes[question.key] = _written
            case Kind.MULTIPLE | Kind.RANKING:
                shapes[question.key] = _listed
            case Kind.DATE:
                shapes[question.key] = _month
            case Kind.TIME:
                shapes[question.key] = _hour
            case Kind.FILE:
                shapes[question.key] = _sent
            case Kind.NUMBER if question.unit:
                shapes[question.key] = partial(_length, question.unit)
    return shapes


def _written(value: object) -> Hashable:
    if value == DECLINED:
        return DECLINED
    return True if isinstance(value, str) and value.strip() else None


def _listed(value: object) -> Hashable:
    if isinstance(value, list | tuple):
        return tuple(value) or None
    return value if value == DECLINED else None


def _sent(value: object) -> Hashable:
    if value == DECLINED:
        return DECLINED
    return True if isinstance(value, Mapping) and "file" in value else None


def _length(unit: str, value: object) -> Hashable:
    """A duration as a number of one unit."""
    if value == DECLINED or not isinstance(value, str):
        return DECLINED if value == DECLINED else None
    length = length_in(value, unit)
    return None if length is None else round(length, 6)


def _month(value: object) -> Hashable:
    return value[:7] if isinstance(value, str) and value != DECLINED else value


def _hour(value: object) -> Hashable:
    return value[:2] if isinstance(value, str) and value != DECLINED else value
