"""A file with contacts as rows of text. Workbooks are opened in a process of their own, bounded in memory and time."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import engage
from engage.core.refusal import Refusal
from engage.core.spreadsheets import unguarded

LARGEST = 5_000_000
"""Bytes of a file."""
MOST_COLUMNS = 100
MOST_LINES = 25_000
LONGEST_CELL = 1_000
SECONDS, MEGABYTES = 20, 512

Row = tuple[int, dict[str, str]]


class NoTable(Refusal):
    """The file is none that can be read; `why` is a code."""

    code = "no_table"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a file."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    """(number in the file, header -> cell); empty cells are left out."""

    def to_json(self) -> str:
        return json.dumps([self.headers, self.rows], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Table":
        headers, rows = json.loads(text)
        return cls(tuple(headers), tuple((number, cells) for number, cells in rows))


def read(content: bytes, file: str) -> Table:
    """The first sheet of an Excel file, or a CSV file with commas, semicolons or tabs.

    :raises NoTable: too large, damaged, without rows, or of another kind
    """
    if len(content) > LARGEST:
        raise NoTable("too_large")
    if content[:2] == b"PK" or Path(file).suffix.lower() in (".xlsx", ".xlsm"):
        return _table(_workbook(content))
    return _table(_text(content))


def _table(rows: Iterator[tuple[int, Sequence[str]]]) -> Table:
    headers: list[str] = []
    kept: list[Row] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if not headers:
            headers = _headers(cells)
            continue
        if len(kept) >= MOST_LINES:
            raise NoTable("too_many_rows")
        named = zip(headers, cells, strict=False)
        kept.append((number, {header: unguarded(cell)[:LONGEST_CELL] for header, cell in named if header and cell}))
    if not kept:
        raise NoTable("empty")
    return Table(tuple(header for header in headers if header), tuple(kept))


def _headers(cells: Sequence[str]) -> list[str]:
    """The first row; of two alike the second is not read."""
    if len(cells) > MOST_COLUMNS:
        raise NoTable("too_many_columns")
    found: list[str] = []
    for cell in cells:
        name = " ".join(cell.split())[:200]
        found.append("" if name in found else name)
    return found


def _text(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoTable("not_utf8") from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    start = 1
    try:
        for cells in rows:
            yield start, [cell.strip().replace("\0", "") for cell in cells]
            start = rows.line_num + 1
    except csv.Error:
        raise NoTable("damaged") from None


# -- workbooks


def _workbook(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.xlsx"
        path.write_bytes(content)
        try:
            child = subprocess.run(  # noqa: S603 -- our own interpreter and module; the path is one argument
                [sys.executable, "-m", __name__, str(path)],
                capture_output=True,
                timeout=SECONDS + 1,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NoTable("too_slow") from None
    try:
        answer: Mapping[str, list[tuple[int, list[str]]]] = json.loads(child.stdout)
        rows = answer["rows"]
    except (ValueError, KeyError, TypeError):
        raise NoTable("damaged") from None
    yield from rows


def _environment() -> dict[str, str]:
    """What the child needs to find this package, and nothing that the platform keeps secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(engage.__file__).parents[1]), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """The child: limits first, then the first sheet of the file."""
    _limit()
    from engage.instruments.readers.xlsform.excel import read_xlsx

    sheet = read_xlsx(Path(sys.argv[1])).sheets[0]
    rows = [(sheet.header_row, list(sheet.headers))]
    rows += [(row.number, [row.cells.get(header, "") for header in sheet.headers]) for row in sheet.rows]
    sys.stdout.write(json.dumps({"rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main()
