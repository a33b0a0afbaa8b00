"""Forms of others as whole files: pyxform's own, ODK Web Forms', Kobo's, and forms found in the field."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from engage.core.findings import Level
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.workbook import Sheet, SheetRow, Workbook
from engage.instruments.readers.xlsform import read
from engage.instruments.readers.xlsform.reader import read_form
from tests.conformance.rows import Row, Verdict, judged
from tests.corpora import corpora

TITLE = "XLSForm: whole files"
INTRODUCTION = (
    "Workbooks of pyxform, ODK Web Forms, Kobo and others, and the form definitions of formpack. Each is read, or "
    "refused with findings that say why and where; the reasons stand beside the file. Languages named without a code "
    "are given one."
)
FOLDERS = ("xlsform/pyxform/good", "xlsform/pyxform/broken", "xlsform/web-forms", "xlsform/misc", "xlsform/kpi")
FOLDERS += ("xlsform2lstsv/xlsform",)

REASONS: Mapping[str, tuple[str, ...]] = {
    "pyxform/*/bad_calc.xlsx": ("no_questions", "unexpected"),
    "pyxform/good/calculate.xls": ("no_questions",),
    "pyxform/good/gps.xls": ("no_questions",),
    "pyxform/good/hidden.xls": ("no_questions",),
    "pyxform/good/include_json.xls": ("no_questions", "unknown_type"),
    "pyxform/good/unknown_question_type.xls": ("missing_label", "unknown_type"),
    "pyxform/broken/UCL_Biomass_Plot_Form.xlsx": ("nested_repeat",),
    "pyxform/broken/duplicate_columns.xlsx": ("duplicate_column",),
    "pyxform/broken/extra_columns.xls": ("unknown_type",),
    "misc/invalid_meta.xlsx": ("unknown_type",),
    "misc/invalid_variable_naming.xlsx": ("invalid_name",),
    "misc/no_label.xlsx": ("missing_label",),
    "misc/no_name.xlsx": ("missing_name",),
    "misc/no_type.xlsx": ("missing_type",),
    "kpi/childrens_survey_*.xls": ("nested_repeat",),
    "kpi/gps.xls": ("no_questions",),
    "kpi/group_names_must_be_unique.xls": ("no_questions",),
    "kpi/nested_repeats.xls": ("nested_repeat",),
    "kpi/transportation.bad_id.xls": ("missing_name",),
    "kpi/transportation_export.xls*": ("no_survey_sheet",),
    "formpack/analysis_form_repeat_groups/v1.json": ("nested_repeat",),
    "formpack/*nested_grouped_repeatable/*": ("nested_repeat",),
}
"""Why a file is refused: file -> codes of the findings that are errors."""
ALLOWED: Mapping[str, str] = {}


@cache
def readings() -> tuple[tuple[str, str, Reading], ...]:
    """Group, file and what reading it gives."""
    return tuple(_readings())


def _readings() -> Iterator[tuple[str, str, Reading]]:
    for folder in FOLDERS:
        for path in sorted(corpora("surveys", folder).glob("*.xls*")):
            yield folder.removeprefix("xlsform/"), path.name, _with_languages(path)
    for path in sorted(corpora("surveys", "formpack").glob("*/*.json")):
        content = content_of(json.loads(path.read_text(encoding="utf-8")))
        if content is not None:
            name = f"{path.parent.name}/{path.name}"
            yield "formpack", name, form_of(content, path.parent.name)


def _with_languages(path: Path) -> Reading:
    reading = read(path, languages={})
    if not reading.unnamed_languages:
        return reading
    tags = {name: f"x-{number}" for number, name in enumerate(reading.unnamed_languages)} | {"default": "en"}
    return read(path, languages=tags)


def content_of(document: Any) -> Mapping[str, Any] | None:
    """The form of a formpack version; None when the file is something else."""
    content = document.get("content", document) if isinstance(document, dict) else {}
    return content if "survey" in content else None


def form_of(content: Mapping[str, Any], stem: str) -> Reading:
    """A formpack definition read as the XLSForm that it stands for."""
    languages = content.get("translations") or [None]
    sheets = [_sheet(name, content.get(name, []), languages) for name in ("survey", "choices")]
    settings = content.get("settings")
    rows = [settings] if isinstance(settings, dict) else settings or []
    workbook = Workbook((*sheets, _sheet("settings", rows, languages)))
    tags = {name: f"x-{number}" for number, name in enumerate(languages) if name} | {"default": "en"}
    asked = read_form(workbook, stem, tags).unnamed_languages
    return read_form(workbook, stem, {name: f"x-{number}" for number, name in enumerate(asked)} | tags)


def _sheet(name: str, rows: list[Mapping[str, Any]], languages: list[str | None]) -> Sheet:
    made = [SheetRow(number, dict(_cells(row, languages))) for number, row in enumerate(rows, start=2)]
    headers = dict.fromkeys(header for row in made for header in row.cells)
    return Sheet(name, tuple(headers), tuple(made))


def _cells(row: Mapping[str, Any], languages: list[str | None]) -> Iterator[tuple[str, str]]:
    for header, value in row.items():
        if header == "select_from_list_name":
            continue
        if isinstance(value, list):
            texts = zip(languages, value, strict=False)
            yield from ((f"{header}::{language}" if language else header, text) for language, text in texts if text)
        elif header == "type" and "select_from_list_name" in row:
            yield header, f"{value} {row['select_from_list_name']}"
        elif value not in (None, ""):
            yield header, str(value)


def outcomes() -> list[Row]:
    return [_row(group, name, reading) for group, name, reading in readings()]


def _row(group: str, name: str, reading: Reading) -> Row:
    case = f"{group}/{name}"
    errors = tuple(sorted({finding.code for finding in reading.findings if finding.level is Level.ERROR}))
    wanted = next((codes for pattern, codes in REASONS.items() if fnmatch(case, pattern)), ())
    if errors != wanted:
        return judged(
            group,
            case,
            Verdict.FAILS,
            ALLOWED,
            f"{', '.join(wanted) or 'no error'} expected, {', '.join(errors) or 'none'} found",
        )
    return judged(group, case, Verdict.REFUSED if errors else Verdict.READ, ALLOWED, ", ".join(errors))
