"""Responses as a file that other programs read: the response CSV of docs/reference/interface.

UTF-8, comma-separated, one header row, line ends CR LF (RFC 4180). Columns of an item:

==================  ===============================================================================
text, number …      `item`
date_range          `item/from`, `item/to` (who preferred not to say: `_declined` in both)
file                `item` (the name under which the file is downloaded)
single              `item`, `item/other` (words beside an "other" option)
multiple            `item` (codes with blanks between), `item/option` (1 or 0), `item/other`
ranking             `item` (codes, the first preferred, with blanks between), `item/option` (its place)
matrix              `item/row`; with several codes a row also `item/row/option` (1 or 0)
allocation          `item` (only `_declined`), `item/row` (points), `item/rank` (codes, best first)
==================  ===============================================================================

What is asked in a section that repeats is in a file of its own for each list: a line an entry, `_response` as in the
first file, `_entry` from 1. The first file has the number of entries under the name of the list.

An option whose code is `other` would share the column of the words beside it; its 1 or 0 is in
`item/other/chosen`. Who preferred not to say has `_declined`; what was not asked or passed over is empty.

A text that a spreadsheet would take for a formula (it begins with `= + - @`, their full-width forms, a tab or a
line end) gets an apostrophe before it, and so does one that begins with apostrophes before such a character:
taking one apostrophe away from every text of that shape (`unguarded`) gives back what was written. Numbers of
numeric items stay numbers, `-5` too.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from engage.instruments.domain.definition import DECLINED, Cell, Instrument, Item, ItemType
from engage.surveys.files import outside_name

BYTE_ORDER_MARK = "\ufeff"
META = ("_response", "_version", "_language", "_submitted_on", "_channel", "_weight")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One response. `id` is known inside only and never written."""

    id: int
    answers: Mapping[str, object]
    day: date
    language: str
    version: int
    channel: str = ""
    weight: float | None = None
    country: str = ""
    """Of the national edition; a column only where an instrument has editions."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    key: str
    """Where the answer is kept that it is made of."""
    value: Callable[[Mapping[str, object]], Value]


def response_files(
    instrument: Instrument,
    responses: Iterable[ExportRow],
    *,
    salt: bytes,
    byte_order_mark: bool = False,
    without: Collection[str] = (),
) -> Iterator[tuple[str, bytes]]:
    """The files in pieces, each with the name of its list, "" for the first: headers, then one day after the other.

    Within a day the order is that of a keyed hash, as is `_response`: the same response has the same one
    in files made with the same salt, and nothing can be read from it or from the order.

    :param responses: in the order of their days; one day at a time is held in memory
    :param without: answer keys to leave out, with every column made of them
    :param salt: random, up to 64 bytes, new for every export
    :raises ValueError: when a day comes after a later one
    """
    head = BYTE_ORDER_MARK if byte_order_mark else ""
    meta = (*META, "_country") if instrument.editions else META
    columns, of_lists = _columns(instrument, without)
    yield "", (head + _lines([[*meta, *(column.name for column in columns)]])).encode()
    for name, inside in of_lists.items():
        yield name, (head + _lines([["_response", "_entry", *(column.name for column in inside)]])).encode()
    last = date.min
    for day, rows in groupby(responses, key=lambda row: row.day):
        if day < last:
            raise ValueError("responses must come in the order of their days")
        last = day
        named = sorted(((export_id(row.id, salt), row) for row in rows), key=lambda pair: pair[0])
        lines = _lines(_cells(name, row, columns, len(meta)) for name, row in named)
        yield "", lines.encode(errors="replace")
        for name, inside in of_lists.items():
            lines = _lines(cells for response, row in named for cells in _entry_cells(response, row, name, inside))
            yield name, lines.encode(errors="replace")


def _columns(
    instrument: Instrument, without: Collection[str]
) -> tuple[tuple[Column, ...], dict[str, tuple[Column, ...]]]:
    """The columns of the first file, and by list those of its own."""
    first: list[Column] = []
    of_lists: dict[str, tuple[Column, ...]] = {}
    for section in instrument.sections:
        found = [column for item in section.items for column in columns_of(item) if column.key not in without]
        if section.repeat is None:
            first += found
        else:
            first.append(_number(section.repeat.name))
            of_lists[section.repeat.name] = tuple(found)
    return tuple(first), of_lists


def _number(name: str) -> Column:
    """How many entries a list has; empty where it was not asked."""

    def value(answers: Mapping[str, object]) -> Value:
        entries = answers.get(name)
        return len(entries) if isinstance(entries, list | tuple) else None

    return Column(name, name, value)


def _entry_cells(response: str, row: ExportRow, name: str, columns: Iterable[Column]) -> Iterator[list[Value]]:
    entries = row.answers.get(name)
    for place, entry in enumerate(entries if isinstance(entries, list | tuple) else (), 1):
        if isinstance(entry, Mapping):
            yield [response, place, *(column.value(entry) for column in columns)]


def export_id(response: int, salt: bytes) -> str:
    """What stands for a response in one file: 64 bits of keyed BLAKE2b, in hexadecimal."""
    return hashlib.blake2b(str(response).encode(), key=salt, digest_size=8).hexdigest()


def guarded(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What was written, from a cell made by `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def columns_of(item: Item) -> tuple[Column, ...]:
    """The columns of one item, in order."""
    match item.type:
        case ItemType.NOTE:
            return ()
        case ItemType.MATRIX:
            return tuple(column for row in item.rows for column in _cell_columns(item, f"{item.name}/{row.code}"))
        case ItemType.MULTIPLE:
            words = (_plain(key) for key in item.keys[1:])
            return (_plain(item.name), *_chosen_columns(item, item.name), *words)
        case ItemType.DATE_RANGE:
            return tuple(_end(item, key) for key in item.keys)
        case ItemType.RANKING:
            places = (_place(item.name, option.code) for option in item.options)
            return (_plain(item.name), *places)
    return tuple(_plain(key) for key in item.keys)


def _cell_columns(item: Item, key: str) -> tuple[Column, ...]:
    return (_plain(key), *_chosen_columns(item, key)) if item.cell is Cell.MULTIPLE else (_plain(key),)


def _plain(key: str) -> Column:
    return Column(key, key, lambda answers: _written(answers.get(key)))


def _end(item: Item, key: str) -> Column:
    """One day of a date range."""

    def value(answers: Mapping[str, object]) -> Value:
        return DECLINED if answers.get(item.name) == DECLINED else _written(answers.get(key))

    return Column(key, key, value)


def _chosen_columns(item: Item, key: str) -> Iterator[Column]:
    words = key == item.name and any(option.other for option in item.options)
    for option in item.options:
        name = f"{key}/{option.code}"
        yield _chosen(f"{name}/chosen" if words and option.code == "other" else name, key, option.code)


def _chosen(name: str, key: str, code: str) -> Column:
    def value(answers: Mapping[str, object]) -> Value:
        codes = answers.get(key)
        return int(code in codes) if isinstance(codes, (list, tuple)) else None

    return Column(name, key, value)


def _place(key: str, code: str) -> Column:
    def value(answers: Mapping[str, object]) -> Value:
        codes = answers.get(key)
        return codes.index(code) + 1 if isinstance(codes, list | tuple) and code in codes else None

    return Column(f"{key}/{code}", key, value)


def _written(value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, str):
        return value if value == DECLINED else guarded(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, Mapping) and "file" in value:
        return guarded(outside_name(str(value["file"]), str(value["name"])))
    return guarded(" ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


def _cells(name: str, row: ExportRow, columns: Iterable[Column], meta_columns: int) -> list[Value]:
    meta: list[Value] = [
        name, row.version, guarded(row.language), row.day.isoformat(), guarded(row.channel), row.weight, row.country,
    ]  # fmt: skip
    return [*meta[:meta_columns], *(column.value(row.answers) for column in columns)]


def _lines(rows: Iterable[list[Value] | list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
