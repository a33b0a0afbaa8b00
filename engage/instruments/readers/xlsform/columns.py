"""Column headers: the many spellings of XLSForm, told apart by field and language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engage.core.findings import Where
from engage.instruments.readers.workbook import Sheet
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.own import IN_LISTS, IN_LISTS_TOO, OWN_TEXTS, OWN_VALUES, PREFIX

MEDIA = frozenset({"image", "big_image", "audio", "video"})
TEXTS = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message", "form_title"})
EXPRESSIONS = frozenset(
    {"relevant", "required", "constraint", "calculation", "read_only", "choice_filter", "default", "repeat_count"}
)
"""Fields in which an expression may stand."""
_OTHER = frozenset(
    {"type", "name", "list_name", "appearance", "parameters", "trigger", "disabled", "save_to", "rows", "accept"}
)
_SETTINGS = frozenset({"form_id", "version", "default_language", "allow_choice_duplicates"})
_KNOWN = MEDIA | TEXTS | EXPRESSIONS | _OTHER | _SETTINGS

_ALIASES: Mapping[str, str] = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "readonly": "read_only",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "requiredmsg": "required_message",
    "jr:count": "repeat_count",
    "count": "repeat_count",
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
    "big-image": "big_image",
    "entities:saveto": "save_to",
}
_PREFIXES = frozenset({"bind", "control", "body", "media"})


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    field: str
    """One of the known fields, or the header itself in lower case."""
    language: str | None = None
    """As the header names it: `English (en)`."""

    @property
    def known(self) -> bool:
        return self.field in _KNOWN or self.field in OWN_VALUES or self.is_text

    @property
    def is_text(self) -> bool:
        """Whether it may stand there once per language."""
        return self.field in TEXTS or self.field in MEDIA or self.field in OWN_TEXTS


@dataclass(frozen=True, slots=True)
class Record:
    """A row whose cells are told apart by field and language name."""

    sheet: str
    number: int
    values: Mapping[str, str]
    texts: Mapping[str, Mapping[str | None, str]]
    extra: Mapping[str, str]
    """Columns that XLSForm gives no meaning, by header as written."""
    headers: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

    def where(self, field: str | None = None) -> Where:
        return Where(self.sheet, self.number, self.headers.get(field, field) if field else None)


def columns_of(sheet: Sheet, collector: Collector) -> tuple[Column, ...]:
    """The columns of a sheet; two that mean the same are an error."""
    columns: list[Column] = []
    seen: dict[tuple[str, str | None], str] = {}
    for header in sheet.headers:
        column = parse_header(header)
        first = seen.setdefault((column.field, column.language), header)
        if first != header and column.known and _differ(sheet, first, header):
            message = f"The columns “{first}” and “{header}” mean the same. Only the first is read: delete the other."
            where = Where(sheet.name, sheet.header_row, header)
            say = collector.warning if column.field in _SETTINGS else collector.error
            say("duplicate_column", message, where)
        elif first == header or not column.known:
            columns.append(column)
    return tuple(columns)


def _differ(sheet: Sheet, first: str, second: str) -> bool:
    return any(row.cells.get(second, "") not in ("", row.cells.get(first, "")) for row in sheet.rows)


def parse_header(header: str) -> Column:
    """`Label::English (en)`, `media:image`, `bind::jr:constraintMsg::fr`, `Read only` …"""
    parts = [part.strip() for part in header.split("::")]
    if header.lower() in IN_LISTS_TOO:
        return Column(header, f"{PREFIX}::{header.lower().removeprefix(IN_LISTS)}")
    if parts[0].lower() == PREFIX and len(parts) > 1:
        field = f"{PREFIX}::{'::'.join(parts[1:])}"
        if (text := f"{PREFIX}::{parts[1]}") in OWN_TEXTS:
            return Column(header, text, parts[2] if len(parts) > 2 and parts[2] else None)
        return Column(header, field)
    if len(parts) == 1 and (match := re.match(r"^(\w[\w -]*?)\s*:\s*([^:].*)$", header)):
        field = _field(match[1])
        if field in TEXTS or field in MEDIA or field in _PREFIXES:
            parts = [match[1], *(part.strip() for part in re.split(r"(?<!jr):", match[2]))]
    if parts[0].lower() in _PREFIXES and len(parts) > 1:
        parts = parts[1:]
    field = _field(parts[0])
    if field in TEXTS or field in MEDIA:
        return Column(header, field, parts[1] if len(parts) > 1 and parts[1] else None)
    return Column(header, field) if len(parts) == 1 else Column(header, header.lower())


def _field(text: str) -> str:
    name = re.sub(r"[\s]+", "_", text.strip().lower())
    return _ALIASES.get(name, name)


def records_of(sheet: Sheet, columns: tuple[Column, ...]) -> list[Record]:
    headers: dict[str, str] = {}
    for column in columns:
        headers.setdefault(column.field, column.header)
    return [_record(sheet.name, row.number, row.cells, columns, headers) for row in sheet.rows]


def _record(
    sheet: str, number: int, cells: Mapping[str, str], columns: tuple[Column, ...], headers: Mapping[str, str]
) -> Record:
    values: dict[str, str] = {}
    texts: dict[str, dict[str | None, str]] = {}
    extra: dict[str, str] = {}
    for column in columns:
        text = cells.get(column.header, "")
        if not text:
            continue
        if column.is_text:
            texts.setdefault(column.field, {})[column.language] = text
        elif column.known:
            values[column.field] = text if column.field in OWN_VALUES else text.replace("\xa0", " ").strip()
        else:
            extra[column.header] = text
    return Record(sheet, number, values, texts, extra, headers)
