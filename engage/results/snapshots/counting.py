"""Counting from columns: every column by its dictionary, so that a million answers are one sum over small numbers."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np

from engage.instruments.domain.definition import DECLINED
from engage.instruments.domain.spans import length_in
from engage.results.domain.filters import Condition
from engage.results.domain.questions import Kind, Question
from engage.results.domain.tally import Tallies, Tally, Weighed
from engage.results.snapshots.columns import Kept, Shape
from engage.results.snapshots.framing import rows_of
from engage.results.snapshots.parts import Array, Coded, Entries, Part, Told

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted."""

    asked: tuple[Question, ...]
    shapes: Mapping[str, Shape]
    """By stored column, those of lists as `list[]key`."""
    where: tuple[Condition, ...] = ()
    by: Question | None = None
    seen: frozenset[str] | None = None


def wanted(
    asked: tuple[Question, ...],
    kept: Iterable[Kept],
    *,
    where: tuple[Condition, ...] = (),
    by: Question | None = None,
    seen: frozenset[str] | None = None,
) -> Wanted:
    return Wanted(asked, {one.column: one.shape for one in kept}, where, by, seen)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Which rows are counted, and in which groups; of a list, which entries."""

    chosen: Array | None
    """None for all of them; else their places."""
    group: Array | None = None
    """Of each chosen row: the number of its group."""
    groups: int = 1
    weights: Array | None = None
    """Of each chosen row."""

    def codes(self, column: Coded) -> Array:
        return column.codes if self.chosen is None else column.codes[self.chosen]

    def count(self, column: Coded) -> list[Array]:
        """Number, weight and squared weight by group and value; number alone without weights."""
        size = len(column.values)
        return self.sums(self.codes(column), size)

    def sums(self, codes: Array, size: int) -> list[Array]:
        if self.group is not None:
            codes = self.group * size + codes
        total = self.groups * size
        found = [np.bincount(codes, minlength=total).reshape(self.groups, size)]
        if self.weights is not None:
            for power in (self.weights, self.weights**2):
                found.append(np.bincount(codes, power, minlength=total).reshape(self.groups, size))
        return found


def tally_of(wish: Wanted, part: Part, weights: Array | None = None) -> Tallies:
    """Count one part."""
    _load(wish, part)
    mask = chosen(wish, part)
    places = None if mask is None else np.flatnonzero(mask)
    found = Tallies(Tally(wish.asked))
    rows = _Rows(places, weights=weights if weights is None or places is None else weights[places])
    _fold([found.whole], wish, part, rows)
    _days_and_languages(found, part, rows)
    if wish.by is not None:
        codes, grouped = _grouped(wish, part, wish.by, places, weights)
        tallies = [Tally(wish.asked) for _ in codes]
        if codes:
            _fold(tallies, wish, part, grouped)
        found.groups = {code: each for code, each in zip(codes, tallies, strict=True) if each.responses}
    return found


def _load(wish: Wanted, part: Part) -> None:
    """Read all columns at once that are not held yet."""
    columns = {"_language", "_day", "_country"} | {each.key for each in wish.where if each.key in ("_channel",)}
    for name, shape in wish.shapes.items():
        columns.add(f"{name}?" if shape in (Shape.TEXT, Shape.FILE) else name)
    columns |= {f"{question.list}[]" for question in wish.asked if question.list}
    part.series(columns)


def chosen(wish: Wanted, part: Part) -> Array | None:
    """Which rows of a part are counted, seen, and pass all conditions; None for all."""
    found = rows_of(part, wish.seen)
    for condition in wish.where:
        passes = _passes(wish, part, condition)
        found = passes if found is None else found & passes
    return found


def _passes(wish: Wanted, part: Part, condition: Condition) -> Array:
    if not condition.list:
        column = part.coded(condition.key, wish.shapes.get(condition.key, Shape.CODE))
        return _tested(column, condition)
    entries = part.entries(condition.list)
    column = entries.coded(condition.key, wish.shapes[f"{condition.list}[]{condition.key}"])
    found = np.zeros(part.rows, np.bool_)
    found[entries.row[_tested(column, condition)]] = True
    return found


def _tested(column: Coded, condition: Condition) -> Array:
    return np.array([condition.test(value) for value in column.values], np.bool_)[column.codes]


def _grouped(
    wish: Wanted, part: Part, by: Question, places: Array | None, weights: Array | None
) -> tuple[list[str], _Rows]:
    """The codes of a split, and each chosen row once for each of its groups."""
    column = part.coded(by.key, wish.shapes[by.key])
    of_value = [_groups(value) for value in column.values]
    codes = list(dict.fromkeys(code for each in of_value for code in each))
    number = {code: place for place, code in enumerate(codes)}
    rows = np.arange(part.rows) if places is None else places
    given = column.codes[rows]
    sizes = np.array([len(each) for each in of_value])[given]
    flat = np.array([number[code] for each in of_value for code in each], np.int64)
    starts = np.concatenate([[0], np.cumsum([len(each) for each in of_value])])[:-1][given]
    repeated = np.repeat(rows, sizes)
    inside = np.arange(len(repeated)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    group = flat[np.repeat(starts, sizes) + inside] if len(repeated) else np.zeros(0, np.int64)
    return codes, _Rows(repeated, group, len(codes), None if weights is None else weights[repeated])


def _groups(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(value))
    return (value,) if isinstance(value, str) and value else ()


def _days_and_languages(found: Tallies, part: Part, rows: _Rows) -> None:
    language = part.coded("_language")
    found.languages = Counter(
        {str(value): int(n) for value, n in zip(language.values, rows.count(language)[0][0], strict=True) if n}
    )
    series = part.series(["_day"])["_day"]
    assert series is not None
    days = series.to_physical().to_numpy()
    for day, n in zip(*np.unique(days if rows.chosen is None else days[rows.chosen], return_counts=True), strict=True):
        found.days[EPOCH + timedelta(days=int(day))] += int(n)


# -- one part into tallies, one for each group


def _fold(into: Sequence[Tally], wish: Wanted, part: Part, rows: _Rows) -> None:
    lists = dict.fromkeys(question.list for question in wish.asked)
    size = part.rows if rows.chosen is None else len(rows.chosen)
    numbers = [size] if rows.group is None else np.bincount(rows.group, minlength=rows.groups).tolist()
    for each, number in zip(into, numbers, strict=True):
        each.responses = number
        each.weighed = None if rows.weights is None else Weighed()
    for name in lists:
        source, chosen_here = (part, rows) if not name else _inside(into, part.entries(name), name, rows)
        questions = [question for question in wish.asked if question.list == name]
        for key, column in _columns(questions, name).items():
            _count(into, key, column, questions, wish, source, chosen_here)
        for question in questions:
            if question.kind is Kind.POINTS:
                _count_points(into, question, source, chosen_here)


def _columns(questions: Iterable[Question], name: str) -> dict[str, str]:
    """Answer key -> the name of its column."""
    keys = dict.fromkeys(
        key for each in questions for key in (each.key, each.other_key, each.declined_key) if key is not None
    )
    return {key: f"{name}[]{key}" if name else key for key in keys}


def _inside(into: Sequence[Tally], entries: Entries, name: str, rows: _Rows) -> tuple[Entries, _Rows]:
    """The entries of the chosen rows; the tallies are told how many."""
    sizes = np.bincount(entries.row, minlength=entries.part.rows)
    ends = np.cumsum(sizes)
    chosen = np.arange(entries.part.rows) if rows.chosen is None else rows.chosen
    here = sizes[chosen]
    places = np.repeat(ends[chosen] - here, here) + (np.arange(here.sum()) - np.repeat(np.cumsum(here) - here, here))
    group = None if rows.group is None else np.repeat(rows.group, here)
    weights = None if rows.weights is None else np.repeat(rows.weights, here)
    of_row = np.zeros(len(chosen), np.int64) if rows.group is None else rows.group
    for number, each in enumerate(into):
        mine = here[of_row == number]
        each.entries[name] += int(mine.sum())
        each.holders[name] += int((mine > 0).sum())
    return entries, _Rows(places, group, rows.groups, weights)


def _count(
    into: Sequence[Tally],
    key: str,
    column: str,
    questions: Iterable[Question],
    wish: Wanted,
    source: Part | Entries,
    rows: _Rows,
) -> None:
    question = next((each for each in questions if each.key == key), None)
    found = source.coded(key, wish.shapes.get(column, Shape.CODE), _told(question) if question else None)
    _put(into, key, found.values[:-1], [each[:, :-1] for each in rows.count(found)])


def _put(into: Sequence[Tally], key: str, values: Sequence[Hashable], sums: Sequence[Array]) -> None:
    """Add sums by group and value to the tallies of the groups."""
    numbers, *weights = (each.tolist() for each in sums)
    for group, each in enumerate(into):
        counts = each.counts[key]
        for value, n in zip(values, numbers[group], strict=True):
            if n:
                counts[value] += n
        if each.weighed is not None:
            for kind, of in zip((each.weighed.sums, each.weighed.squares), weights, strict=True):
                own = kind.setdefault(key, defaultdict(float))
                for value, n, weight in zip(values, numbers[group], of[group], strict=True):
                    if n:
                        own[value] += weight


def _count_points(into: Sequence[Tally], question: Question, source: Part | Entries, rows: _Rows) -> None:
    """What points were given together."""
    columns = [source.coded(f"{question.key}/{row.code}", Shape.NUMBER) for row in question.item.rows]
    together: Array = np.zeros(len(columns[0].codes) if columns else 0, np.int64)
    for column in columns:
        _, together = np.unique(together * len(column.values) + column.codes, return_inverse=True)
    _, first = np.unique(together, return_index=True)
    values = [tuple(column.values[column.codes[place]] for column in columns) for place in first.tolist()]
    sums = rows.sums(together if rows.chosen is None else together[rows.chosen], len(values)) if values else []
    given = [place for place, value in enumerate(values) if any(point is not None for point in value)]
    if given:
        _put(into, question.key, [values[place] for place in given], [each[:, given] for each in sums])


# -- what is counted where the value itself is too much


def _told(question: Question) -> Told | None:
    if question.unit:
        return Told(question.unit, partial(_length, question.unit))
    return _TOLD.get(question.kind)


def _length(unit: str, value: object) -> Hashable:
    """A duration as a number of one unit."""
    if value == DECLINED or not isinstance(value, str):
        return DECLINED if value == DECLINED else None
    length = length_in(value, unit)
    return None if length is None else round(length, 6)


_TOLD = {
    Kind.DATE: Told("month", lambda value: value if value == DECLINED else value[:7]),
    Kind.TIME: Told("hour", lambda value: value if value == DECLINED else value[:2]),
}
