"""Responses as an SPSS file: numbers where codes are numbers, labels in one language, user-missing values.

- Codes that are whole numbers make a numeric variable, others a string; both have value labels.
- Who preferred not to say has a user-missing value: `_declined` in strings, -99 in numbers (-999 … where -99 occurs).
- Several answers are 0/1 variables and a multiple-response set; days and times are SPSS dates and times.
- Names: `/` becomes `.`, what SPSS does not take becomes `_`, `_response` and its like become `meta_response`.

It is written in two passes: the first finds what occurs (codes, longest texts, how many), the second writes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

import numpy as np
import polars as pl

from engage.instruments.domain.definition import DECLINED
from engage.results.exports import sav_file
from engage.results.exports.cells import entries, looked_up, raw, typed, words, written
from engage.results.exports.fields import Field, Form
from engage.results.exports.names import sav_names
from engage.results.exports.sav_data import Cases, padded
from engage.results.exports.sav_file import LONGEST_TEXT, Answers, Column, Variable
from engage.results.exports.sav_variables import COUNTS, NUMBERS, TIMES, Found, meta_variable, sets_of, variable_of
from engage.results.exports.source import Source
from engage.results.snapshots.columns import SEPARATOR

_EPOCH = date(1582, 10, 14)
_DAYS = (date(1970, 1, 1) - _EPOCH).days


@dataclass
class _Survey:
    """What the first pass finds in one file."""

    rows: int = 0
    by_name: dict[str, Found] = field(default_factory=dict)

    def found(self, name: str) -> Found:
        return self.by_name.setdefault(name, Found())


def pieces(
    source: Source,
    *,
    language: str,
    made: datetime,
    told: Callable[[int], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The files in pieces, each with the name of its list, "" for the responses."""
    surveyed = _surveyed(source)
    plans = {name: _plan(source, name, surveyed[name], language) for name in ("", *source.fields.lists)}
    writing = {}
    title = words(source.instrument.title, language)
    for name, plan in plans.items():
        head = sav_file.dictionary(
            plan.variables, title=title, cases=surveyed[name].rows, made=made, sets=plan.sets, notes=[title]
        )
        yield name, head
        writing[name] = Cases(plan.variables)
    for tables in source.tables(partial(_rows, plans), told=told):
        for name, table in tables.items():
            if table.height:
                yield name, writing[name].written([each.array(table[f"={each.name}"]) for each in plans[name].filled])
    for name, cases in writing.items():
        yield name, cases.end()


# -- what occurs


def _surveyed(source: Source) -> dict[str, _Survey]:
    found = {name: _Survey() for name in ("", *source.fields.lists)}
    for part in source.parts:
        for frame in source.frames(part):
            _look(found[""], frame, source.fields.first)
            _look_at_meta(found[""], frame, source.meta)
            for name, inside in source.fields.lists.items():
                _look(found[name], entries(frame, name, ("_response",)), inside)
    return found


def _look_at_meta(into: _Survey, frame: pl.DataFrame, names: Iterable[str]) -> None:
    for name in names:
        if isinstance(frame[name].dtype, pl.Enum):
            _note(into.found(name), frame[name].unique().cast(pl.String).drop_nulls())


def _look(into: _Survey, frame: pl.DataFrame, inside: Iterable[Field]) -> None:
    into.rows += frame.height
    for each in inside:
        found = into.found(each.name)
        if each.form in COUNTS:
            continue
        column = raw(each, frame)
        if each.form in (Form.WORDS, Form.FILE):
            found.width = max(found.width, _longest(typed(each, frame)))
            continue
        few = pl.DataFrame({each.column: column.unique().drop_nulls()})
        found.declined |= DECLINED in few[each.column].cast(pl.String)
        if each.declined_column in frame.columns:
            found.declined |= DECLINED in frame[each.declined_column].unique().cast(pl.String)
        kinds = typed(each, few).drop_nulls()
        if each.form in NUMBERS:
            least = kinds.min()
            found.least = min(found.least, float(least)) if isinstance(least, int | float) else found.least
        elif each.form not in TIMES:
            _note(found, kinds)


def _note(found: Found, kinds: pl.Series) -> None:
    found.codes.update(dict.fromkeys(kinds.sort().to_list()))
    found.width = max(found.width, _longest(kinds))
    found.declined |= DECLINED in found.codes


def _longest(texts: pl.Series) -> int:
    longest = texts.str.len_bytes().max()
    return min(longest, LONGEST_TEXT) if isinstance(longest, int) else 0


# -- the variables


