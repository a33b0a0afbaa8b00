"""One file of responses in the wanted format; with lists of entries an archive of several."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from engage.jobs import files
from engage.results.archive import archive

if TYPE_CHECKING:
    from engage.results.exports.source import Source


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    SAV = "sav"
    PARQUET = "parquet"
    JSON = "json"
    DDI = "ddi"


TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "xml": "application/xml",
    "zip": "application/zip",
}
Told = Callable[[int], None]
ROWS_OF_A_SHEET = 1_048_575
"""Of a workbook, below the header."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of a file, besides whose responses."""

    format: Format
    language: str
    """Of labels; one of the instrument's."""
    labels: bool = False
    """csv, xlsx: labels in place of codes."""
    spreadsheet: bool = False
    """csv: with a mark that says it is UTF-8, which Excel needs."""


def in_lists(format_: Format, source: "Source") -> bool:
    """Whether the entries of lists go into files of their own."""
    return format_ in (Format.CSV, Format.SAV, Format.PARQUET) and bool(source.fields.lists)


def pieces(choice: Choice, source: "Source", folder: Path, *, made: datetime, told: Told | None = None) -> Iterator[
    tuple[str, bytes]
]:  # fmt: skip
    """The files in pieces, each with the name of its list, "" for the responses.

    :param folder: for what cannot be made piece by piece
    :raises Refusal: when a format cannot hold so many responses
    """
    match choice.format:
        case Format.CSV:
            from engage.results.exports import csv_file

            language = choice.language if choice.labels else ""
            yield from csv_file.pieces(source, byte_order_mark=choice.spreadsheet, language=language, told=told)
        case Format.SAV:
            from engage.results.exports import sav_export

            yield from sav_export.pieces(source, language=choice.language, made=made, told=told)
        case Format.PARQUET:
            from engage.results.exports import parquet_file

            for name, path in parquet_file.write(source, folder, told=told).items():
                yield from ((name, piece) for piece in _read(path))
        case Format.XLSX:
            from engage.results.exports import xlsx_file

            book = folder / "responses.xlsx"
            xlsx_file.write(source, book, language=choice.language, with_labels=choice.labels, told=told)
            yield from (("", piece) for piece in _read(book))
        case Format.JSON:
            from engage.results.exports import json_file

            yield from (("", piece) for piece in json_file.pieces(source, told=told))
        case Format.DDI:
            raise ValueError("it describes the responses and holds none: engage.results.exports.ddi")


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece
    path.unlink()


def ending(choice: Choice, source: "Source") -> str:
    """Of the name of the one file that is downloaded."""
    if choice.format is Format.DDI:
        return "xml"
    return "zip" if in_lists(choice.format, source) else choice.format.value


def write(
    choice: Choice,
    source: "Source",
    into: IO[bytes],
    *,
    name: str,
    folder: Path,
    made: datetime,
    described: Callable[["Source"], bytes],
    told: Told | None = None,
) -> str:
    """The one file that is downloaded, and its ending.

    :param name: of the files inside an archive
    :param described: makes the DDI document
    """
    if choice.format is Format.DDI:
        into.write(described(source))
    elif in_lists(choice.format, source):
        found = pieces(choice, source, folder, made=made, told=told)
        with archive(inside(name, choice.format.value, source.fields.lists), found) as packed:
            shutil.copyfileobj(packed, into)
    else:
        for _, piece in pieces(choice, source, folder, made=made, told=told):
            into.write(piece)
    return ending(choice, source)


def inside(name: str, suffix: str, lists: Iterable[str]) -> dict[str, str]:
    """The names of the files of an archive, by list."""
    return {"": f"{name}.{suffix}", **{each: f"{name}-{each.replace('/', '-')}.{suffix}" for each in lists}}


@contextmanager
def scratch(data_dir: Path) -> Iterator[Path]:
    """A folder for what is on its way into a file; what a killed process leaves there goes after a day."""
    above = data_dir / files.FOLDER
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="making-", dir=above) as folder:
        try:
            yield Path(folder)
        finally:
            files.delete([path for path in Path(folder).rglob("*") if path.is_file()])
