"""Excel files, old and new, as rows of text."""

import datetime as dt
import struct
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import xlrd  # type: ignore[import-untyped]

from engage.core.findings import Finding, Level, Where
from engage.instruments.readers.workbook import Sheet, Unreadable, Workbook, make_sheets
from engage.instruments.readers.xlsform.package import check_package


def read_xlsx(path: Path) -> Workbook:
    """A workbook of Excel 2007 and later. Of a formula the stored result is read, never the formula."""
    facts = check_package(path)
    findings: list[Finding] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # decorations that openpyxl does not know; none of them is content
            sheets = _sheets(path, findings)
            if facts.has_formulas:
                findings += _formulas_without_result(path, sheets)
    except (zipfile.BadZipFile, LookupError, OSError, TypeError, ValueError, AttributeError, SyntaxError) as error:
        raise Unreadable("damaged_file", f"The workbook cannot be opened: {error}. Save it again.") from error
    return Workbook(sheets, tuple(findings))


def _sheets(path: Path, findings: list[Finding]) -> tuple[Sheet, ...]:
    with _opened(path, data_only=True) as book:
        return make_sheets([(sheet.title, _rows(sheet)) for sheet in book.worksheets], findings)


@contextmanager
def _opened(path: Path, *, data_only: bool) -> Iterator[openpyxl.Workbook]:
    with path.open("rb") as file:  # a path would be judged by its ending
        book = openpyxl.load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    sheet.reset_dimensions()  # what a file says about its size is often wrong, and pads every row
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, _trimmed([cell_text(value) for value in values])


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def cell_text(value: object) -> str:
    """What a cell says: whole numbers without decimals, dates in ISO 8601, booleans as TRUE and FALSE."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return repr(value)
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.time():
            return value.isoformat(timespec="minutes" if not value.second else "seconds")
        case dt.date():
            return value.isoformat()
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n")
    return text.strip()


def _formulas_without_result(path: Path, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """One warning per column with formulas whose result the file does not hold."""
    with _opened(path, data_only=False) as book:
        for sheet, read in zip(book.worksheets, sheets, strict=True):
            for column, rows in _missing_results(sheet, read).items():
                listed = ", ".join(map(str, rows[:5])) + (", …" if len(rows) > 5 else "")
                message = (
                    f"The file holds formulas without their result (rows {listed}). These cells are read as empty: "
                    "open the file in a spreadsheet program and save it again."
                )
                yield Finding(Level.WARNING, "formula_without_value", message, Where(read.name, rows[0], column))


def _missing_results(sheet: Any, read: Sheet) -> dict[str, list[int]]:
    missing: dict[str, list[int]] = {}
    cells = {row.number: row.cells for row in read.rows}
    last = max(cells, default=read.header_row)
    sheet.reset_dimensions()
    headers: list[str] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > last:
            break
        if number == read.header_row:
            headers = [" ".join(cell_text(value).split()) for value in values]
        for header, value in zip(headers, values, strict=False):
            if header and _is_formula(value) and number in cells and header not in cells[number]:
                missing.setdefault(header, []).append(number)
    return missing


def _is_formula(value: object) -> bool:
    return (isinstance(value, str) and value.startswith("=")) or type(value).__name__ in {
        "ArrayFormula",
        "DataTableFormula",
    }


_OLD_DAMAGE = (
    *(xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, AssertionError, AttributeError, LookupError),
    *(ValueError, TypeError, ArithmeticError, RecursionError, NotImplementedError, OSError),
)
"""What xlrd runs into when a file is damaged."""


def read_xls(path: Path) -> Workbook:
    """A workbook of Excel 97 to 2003."""
    findings: list[Finding] = []
    try:
        with _quiet(path) as book:
            sheets = make_sheets(((sheet.name, _old_rows(book, sheet, findings)) for sheet in book.sheets()), findings)
    except _OLD_DAMAGE as error:
        raise Unreadable("damaged_file", f"The workbook cannot be opened: {error}. Save it again.") from error
    return Workbook(sheets, tuple(findings))


def _quiet(path: Path) -> Any:
    return xlrd.open_workbook(str(path), on_demand=True, ragged_rows=True, logfile=_Silence())


class _Silence:
    """xlrd tells its doubts to a file object."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return None


def _old_rows(book: Any, sheet: Any, findings: list[Finding]) -> Iterator[tuple[int, Sequence[str]]]:
    for index in range(sheet.nrows):
        cells = [_old_text(book, sheet, index, cell, findings) for cell in sheet.row(index)]
        yield index + 1, _trimmed(cells)


def _old_text(book: Any, sheet: Any, index: int, cell: Any, findings: list[Finding]) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_BOOLEAN:
            return cell_text(bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
        case xlrd.XL_CELL_DATE:
            return _old_date(book, sheet, index, cell.value, findings)
        case xlrd.XL_CELL_NUMBER:
            return cell_text(float(cell.value))
    return cell_text(cell.value)


def _old_date(book: Any, sheet: Any, index: int, value: float, findings: list[Finding]) -> str:
    try:
        year, month, day, hour, minute, second = xlrd.xldate_as_tuple(value, book.datemode)
    except xlrd.XLDateError:
        message = f"The date {value} means two things in Excel. Write it as text: 2026-11-21."
        findings.append(Finding(Level.ERROR, "ambiguous_date", message, Where(sheet.name, index + 1)))
        return ""
    if not year:
        return cell_text(dt.time(hour, minute, second))
    return cell_text(dt.datetime(year, month, day, hour, minute, second))  # noqa: DTZ001 -- as written, no zone
