"""Activities held elsewhere from a CSV: read whole, and every line that cannot be taken in is said."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from engage.activities.domain.describing import (
    Description,
    Held,
    Problem,
    Wrong,
    partners_in,
    wrong_in_description,
    wrong_in_held,
)
from engage.activities.domain.kinds import ActivityKind, ActivityState, Audience, Count, MissionArea, Sector

T = TypeVar("T", bound=str)

MOST_ROWS = 1000
SCOPES = ("network", "national", "regional", "local")
STATES = (ActivityState.DRAFT, ActivityState.ANNOUNCED, ActivityState.CANCELLED)
FIXED = (
    "kind",
    "starts_on",
    "ends_on",
    "languages",
    "hub",
    "partners",
    "scope",
    "areas",
    "sectors",
    "audience",
    "groups",
    "state",
    "link",
    "document",
    *Count,
)
NEEDED = ("title", "kind", "starts_on", "languages")
TEXTS = ("title", "summary")
"""Columns in the first language of the row; `title:de` is the same in German."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where. Line 1 is the head."""

    line: int
    column: str
    code: str
    value: str = ""
    known: tuple[str, ...] = ()
    """What could stand there instead."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    hub: str
    """Its slug; empty for the hub that the whole file is for."""
    held: Held
    description: Description


@dataclass(frozen=True, slots=True)
class Read:
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return bool(self.rows) and not self.findings


def read(content: bytes) -> Read:
    """What a file says. A file with a finding is not taken in at all.

    Comma, semicolon or tab between the columns; UTF-8, with or without a byte-order mark.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(content[: error.start].count(b"\n") + 1, "not_utf8")
    if "\0" in text:
        return _refused(1, "not_a_table")
    lines = text.splitlines()
    first = lines[0] if lines else ""
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        head = [_heading(name) for name in reader.fieldnames or ()]
        findings = list(_wrong_head(head))
        reader.fieldnames = head
        if findings:
            return Read((), tuple(findings))
        return _read_rows(reader)
    except csv.Error:
        return _refused(reader.line_num, "not_a_table")


def _heading(name: str) -> str:
    """A column's name in lower case; the tag of a language as it is."""
    stem, colon, tag = name.strip().partition(":")
    return f"{stem.strip().lower()}{colon}{tag.strip()}"


def _refused(line: int, code: str) -> Read:
    return Read((), (Finding(line, "", code),))


def _wrong_head(head: list[str]) -> Iterator[Finding]:
    if not any(head):
        yield Finding(1, "", "empty")
        return
    for name in NEEDED:
        if name not in {column.partition(":")[0] for column in head}:
            yield Finding(1, name, "missing_column")
    for name in head:
        stem, colon, _ = name.partition(":")
        if name not in FIXED and not (stem in TEXTS and (not colon or name.count(":") == 1)):
            yield Finding(1, name, "unknown_column", known=(*TEXTS, *FIXED))
    for name in sorted({name for name in head if head.count(name) > 1}):
        yield Finding(1, name, "repeated_column")


def _read_rows(reader: "csv.DictReader[str]") -> Read:
    rows: list[Row] = []
    findings: list[Finding] = []
    before = reader.line_num
    for given in reader:
        line, before = before + 1, reader.line_num
        if None in given or any(value is None for value in given.values()):
            findings.append(Finding(line, "", "wrong_width"))
            continue
        cells = {name: value.strip() for name, value in given.items()}
        if not any(cells.values()):
            continue
        if len(rows) >= MOST_ROWS:
            findings.append(Finding(line, "", "too_many_rows"))
            break
        row, wrong = _row(line, cells)
        rows.append(row)
        findings += wrong
    if not rows and not findings:
        findings.append(Finding(1, "", "empty"))
    return Read(tuple(rows), tuple(findings))


def _row(line: int, cells: Mapping[str, str]) -> tuple[Row, list[Finding]]:
    cell = _Cells(line, cells)
    languages = tuple(dict.fromkeys(cells["languages"].replace(",", " ").replace(";", " ").split()))
    first = languages[0] if languages else ""
    held = Held(
        kind=cell.one("kind", [kind for kind in ActivityKind if kind is not ActivityKind.SURVEY], ActivityKind.OTHER),
        title=cell.texts("title", first),
        languages=languages,
        starts_on=cell.day("starts_on"),
        ends_on=cell.day("ends_on"),
        counts={count.value: number for count in Count if (number := cell.number(count)) is not None},
        link=cells.get("link", ""),
        document=cells.get("document", ""),
    )
    description = Description(
        partners=partners_in(cells.get("partners", ""), ";"),
        scope=cell.one("scope", SCOPES, "national"),
        areas=cell.several("areas", MissionArea),
        sectors=cell.several("sectors", Sector),
        audience=cell.several("audience", Audience),
        groups=cells.get("groups", ""),
        state=cell.one("state", STATES, ActivityState.ANNOUNCED),
        summary=cell.texts("summary", first),
    )
    said = {finding.column for finding in cell.findings}
    problems: list[Problem] = [*wrong_in_held(held), *wrong_in_description(description, languages, covered=False)]
    for name, wrong in problems:
        column = _column(name, first)
        if column not in said:
            cell.findings.append(Finding(line, column, wrong.value, cells.get(column, "")[:80]))
    return Row(line, cells.get("hub", ""), held, description), cell.findings


def _column(name: str, first: str) -> str:
    """The column of a field of the form: `title-de` is `title:de`, and `title` where German is the row's own."""
    stem, dash, tag = name.partition("-")
    if not dash or stem not in TEXTS:
        return name
    return stem if tag == first else f"{stem}:{tag}"


class _Cells:
    """The cells of a row, read as what they should be."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line, self.cells = line, cells
        self.findings: list[Finding] = []

    def _wrong(self, column: str, code: str, value: str, known: Collection[str] = ()) -> None:
        self.findings.append(Finding(self.line, column, code, value[:80], tuple(map(str, known))))

    def one(self, column: str, known: Collection[T], default: T) -> T:
        text = self.cells.get(column, "")
        if not text:
            return default
        found = next((each for each in known if str(each) == _code(text)), None)
        if found is None:
            self._wrong(column, Wrong.NOT_KNOWN, text, known)
        return default if found is None else found

    def several(self, column: str, known: Iterable[str]) -> tuple[str, ...]:
        """Codes with commas or semicolons between them."""
        codes = [_code(part) for part in self.cells.get(column, "").replace(";", ",").split(",") if part.strip()]
        allowed = [str(each) for each in known]
        for code in codes:
            if code not in allowed:
                self._wrong(column, Wrong.NOT_KNOWN, code, allowed)
        return tuple(each for each in allowed if each in codes)

    def texts(self, stem: str, first: str) -> dict[str, str]:
        """A text by language: what stands in the plain column is in the row's first language."""
        found = {first: self.cells.get(stem, "")} if first else {}
        for name, text in self.cells.items():
            column, colon, tag = name.partition(":")
            if column == stem and colon and text:
                found[tag] = text
        return {tag: text for tag, text in found.items() if text}

    def day(self, column: str) -> date | None:
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._wrong(column, Wrong.NOT_A_DATE, text)
            return None

    def number(self, column: str) -> int | None:
        text = self.cells.get(column, "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            self._wrong(column, Wrong.NOT_A_NUMBER, text)
            return None
        return int(text)


def _code(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")
