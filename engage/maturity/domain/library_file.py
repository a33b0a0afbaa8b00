"""A CSV with entries of the library: read whole, and every line that cannot be taken in is said."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engage.core.spreadsheets import unguarded
from engage.maturity.domain.library import Entry, Wrong, problems, read_helps

MOST_ROWS = 1_000
FIXED = ("kind", "language", "url", "owner", "licence", "helps", "hub", "published")
TEXTS = ("title", "summary")
"""In the language of the thing itself; `title:de` is the same in German."""
NEEDED = ("kind", "title", "language", "url", "owner", "licence")
_YES, _NO = ("yes", "1", "true"), ("no", "0", "false")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where. Line 1 is the head."""

    line: int
    column: str
    what: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    hub: str
    """Its short name; empty for the one that the whole file is for."""
    entry: Entry


@dataclass(frozen=True, slots=True)
class Read:
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read(content: bytes, *, indicators: Mapping[str, int], taken: Collection[str]) -> Read:
    """What a file says. A file with a finding is not taken in at all.

    Comma, semicolon or tab between the columns; UTF-8, with or without a byte-order mark.

    :param indicators: those of the model, with their highest level
    :param taken: addresses that the library has already
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(content[: error.start].count(b"\n") + 1, "not_utf8")
    if "\0" in text:
        return _refused(1, "not_a_table")
    first = next(iter(text.splitlines()), "")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        head = [_heading(name) for name in reader.fieldnames or ()]
        findings = tuple(_wrong_head(head))
        reader.fieldnames = head
        return Read((), findings) if findings else _rows(reader, indicators, taken)
    except csv.Error:
        return _refused(reader.line_num, "not_a_table")


def _refused(line: int, what: str) -> Read:
    return Read((), (Finding(line, "", what),))


def _heading(name: str) -> str:
    stem, colon, tag = name.strip().partition(":")
    return f"{stem.strip().lower()}{colon}{tag.strip()}"


def _wrong_head(head: list[str]) -> Iterator[Finding]:
    if not any(head):
        yield Finding(1, "", "empty")
        return
    stems = {name.partition(":")[0] for name in head}
    for name in NEEDED:
        if name not in stems:
            yield Finding(1, name, "missing_column")
    for name in head:
        stem, colon, _tag = name.partition(":")
        if name not in FIXED and not (stem in TEXTS and (not colon or name.count(":") == 1)):
            yield Finding(1, name, "unknown_column")
    for name in sorted({name for name in head if head.count(name) > 1}):
        yield Finding(1, name, "repeated_column")


def _rows(reader: "csv.DictReader[str]", indicators: Mapping[str, int], taken: Collection[str]) -> Read:
    rows: list[Row] = []
    findings: list[Finding] = []
    seen: set[str] = set()
    before = reader.line_num
    for given in reader:
        line, before = before + 1, reader.line_num
        if None in given or any(value is None for value in given.values()):
            findings.append(Finding(line, "", "wrong_width"))
            continue
        cells = {name: unguarded(value.strip()) for name, value in given.items()}
        if not any(cells.values()):
            continue
        if len(rows) >= MOST_ROWS:
            findings.append(Finding(line, "", "too_many_rows"))
            break
        row, wrong = _row(line, cells)
        findings += wrong
        findings += [
            Finding(line, each.field, each.what, each.value) for each in problems(row.entry, indicators, taken)
        ]
        if row.entry.url in seen and row.entry.url:
            findings.append(Finding(line, "url", Wrong.TWICE, row.entry.url))
        seen.add(row.entry.url)
        rows.append(row)
    if not rows and not findings:
        findings.append(Finding(1, "", "empty"))
    return Read(tuple(rows), tuple(findings))


def _row(line: int, cells: Mapping[str, str]) -> tuple[Row, list[Finding]]:
    wrong = []
    helps, unread = read_helps(cells.get("helps", ""))
    if unread:
        wrong.append(Finding(line, "helps", Wrong.HELP, unread))
    published = cells.get("published", "").lower()
    if published and published not in (*_YES, *_NO):
        wrong.append(Finding(line, "published", Wrong.YES_OR_NO, published))
    language = cells.get("language", "")
    entry = Entry(
        kind=cells.get("kind", "").lower(),
        language=language,
        titles=_texts(cells, "title", language),
        summaries=_texts(cells, "summary", language),
        url=cells.get("url", ""),
        owner=cells.get("owner", ""),
        licence=cells.get("licence", ""),
        helps=helps,
        published=published not in _NO,
    )
    return Row(line, cells.get("hub", ""), entry), wrong


def _texts(cells: Mapping[str, str], stem: str, language: str) -> dict[str, str]:
    """Words by language; the column without a language is in that of the thing itself."""
    named = ((name.partition(":")[2] or language, words) for name, words in cells.items() if name.split(":")[0] == stem)
    return {tag: words for tag, words in named if words}
