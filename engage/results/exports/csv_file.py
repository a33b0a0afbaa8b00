"""The response CSV of docs/reference/interface: UTF-8, comma-separated, one header row, line ends CR LF (RFC 4180).

Columns of an item:

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
taking one apostrophe away from every text of that shape (`engage.core.spreadsheets.unguarded`) gives back what was
written. Numbers of numeric items stay numbers, `-5` too.
"""

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from engage.results.exports.cells import guarded, looked_up, written
from engage.results.exports.source import Source

BYTE_ORDER_MARK = "\ufeff"
_TEXT_META = ("_language", "_channel", "_country")


def pieces(
    source: Source,
    *,
    byte_order_mark: bool = False,
    language: str = "",
    told: Callable[[int], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The files in pieces, each with the name of its list, "" for the first: headers, then some rows after the other.

    :param language: labels in this language in place of codes; "" for codes
    """
    for name in ("", *source.fields.lists):
        mark = BYTE_ORDER_MARK if byte_order_mark else ""
        yield name, (mark + _line(source.names(name))).encode()
    for tables in source.tables(partial(rows, language=language), told=told):
        for name, table in tables.items():
            if table.height:
                data = io.BytesIO()
                table.write_csv(data, include_header=False, line_terminator="\r\n")
                yield name, data.getvalue()


def rows(source: Source, of_list: str, frame: pl.DataFrame, *, language: str = "") -> pl.DataFrame:
    """The cells of some responses, or of the entries of one of their lists."""
    if of_list:
        beside = [frame["_response"], frame["_entry"]]
        return pl.DataFrame([*beside, *(written(each, frame, language) for each in source.fields.lists[of_list])])
    meta = [looked_up(frame[name], guarded) if name in _TEXT_META else frame[name] for name in source.meta]
    return pl.DataFrame([*meta, *(written(each, frame, language) for each in source.fields.first)])


def _line(names: list[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(names)
    return text.getvalue()
