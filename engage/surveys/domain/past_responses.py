"""Responses that were collected elsewhere, read from a table.

Nothing is lost silently: columns that mean nothing are listed, values that fit nothing are counted by
column, rows without anything usable are listed with their line. An exact time becomes a day.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TextIO, cast

from engage.core.spreadsheets import unguarded
from engage.instruments.domain.checks import Wrong, parse_date
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.limesurvey.languages import tag_for
from engage.surveys.domain.past_columns import Column, Columns
from engage.surveys.domain.past_values import Answers, Choices, plain, settle

_DAYS = ("_submitted_on", "submitdate", "datestamp", "startdate")
"""Columns that say when, the best first."""
_LANGUAGES = ("_language", "startlanguage")
_IGNORED = frozenset({"_version"})
_META = frozenset({*_DAYS, *_LANGUAGES, "_channel", "_weight", "_response", "_entry"})
_ANONYMOUS = date(1980, 1, 1)
"""LimeSurvey's day of responses that were collected without a time."""


@dataclass(frozen=True, slots=True)
class PastResponse:
    answers: Mapping[str, Any]
    """By key, as `engage.instruments.domain.definition` describes them."""
    day: date | None = None
    language: str | None = None
    channel: str | None = None
    weight: float | None = None
    response: str = ""
    """What the file calls it (`_response`): entries of lists in files of their own refer to it."""
    place: int = 0
    """Of an entry in its list (`_entry`)."""
    line: int = 0
    expected: Mapping[str, int] = field(default_factory=dict)
    """By list: how many entries the file says it has."""

    @property
    def lacks(self) -> bool:
        """Whether entries that it is said to have did not come."""
        return any(len(self.answers.get(name, ())) != number for name, number in self.expected.items())


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """`code`: `empty` (no value at all), `unusable` (none that fits) or, of an entry, `no_response` (of none here)."""

    line: int
    code: str


@dataclass(slots=True)
class PastResponses:
    responses: list[PastResponse] = field(default_factory=list)
    skipped_columns: list[str] = field(default_factory=list)
    rejected_rows: list[RejectedRow] = field(default_factory=list)
    unmatched: dict[str, Counter[str]] = field(default_factory=dict)
    """By column, values kept out and how often."""
    columns_by_label: dict[str, str] = field(default_factory=dict)
    """Columns whose code is unknown but whose words are those of one row or option: header -> key."""
    matched: int = 0
    """Values taken over, empty cells not counted."""


Row = tuple[int, Sequence[str]]
"""The line it begins on, and its cells in the order of the header."""


def read_past_responses(source: TextIO | Iterable[Mapping[str, str]], instrument: Instrument) -> PastResponses:
    """The responses in a CSV stream (opened with `newline=""`) or in rows by header, and what was kept out.

    Values may be codes or labels in any language of the instrument. A value of an item with an “other”
    option that fits no option becomes its text. A multiple choice of which nothing was chosen has no answer.
    What is asked in a list of entries is in a file of its own: `read_entries`.
    """
    lists = {section.repeat.name for section in instrument.sections if section.repeat}
    header, rows = _table(source)
    outside = replace(instrument, sections=tuple(each for each in instrument.sections if not each.repeat))
    columns, result = Columns(outside), PastResponses()
    found = {place: column for place, name in enumerate(header) if (column := columns.column(name))}
    taken = {column.key for column in found.values()}
    for place, name in enumerate(header):
        if place not in found and (column := columns.column_by_label(name, taken)):
            found[place] = column
            result.columns_by_label[name] = column.key
    meta = {plain(name): place for place, name in enumerate(header) if plain(name.partition("._.")[0]) in _META}
    meta = {name.partition("._.")[0]: place for name, place in meta.items()}
    result.skipped_columns = [
        name or f"column {place + 1}"
        for place, name in enumerate(header)
        if place not in found and place not in meta.values() and plain(name) not in _IGNORED | lists
    ]
    lines = list(rows)
    _decide(found, lines)
    counted = {plain(name): place for place, name in enumerate(header) if plain(name) in lists}
    for line, cells in lines:
        _take_row(line, cells, found, meta, counted, instrument, result)
    return result


def read_entries(
    source: TextIO | Iterable[Mapping[str, str]], instrument: Instrument, name: str, of: PastResponses
) -> PastResponses:
    """Put the entries of one list into the responses that their `_response` names, in the order of `_entry`.

    :return: what was read and what was kept out, as of a file of responses
    :raises KeyError: when the instrument has no such list
    """
    section = instrument.repeat_of(name)
    if section is None:
        raise KeyError(name)
    found = read_past_responses(source, replace(instrument, sections=(replace(section, repeat=None),)))
    known = {response.response for response in of.responses if response.response}
    entries: dict[str, list[PastResponse]] = {}
    kept = []
    for entry in found.responses:
        if entry.response in known:
            kept.append(entry)
            entries.setdefault(entry.response, []).append(entry)
        else:
            found.rejected_rows.append(RejectedRow(entry.line, "no_response"))
    found.responses = kept
    for place, response in enumerate(of.responses):
        if inside := entries.get(response.response):
            listed = [dict(entry.answers) for entry in sorted(inside, key=lambda each: (each.place, each.line))]
            of.responses[place] = replace(response, answers={**response.answers, name: listed})
    return found


