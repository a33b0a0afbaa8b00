"""Workbooks as rows of text: what a spreadsheet says, with the place of every cell kept.

Excel files, and the two text forms in which people exchange XLSForms: CSV and Markdown tables.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engage.core.findings import Finding, Level, Where

MAX_ROWS = 50_000
"""Rows with content in any sheet."""
MAX_ROWS_OF: Mapping[str, int] = {"survey": 5_000}
"""Sheets with a narrower limit."""
MAX_COLUMNS = 1_000
MAX_BLANK_ROWS = 20_000
"""Empty rows in a row after which a sheet is not followed any further."""
MAX_CELL = 32_767
"""Characters in a cell: Excel's own limit."""
MAX_BYTES = 100_000_000
MAX_TEXT_BYTES = 20_000_000
MAX_SHEETS = 50
"""Sheets in one text file: a table without headers would make one of each row."""
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm", "cascades")
"""Sheets that XLSForm gives a meaning."""

EXCEL = frozenset({".xlsx", ".xlsm", ".xls"})
SUFFIXES = EXCEL | {".csv", ".md"}


class Unreadable(Exception):
    """The file cannot be read as a workbook; carries the finding that says why."""

    def __init__(self, code: str, message: str, where: Where | None = None) -> None:
        super().__init__(message)
        self.finding = Finding(Level.ERROR, code, message, where or Where())


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: int
    """The row's number in the sheet, or the line of the text file."""
    cells: Mapping[str, str]
    """Header as written -> text; empty cells are left out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, whatever its case and the spaces around it."""
        return next((sheet for sheet in self.sheets if sheet.name.strip().lower() == name), None)


PEEK = 20
"""Rows looked at of a sheet that is no part of the form."""

NumberedRows = Iterable[tuple[int, Sequence[str]]]


def read_workbook(path: Path) -> Workbook:
    """The sheets of a file.

    :raises Unreadable: when it is damaged, too large or not a workbook
    """
    suffix = path.suffix.lower()
    limit = MAX_BYTES if suffix in EXCEL else MAX_TEXT_BYTES
    if path.stat().st_size > limit:
        raise Unreadable("file_too_large", f"The file is larger than {limit // 1_000_000} MB.")
    if suffix in EXCEL:
        from engage.instruments.readers.xlsform import excel

        with path.open("rb") as file:
            zipped = file.read(2) == b"PK"  # people rename files; the content decides
        return excel.read_xlsx(path) if zipped else excel.read_xls(path)
    if suffix == ".csv":
        return _read_text(path, _csv_rows)
    return _read_text(path, _markdown_rows)


def make_sheet(name: str, rows: NumberedRows, findings: list[Finding]) -> Sheet:
    """The first row with content holds the headers; every later one is read under them.

    :raises Unreadable: when there are more rows or columns than any questionnaire has
    """
    limit = MAX_ROWS_OF.get(name.strip().lower(), MAX_ROWS)
    headers: list[str] = []
    header_row, blank = 1, 0
    kept: list[SheetRow] = []
    for number, cells in rows:
        if not any(cells):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                message = f"{MAX_BLANK_ROWS} empty rows end here. What may stand further down is not read."
                findings.append(Finding(Level.WARNING, "sheet_cut", message, Where(name, number)))
                break
            continue
        blank = 0
        if not headers:
            if len(cells) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", f"A sheet may have {MAX_COLUMNS} columns.", Where(name, number))
            headers, header_row = _headers(name, number, cells, findings), number
            continue
        if len(kept) >= limit:
            raise Unreadable("too_many_rows", f"The sheet has more than {limit} rows.", Where(name, number))
        kept.append(SheetRow(number, _cells(name, number, headers, cells, findings)))
    return Sheet(name, tuple(header for header in headers if header), tuple(kept), header_row)


def make_sheets(named_rows: Iterable[tuple[str, NumberedRows]], findings: list[Finding]) -> tuple[Sheet, ...]:
    """All sheets; of those that XLSForm does not know only the first rows, when it knows another one."""
    named = list(named_rows)
    has_form = any(_is_form(name) for name, _ in named)
    sheets: list[Sheet] = []
    for name, rows in named:
        if has_form and not _is_form(name):
            sheets.append(make_sheet(name, islice(rows, PEEK), []))
        else:
            sheets.append(make_sheet(name, rows, findings))
    return tuple(sheets)


