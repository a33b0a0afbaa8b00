"""The whole workbook: survey, choices, settings, and tables where there are any."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from engage.core.findings import Finding
from engage.instruments.document import to_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.reading import slug_for
from engage.instruments.readers.xlsform.head import TABLES
from engage.instruments.readers.xlsform.own import FORMAT, HEAD_DOCUMENTS, HEAD_TEXTS, PREFIX
from engage.instruments.writers.xlsform.choices import Choices, looked_up
from engage.instruments.writers.xlsform.naming import Naming
from engage.instruments.writers.xlsform.sheet import MAX_CELL, Cells, Draft, Findings, Languages
from engage.instruments.writers.xlsform.survey import Survey

LOST = "not said here"
VERSION = "1"
"""Of our own columns."""


@dataclass(frozen=True, slots=True)
class Written:
    data: bytes
    """An .xlsx file."""
    findings: tuple[Finding, ...] = ()
    """What the file does not say."""


def write(instrument: Instrument) -> Written:
    """The instrument as a workbook. Every cell is a text, so that no formula ever runs."""
    drafts, findings = write_sheets(instrument)
    if findings:
        lost = Draft(LOST)
        for finding in findings:
            lost.add({"What this file does not say": finding.message})
        drafts = (*drafts, lost)
    book = openpyxl.Workbook(write_only=True)
    for draft in drafts:
        sheet = book.create_sheet(draft.name)
        sheet.freeze_panes = "A2"
        headers = list(draft.headers)
        sheet.append([_cell(sheet, header) for header in headers])
        for row in draft.rows:
            sheet.append([_cell(sheet, row.get(header, "")) for header in headers])
    stream = io.BytesIO()
    book.save(stream)
    return Written(stream.getvalue(), findings)


def _cell(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def write_sheets(instrument: Instrument) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The sheets as rows of texts, and what they do not say."""
    findings = Findings()
    languages = Languages(instrument.languages, findings)
    naming = Naming.of(instrument, findings)
    choices = Choices(languages, naming, findings)
    tables = _tables(instrument, choices)
    survey = Survey(languages, naming, choices)
    survey.write(instrument)
    settings = Draft("settings")
    settings.add(_settings(instrument, languages, duplicates=choices.doubled))
    drafts = [survey.sheet, choices.sheet, settings, *([tables] if tables.rows else [])]
    for draft in drafts:
        draft.rows = [_shortened(row, findings) for row in draft.rows]
    return tuple(drafts), findings.of()


def _shortened(row: Cells, findings: Findings) -> Cells:
    long = [header for header, text in row.items() if len(text) > MAX_CELL]
    for header in long:
        message = f"A text in the column {header} has more than the {MAX_CELL} characters that a cell holds."
        findings.add("cell_too_long", message)
    return {header: text for header, text in row.items() if header not in long}


def _tables(instrument: Instrument, choices: Choices) -> Draft:
    """Tables that have the form of a list go to the sheet choices, the others to a sheet of their own."""
    sources = list(_sources(instrument))
    listed = looked_up(instrument, sources)
    draft = Draft(TABLES, dict.fromkeys(("table", "row", "column", "value")))
    for name, rows in instrument.tables.items():
        if name in listed and choices.table(name, rows):
            continue
        if not rows:
            draft.add({"table": name})
        for number, row in enumerate(rows, start=1):
            if not row:
                draft.add({"table": name, "row": str(number)})
            for column, text in row.items():
                draft.add({"table": name, "row": str(number), "column": column, "value": text})
    return draft


def _sources(instrument: Instrument) -> Iterator[str]:
    for section in instrument.sections:
        yield section.relevance or ""
        for item in section.items:
            found = (item.relevance, item.required, item.constraint, item.calculation, item.choice_filter, item.default)
            yield from (source or "" for source in found)


def _settings(instrument: Instrument, languages: Languages, *, duplicates: bool) -> Cells:
    source = instrument.source_language
    cells: Cells = {
        "form_title": instrument.title.in_(source),
        "form_id": instrument.name,
        "default_language": languages.name(source),
        "allow_choice_duplicates": "yes" if duplicates else "",
        FORMAT: VERSION,
    }
    cells |= languages.cells(f"{PREFIX}::title", instrument.title)
    for name in HEAD_TEXTS:
        cells |= languages.cells(f"{PREFIX}::{name}", getattr(instrument, name, None))
    document = to_document(replace(instrument, sections=(), tables={}))
    if slug_for(instrument.name, ()) != instrument.name:
        cells[f"{PREFIX}::slug"] = _json(instrument.name)
    for name in HEAD_DOCUMENTS:
        if name in document:
            cells[f"{PREFIX}::{name}"] = _json(document[name])
    for country, edition in document.get("editions", {}).items():
        cells[f"{PREFIX}::editions::{country}"] = _json(edition)
    return cells


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