def _table(source: TextIO | Iterable[Mapping[str, str]]) -> tuple[list[str], Iterable[Row]]:
    if hasattr(source, "read"):
        return _csv_table(cast("TextIO", source))
    rows = list(source)
    header = list(dict.fromkeys(name for row in rows for name in row))
    return header, ((number, [row.get(name) or "" for name in header]) for number, row in enumerate(rows, 2))


def _csv_table(stream: TextIO) -> tuple[list[str], Iterable[Row]]:
    """In files of ours, which begin with `_response`, the apostrophe before what looks like a formula is taken away."""
    first = stream.readline()
    delimiter = max(",;\t", key=first.count)

    def lines() -> Iterator[str]:
        yield first.lstrip("\ufeff")
        yield from stream

    reader = csv.reader(lines(), delimiter=delimiter)
    header = next(reader, [])
    if header[:1] == ["_response"]:
        return header, ((line, [unguarded(cell) for cell in cells]) for line, cells in _numbered(reader))
    return header, _numbered(reader)


def _numbered(reader: Any) -> Iterator[Row]:
    line = reader.line_num + 1
    for cells in reader:
        if cells:
            yield line, cells
        line = reader.line_num + 1


def _decide(found: Mapping[int, Column], lines: Sequence[Row]) -> None:
    """Whether each item's values are codes or labels, by all its columns together."""
    places: dict[int, tuple[Choices, list[int]]] = {}
    for place, column in found.items():
        if column.choices is not None:
            places.setdefault(id(column.choices), (column.choices, []))[1].append(place)
    for choices, columns in places.values():
        choices.decide(
            cells[place] for _, cells in lines for place in columns if place < len(cells) and cells[place].strip()
        )


def _take_row(
    line: int,
    cells: Sequence[str],
    found: Mapping[int, Column],
    meta: Mapping[str, int],
    counted: Mapping[str, int],
    instrument: Instrument,
    result: PastResponses,
) -> None:
    numbers = {name: cells[place].strip() for name, place in counted.items() if place < len(cells)}
    expected = {name: int(number) for name, number in numbers.items() if number.isdecimal() and len(number) < 6}
    answers: Answers = {name: [] for name, number in expected.items() if number == 0}
    filled = False
    for place, column in found.items():
        value = cells[place].strip(" \t\r\n\ufeff") if place < len(cells) else ""
        if not value:
            continue
        filled = True
        if column.take(value, answers):
            result.matched += 1
        else:
            result.unmatched.setdefault(column.header, Counter())[value] += 1
    if not answers and not expected:
        result.rejected_rows.append(RejectedRow(line, "unusable" if filled else "empty"))
        return
    told = {name: cells[place].strip() for name, place in meta.items() if place < len(cells) and cells[place].strip()}
    result.responses.append(
        PastResponse(
            answers=settle(answers),
            day=_day(told, result),
            language=_language(told, instrument, result),
            channel=told.get("_channel"),
            weight=_weight(told, result),
            response=told.get("_response", ""),
            place=int(told["_entry"]) if told.get("_entry", "").isdecimal() else 0,
            line=line,
            expected=expected,
        )
    )


def _day(told: Mapping[str, str], result: PastResponses) -> date | None:
    for name in _DAYS:
        if name in told:
            try:
                day = parse_date(told[name].replace("T", " ").split(" ")[0])
            except Wrong:
                result.unmatched.setdefault(name, Counter())[told[name]] += 1
                continue
            if day != _ANONYMOUS:
                return day
    return None


def _language(told: Mapping[str, str], instrument: Instrument, result: PastResponses) -> str | None:
    for name in _LANGUAGES:
        if name in told:
            for tag in (told[name], tag_for(told[name], {})):
                if tag in instrument.languages:
                    return tag
            result.unmatched.setdefault(name, Counter())[told[name]] += 1
    return None


def _weight(told: Mapping[str, str], result: PastResponses) -> float | None:
    if "_weight" not in told:
        return None
    try:
        weight = float(told["_weight"])
    except ValueError:
        weight = -1.0
    if 0 <= weight < float("inf"):
        return weight
    result.unmatched.setdefault("_weight", Counter())[told["_weight"]] += 1
    return None
