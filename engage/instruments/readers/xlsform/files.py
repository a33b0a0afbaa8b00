"""Lists in separate files: CSV, XML and GeoJSON that lie beside the form.

Only files in the folder of the form, or in the folder named after it (`form-media`), are looked at; a name with a
path in it is none.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring

from engage.instruments.readers.workbook import MAX_COLUMNS, MAX_ROWS

MAX_BYTES = 20_000_000
SUFFIXES = (".csv", ".xml", ".geojson")

Table = tuple[Mapping[str, str], ...]


class UnreadableList(Exception):
    """The file is there, but no list can be made of it; says why."""


@dataclass(slots=True)
class Files:
    """The folder around a form. Each file is read once."""

    folder: Path | None = None
    stem: str = ""
    _read: dict[str, Table | None] = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        """The rows of a file; None when there is no such file.

        :raises UnreadableList: when it is damaged or too large
        """
        if name not in self._read:
            path = self._find(name)
            self._read[name] = _table(path) if path else None
        return self._read[name]

    def has(self, name: str) -> bool:
        """Whether there is such a file, readable or not."""
        return self._find(name) is not None

    def named(self, name: str, suffixes: tuple[str, ...] = SUFFIXES) -> Table | None:
        """The rows of the file that has this name before its ending."""
        for suffix in suffixes:
            table = self.table(name + suffix)
            if table is not None:
                return table
        return None

    def _find(self, name: str) -> Path | None:
        if self.folder is None or Path(name).name != name or not name.lower().endswith(SUFFIXES):
            return None
        places = (self.folder / name, self.folder / f"{self.stem}-media" / name)
        return next((place for place in places if place.is_file() and not place.is_symlink()), None)


def _table(path: Path) -> Table:
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableList(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableList("it is not in UTF-8") from error
    rows = {".csv": _csv, ".xml": _xml, ".geojson": _geojson}[path.suffix.lower()](text)
    found: list[Mapping[str, str]] = []
    for row in rows:
        if len(found) >= MAX_ROWS:
            raise UnreadableList(f"it has more than {MAX_ROWS} rows")
        if row:
            found.append(row)
    return tuple(found)


def _csv(text: str) -> Iterator[Mapping[str, str]]:
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headers = [cell.strip() for cell in next(lines, [])]
        if len(headers) > MAX_COLUMNS:
            raise UnreadableList(f"it has more than {MAX_COLUMNS} columns")
        for cells in lines:
            yield {
                header: cell.strip() for header, cell in zip(headers, cells, strict=False) if header and cell.strip()
            }
    except csv.Error as error:
        raise UnreadableList(str(error)) from error


def _xml(text: str) -> Iterator[Mapping[str, str]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableList("it declares a document type or entities")
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, ValueError) as error:
        raise UnreadableList(f"it is no XML: {error}") from error
    for item in root:
        yield {_plain(part.tag): (part.text or "").strip() for part in item if (part.text or "").strip()}


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _geojson(text: str) -> Iterator[Mapping[str, str]]:
    """The features: their properties, and `id` and `title` as ODK reads them. Places themselves are not kept."""
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableList("it is no JSON") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise UnreadableList("it has no features")
    for feature in features:
        if not isinstance(feature, dict):
            continue
        properties = feature.get("properties")
        values = dict(properties) if isinstance(properties, dict) else {}
        values.setdefault("id", feature.get("id", ""))
        yield {
            str(key): str(value)
            for key, value in values.items()
            if isinstance(value, str | int | float) and value != ""
        }
