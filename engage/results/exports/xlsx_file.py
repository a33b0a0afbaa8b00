"""Responses as a workbook: a sheet of responses, one for each list of entries, and what the columns and codes mean.

Every text is written as text, so that nothing is taken for a formula or a link; days and times are Excel's own.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import DECLINED
from engage.results.exports.cells import declined, labels, typed, written
from engage.results.exports.fields import Form
from engage.results.exports.making import ROWS_OF_A_SHEET
from engage.results.exports.parquet_file import DECLINED_MARK, heading
from engage.results.exports.source import Source
from engage.results.exports.wording import not_said

MOST_ROWS = ROWS_OF_A_SHEET
LONGEST_CELL = 32_767
_LONGEST_SHEET = 31
RESPONSES, COLUMNS, CODES = "responses", "columns", "codes"
_SPECIAL = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


class TooManyRows(Refusal):
    """A sheet holds 1,048,575 responses at most."""

    code = "too_many_rows"


def write(
    source: Source,
    path: Path,
    *,
    language: str,
    with_labels: bool = False,
    told: Callable[[int], None] | None = None,
) -> None:
    """The workbook.

    :param language: of the labels
    :param with_labels: in place of codes
    :raises TooManyRows: when there are more responses, or entries of a list, than a sheet has rows
    """
    if source.total > MOST_ROWS:
        raise TooManyRows
    options = {
        "constant_memory": True,
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        names = sheet_names(source)
        sheets = {of_list: _Sheet(book, name, source.names(of_list)) for of_list, name in names.items()}
        make = partial(rows, language=language if with_labels else "")
        for tables in source.tables(make, told=told):
            for of_list, table in tables.items():
                for row in _lines(table):
                    sheets[of_list].add(row)
        for name, head, lines in _meanings(source, names, language):
            sheet = _Sheet(book, name, head)
            for line in lines:
                sheet.add(line)


def sheet_names(source: Source) -> dict[str, str]:
    """Names of sheets that Excel takes, by the name of the list."""
    found = {"": RESPONSES}
    for name in source.fields.lists:
        plain = name.translate(_SPECIAL)[:_LONGEST_SHEET]
        number = 1
        taken = {each.casefold() for each in (*found.values(), COLUMNS, CODES)}
        sheet = plain
        while sheet.casefold() in taken:
            number += 1
            sheet = f"{plain[: _LONGEST_SHEET - 3]}-{number}"
        found[name] = sheet
    return found


class _Sheet:
    """Rows one after the other, below a header that stays in view."""

    def __init__(self, book: Any, name: str, head: list[str]) -> None:
        self._sheet = book.add_worksheet(name)
        self._formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, title in enumerate(head):
            self._sheet.write_string(0, place, title, bold)
        self._row = 0

    def add(self, row: tuple[object, ...]) -> None:
        """:raises TooManyRows: when the sheet is full"""
        self._row += 1
        if self._row > MOST_ROWS:
            raise TooManyRows
        for place, value in enumerate(row):
            match value:
                case None:
                    continue
                case str():
                    self._sheet.write_string(self._row, place, value[:LONGEST_CELL])
                case int() | float():
                    self._sheet.write_number(self._row, place, value)
                case date() | time():
                    self._sheet.write_datetime(self._row, place, value, self._formats[type(value)])


def rows(source: Source, of_list: str, frame: pl.DataFrame, *, language: str = "") -> pl.DataFrame:
    """The cells of some responses, or of the entries of one of their lists."""
    meta = ("_response", "_entry") if of_list else source.meta
    found = [frame[name].cast(pl.String) if isinstance(frame[name].dtype, pl.Enum) else frame[name] for name in meta]
    for each in source.fields.lists[of_list] if of_list else source.fields.first:
        if language and each.form in (Form.CODE, Form.CODES):
            found.append(written(each, frame, language))
        else:
            found.append(typed(each, frame))
        if (said := declined(each, frame)) is not None:
            found.append(said.alias(f"{each.name}{DECLINED_MARK}"))
    return pl.DataFrame(found)


def _lines(table: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows, with `_declined` in place of a number or a day that somebody preferred not to say."""
    columns: list[list[object]] = []
    for column in table:
        values = column.to_list()
        if column.name.endswith(DECLINED_MARK):
            columns[-1] = [DECLINED if said else value for said, value in zip(values, columns[-1], strict=True)]
        else:
            columns.append(values)
    return zip(*columns, strict=True)


Lines = Iterator[tuple[object, ...]]


def _meanings(source: Source, names: dict[str, str], language: str) -> Iterator[tuple[str, list[str], Lines]]:
    """What the columns mean, and the codes in them."""
    yield (
        COLUMNS,
        ["sheet", "column", "label", "type", "since_version", "until_version"],
        _columns(source, names, language),
    )
    yield CODES, ["sheet", "column", "code", "label"], _codes(source, names, language)


def _columns(source: Source, names: dict[str, str], language: str) -> Lines:
    for each in source.fields:
        variable = source.variables.get(each.item.name.removesuffix("/national")) if each.item else None
        versions = (variable.since, variable.until) if variable else (None, None)
        yield (names[each.list], each.name, heading(each, language), each.form.value, *versions)


def _codes(source: Source, names: dict[str, str], language: str) -> Lines:
    for each in source.fields:
        if each.form not in (Form.CODE, Form.CODES):
            continue
        codes = [code for code, _ in each.values]
        for code, label in labels(each, codes, language).items():
            yield (names[each.list], each.name, code, label)
        if each.item and each.item.prefer_not_to_say:
            yield (names[each.list], each.name, DECLINED, not_said(language))
