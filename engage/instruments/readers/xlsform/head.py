"""What a file written here says of the whole instrument: settings in columns of our own, and the sheet of tables."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.workbook import Workbook
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.own import HEAD_DOCUMENTS, PREFIX
from engage.instruments.readers.xlsform.settings import Settings
from engage.instruments.readers.xlsform.texts import Texts

TABLES = "tables"
"""The sheet that holds tables, cell by cell: table, row, column, value."""
EDITIONS = f"{PREFIX}::editions::"


def with_head(instrument: Instrument, settings: Settings, texts: Texts, collector: Collector) -> Instrument:
    """The instrument with what the settings add to it. What is no JSON, or not of its form, is an error."""
    record = settings.record
    if record is None:
        return instrument
    given: dict[str, Any] = {}
    for name in HEAD_DOCUMENTS:
        if text := record[f"{PREFIX}::{name}"]:
            given[name] = (f"{PREFIX}::{name}", text)
    editions = {header: text for header, text in record.extra.items() if header.startswith(EDITIONS)}
    document = {**_bare(instrument), "names": {}}
    for name, (column, text) in given.items():
        document["name" if name == "slug" else name] = _json(text, column, settings, collector)
    document["editions"] = {
        header.removeprefix(EDITIONS): _json(text, header, settings, collector) for header, text in editions.items()
    }
    try:
        head = from_document({key: value for key, value in document.items() if value is not None})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"What the settings add to the instrument is not understood: {error}."
        collector.error("bad_value", message, record.where())
        return instrument
    return replace(
        instrument,
        name=head.name,
        minutes=head.minutes,
        pulse_minutes=head.pulse_minutes,
        minimum_age=head.minimum_age,
        about=head.about,
        country_item=head.country_item,
        quotas=head.quotas,
        names=head.names,
        editions=head.editions,
        welcome=texts.read(record, f"{PREFIX}::welcome"),
        closing=texts.read(record, f"{PREFIX}::closing"),
        consent=texts.read(record, f"{PREFIX}::consent"),
    )


def _bare(instrument: Instrument) -> dict[str, Any]:
    """The head of the instrument alone, as a document."""
    return to_document(replace(instrument, sections=(), tables={}))


def _json(text: str, column: str, settings: Settings, collector: Collector) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        where = settings.record.where(column) if settings.record else None
        if where:
            collector.error("bad_value", f"The setting {column} is no JSON.", where)
        return None


def own_tables(workbook: Workbook) -> dict[str, tuple[Mapping[str, str], ...]]:
    """The tables in the sheet that a file written here keeps them in."""
    settings, sheet = workbook.sheet("settings"), workbook.sheet(TABLES)
    if sheet is None or settings is None or f"{PREFIX}::format" not in settings.headers:
        return {}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in sheet.rows:
        cells = row.cells
        lines = found.setdefault(cells.get("table", ""), {})
        if "row" not in cells:
            continue
        line = lines.setdefault(cells["row"], {})
        if "column" in cells:
            line[cells["column"]] = cells.get("value", "")
    return {name: tuple(lines.values()) for name, lines in found.items()}
