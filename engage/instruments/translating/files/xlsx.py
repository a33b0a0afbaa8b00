"""Excel: one sheet, source and translation side by side; only the translation can be typed into.

Every cell is a text, also one that begins with `=`: a questionnaire is no program.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engage.instruments.domain.translating import tidy
from engage.instruments.readers.workbook import Unreadable
from engage.instruments.readers.xlsform.package import check_package
from engage.instruments.translating.files.units import BadFile, Returned, ReturnedFile, Sheaf

MOST_ROWS = 200_000
_PATH, _WHERE, _SOURCE, _TARGET, _STATE, _WORDS = "text", "where", "source", "translation", "state", "engage-words"
_WIDTHS = (24, 28, 60, 60, 12, 20)


def write(sheaf: Sheaf) -> bytes:
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = "Texts"
    heads = (_PATH, _WHERE, f"{_SOURCE}: {sheaf.source_language}", f"{_TARGET}: {sheaf.language}", _STATE, _WORDS)
    for column, head in enumerate(heads, 1):
        _put(sheet, 1, column, head)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
    sheet.column_dimensions["F"].hidden = True
    for row, unit in enumerate(sheaf.units, 2):
        state = unit.state.value if unit.state else "missing"
        for column, value in enumerate((unit.path, unit.where, unit.source, unit.text, state, unit.words), 1):
            _put(sheet, row, column, value)
        sheet.cell(row, 4).protection = Protection(locked=False)
        sheet.cell(row, 4).fill = PatternFill("solid", fgColor="FFF6DE")
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.freeze_panes = "C2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Worksheet, row: int, column: int, value: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = tidy(value)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"


def read(content: bytes) -> ReturnedFile:
    """:raises BadFile: when it is no workbook of ours, or would unpack to too much"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.xlsx"
        path.write_bytes(content)
        try:
            check_package(path)
        except Unreadable as error:
            raise BadFile("not_a_workbook", str(error)[:200]) from error
        try:
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
            rows = list(_rows(book.worksheets[0]))
            book.close()
        except BadFile:
            raise
        except (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, zipfile.BadZipFile) as error:
            raise BadFile("not_a_workbook", type(error).__name__) from error
        except SyntaxError as error:  # what the XML parser raises
            raise BadFile("not_a_workbook", "XML") from error
    return _returned(rows)


def _rows(sheet: Any) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(max_col=50, values_only=True)):
        if number > MOST_ROWS:
            raise BadFile("too_many_texts")
        yield ["" if value is None else str(value) for value in row]


def _returned(rows: list[list[str]]) -> ReturnedFile:
    heads = [head.strip() for head in rows[0]] if rows else []
    columns = {head.partition(":")[0].strip(): number for number, head in enumerate(heads)}
    missing = [name for name in (_PATH, _SOURCE, _TARGET) if name not in columns]
    if missing:
        raise BadFile("columns_missing", ", ".join(missing))
    language = heads[columns[_TARGET]].partition(":")[2].strip()
    units = tuple(_unit(row, columns) for row in rows[1:] if len(row) > columns[_PATH] and row[columns[_PATH]].strip())
    if not units:
        raise BadFile("no_texts")
    return ReturnedFile(language, units)


def _unit(row: list[str], columns: dict[str, int]) -> Returned:
    def cell(name: str) -> str:
        at = columns.get(name, len(row))
        return row[at] if at < len(row) else ""

    finished = cell(_STATE) in ("reviewed", "approved")
    return Returned(cell(_PATH).strip(), cell(_SOURCE), cell(_TARGET), cell(_WORDS).strip(), finished)