@dataclass(frozen=True)
class _Filled:
    """A variable, and what it is filled with."""

    variable: Variable
    name: str
    """Of the column."""
    of: Field | None = None
    known: Mapping[str, int] = field(default_factory=dict)
    """Of a string that holds codes: the place of each in `words`."""
    words: sav_file.Words | None = None

    def column(self, frame: pl.DataFrame) -> pl.Series:
        """Numbers as SPSS has them, places of codes, or texts."""
        if self.of is None:
            found = frame[self.name]
            if self.known:
                return looked_up(found, self._places)
            return found if self.variable.width else _number(found)
        if self.of.form in COUNTS:
            return written(self.of, frame).cast(pl.Float64)
        if self.known:
            return looked_up(raw(self.of, frame), self._places)
        if self.variable.width:
            return typed(self.of, frame)
        found = looked_up(raw(self.of, frame), self._numbers)
        if self.variable.missing and self.of.declined_column in frame.columns:
            said = looked_up(frame[self.of.declined_column], lambda kinds: kinds == DECLINED).fill_null(value=False)
            found = found.set(said, float(self.variable.missing[0]))
        return found

    def _places(self, kinds: pl.Series) -> pl.Series:
        texts = kinds.cast(pl.String).str.replace_all(SEPARATOR, " ").to_list()
        return pl.Series([None if text is None else self.known.get(text) for text in texts], dtype=pl.UInt32)

    def _numbers(self, kinds: pl.Series) -> pl.Series:
        assert self.of is not None
        texts = kinds.cast(pl.String)
        found = _number(typed(self.of, pl.DataFrame({self.of.column: texts.replace(DECLINED, None)})))
        return found.set(texts == DECLINED, float(self.variable.missing[0])) if self.variable.missing else found

    def array(self, column: pl.Series) -> Column:
        """What stands in the file."""
        if self.words is not None:
            return np.take(self.words, column.fill_null(len(self.known)).to_numpy(), axis=0)
        if self.variable.width:
            width = self.variable.width
            return np.array([_fitted(text, width) for text in column.to_list()], dtype=f"S{width}")
        return np.array(column.to_numpy(), np.float64)


@dataclass(frozen=True)
class _Plan:
    """The variables of one file."""

    filled: tuple[_Filled, ...]
    sets: tuple[Answers, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        return tuple(each.variable for each in self.filled)


def _rows(plans: Mapping[str, _Plan], _: Source, of_list: str, frame: pl.DataFrame) -> pl.DataFrame:
    beside = ["_entry"] if of_list else ["_submitted_on"]  # what rows are ordered by
    order = [frame[name].alias(name) for name in ("_response", *beside)]
    found = [each.column(frame).alias(f"={each.name}") for each in plans[of_list].filled]
    return pl.DataFrame([*order, *found])


def _plan(source: Source, of_list: str, surveyed: _Survey, language: str) -> _Plan:
    inside = source.fields.lists[of_list] if of_list else source.fields.first
    meta = ("_response", "_entry") if of_list else source.meta
    names = sav_names((*meta, *(each.name for each in inside)))
    found = [_filled(meta_variable(names[name], name, surveyed.found(name)), name, None, surveyed) for name in meta]
    for each in inside:
        variable = variable_of(names[each.name], each, surveyed.found(each.name), language)
        found.append(_filled(variable, each.name, each, surveyed))
    return _Plan(tuple(found), tuple(sets_of(inside, names, language)))


def _filled(variable: Variable, name: str, each: Field | None, surveyed: _Survey) -> _Filled:
    codes = tuple(surveyed.found(name).codes) if variable.width and name != "_response" else ()
    if not codes:
        return _Filled(variable, name, each)
    texts = np.array([*(code.encode() for code in codes), b""], dtype=f"S{variable.width}")
    known = {code: place for place, code in enumerate(codes)}
    return _Filled(variable, name, each, known, padded(variable, texts))


# -- the values


def _number(column: pl.Series) -> pl.Series:
    """Numbers; of days and times the seconds that SPSS counts from its own beginning."""
    if column.dtype == pl.Date:
        return (column.cast(pl.Int32).cast(pl.Float64) + _DAYS) * 86_400.0
    if column.dtype == pl.Datetime:
        return column.cast(pl.Int64).cast(pl.Float64) / 1e6 + _DAYS * 86_400.0
    if column.dtype == pl.Time:
        return column.cast(pl.Int64).cast(pl.Float64) / 1e9
    return column.cast(pl.Float64)


def _fitted(text: str | None, width: int) -> bytes:
    data = (text or "").encode()
    return data if len(data) <= width else data[:width].decode(errors="ignore").encode()