def _is_form(name: str) -> bool:
    return name.strip().lower() in SHEETS


def _headers(name: str, number: int, cells: Sequence[str], findings: list[Finding]) -> list[str]:
    headers: list[str] = []
    for cell in cells:
        header = re.sub(r"\s+", " ", cell).strip()
        if header and header in headers:
            message = f"The column “{header}” appears twice. Only the first one is read: delete or rename the other."
            findings.append(Finding(Level.ERROR, "duplicate_column", message, Where(name, number, header)))
            header = ""
        headers.append(header)
    return headers


def _cells(
    name: str, number: int, headers: Sequence[str], cells: Sequence[str], findings: list[Finding]
) -> dict[str, str]:
    result: dict[str, str] = {}
    for index, cell in enumerate(cells):
        if not cell:
            continue
        if index >= len(headers) or not headers[index]:
            message = f"The text “{_short(cell)}” stands under no column header. It is not read."
            findings.append(Finding(Level.NOTE, "cell_without_header", message, Where(name, number)))
        elif _ERROR_VALUE.match(cell):
            message = f"The cell shows {cell}: its formula failed. It is read as empty."
            findings.append(Finding(Level.WARNING, "error_value", message, Where(name, number, headers[index])))
        elif len(cell) > MAX_CELL:
            message = f"The cell holds more than {MAX_CELL} characters."
            findings.append(Finding(Level.ERROR, "cell_too_long", message, Where(name, number, headers[index])))
        else:
            result[headers[index]] = cell
    return result


_ERROR_VALUE = re.compile(r"^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|ERROR!|SPILL!|CALC!|FIELD!)$")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _read_text(path: Path, rows_of: Callable[[Iterable[str]], NumberedRows]) -> Workbook:
    """Line by line: a large text as a whole would be held several times over."""
    findings: list[Finding] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            sheets = make_sheets(_by_sheet(rows_of(lines)), findings)
    except UnicodeDecodeError as error:
        message = "The file is not encoded in UTF-8. Save it again as “CSV UTF-8”."
        raise Unreadable("not_utf8", message) from error
    except csv.Error as error:
        raise Unreadable("not_a_table", f"The file is not a readable table: {error}.") from error
    return Workbook(sheets, tuple(findings))


def _by_sheet(rows: NumberedRows) -> Iterator[tuple[str, list[tuple[int, Sequence[str]]]]]:
    """Rows by sheet: a name in the first column opens a sheet, the other columns are its cells.

    A table that begins with its headers instead is the survey sheet itself.
    """
    name, gathered = "", list[tuple[int, Sequence[str]]]()
    plain, sheets = False, 0
    for number, cells in rows:
        if not any(cells):
            continue
        if not name and not plain:
            plain = cells[0].lower() not in SHEETS and "type" in {cell.lower() for cell in cells}
            name = "survey" if plain else ""
        if not plain and cells[0]:
            if gathered:
                yield name, gathered
            name, gathered, sheets = cells[0], [], sheets + 1
            if sheets > MAX_SHEETS:
                message = "The first column names the sheets, survey and choices, and stays empty in their rows."
                raise Unreadable("not_an_xlsform", f"This table is no XLSForm. {message}", Where(row=number))
        content = cells if plain else cells[1:]
        if any(content):
            gathered.append((number, content))
    if gathered:
        yield name or "survey", gathered


def _csv_rows(lines: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    rows = csv.reader(lines)
    start = 1
    for cells in rows:
        yield start, [cell.strip() for cell in cells]
        start = rows.line_num + 1


_DIVIDER = re.compile(r"^[|\s:\-]*-{3}[|\s:\-]*$")
_PIPE = re.compile(r"(?<!\\)\|")


def _markdown_rows(lines: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if stripped.startswith("|") and not _DIVIDER.match(stripped):
            cells = _PIPE.split(stripped)[1:]
            if cells and not cells[-1].strip():
                cells.pop()
            yield number, [cell.replace("\\|", "|").strip() for cell in cells]
