"""Healthy files to spoil: one survey with a bit of everything, in every format that is read."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import yaml

from engage.instruments.document import to_document
from engage.instruments.readers.open import SUFFIXES, read
from tests.instruments.readers.limesurvey.making import a, q, sq, survey, table

Sheets = dict[str, list[list[object]]]
WRITTEN = datetime(2026, 11, 21)  # noqa: DTZ001 -- a file says no zone
Lime = dict[str, list[dict[str, object]]]
"""LimeSurvey's tables."""

SURVEY: Sequence[Sequence[object]] = (
    ("type", "name", "label::English (en)", "label::Deutsch (de)", "relevant", "required", "constraint", "calculation",
     "default", "appearance", "choice_filter", "repeat_count", "trigger"),
    ("begin_group", "you", "About you", "Über Sie"),
    ("text", "name", "Your name", "Ihr Name", "", "yes"),
    ("integer", "age", "Your age", "Ihr Alter", "", "", ". >= 0 and . <= 130", "", 40),
    ("select_one yes_no", "smoke", "Do you smoke?", "Rauchen Sie?", "${age} >= 16"),
    ("select_multiple topics or_other", "topics", "Topics", "Themen", "selected(${smoke}, 'yes')"),
    ("end_group",),
    ("begin_repeat", "people", "People", "Personen", "", "", "", "", "", "", "", "${age} div 10"),
    ("text", "first", "First name, ${name}?", "Vorname?"),
    ("end_repeat",),
    ("begin_group", "grid", "Grid", "Tabelle", "", "", "", "", "", "table-list"),
    ("select_one yes_no", "g1", "One", "Eins"),
    ("select_one yes_no", "g2", "Two", "Zwei"),
    ("end_group",),
    ("select_one towns", "town", "Town", "Ort", "", "", "", "", "", "minimal", "country = ${name}"),
    ("range", "trust", "Trust", "Vertrauen"),
    ("rank topics", "order", "Order", "Rang"),
    ("date", "day", "Day", "Tag", "", "", ". <= today()", "", "today()"),
    ("calculate", "sum", "", "", "", "", "", "${age} + count-selected(${topics})"),
    ("note", "bye", "Thank you, **${name}**: ${sum}", "Danke, ${name}", "regex(${name}, '[A-Z]+')"),
)  # fmt: skip
CHOICES: Sequence[Sequence[object]] = (
    ("list_name", "name", "label::English (en)", "label::Deutsch (de)", "country"),
    ("yes_no", "yes", "Yes", "Ja"),
    ("yes_no", "no", "No", "Nein"),
    ("topics", "a", "Screening", "Früherkennung"),
    ("topics", "b", "Diet", "Ernährung"),
    ("towns", "oslo", "Oslo", "Oslo", "no"),
    ("towns", 7.0, "Seven", "Sieben", "de"),
)
SETTINGS: Sequence[Sequence[object]] = (("form_title", "form_id", "default_language"), ("Fuzz", "fuzz", "English (en)"))


def sheets() -> Sheets:
    return {
        "survey": [list(row) for row in SURVEY],
        "choices": [list(row) for row in CHOICES],
        "settings": [list(row) for row in SETTINGS],
    }


def as_xlsx(content: Mapping[str, list[list[object]]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in content.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    book.properties.created = book.properties.modified = WRITTEN
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as saved:
        return zipped([(name, saved.read(name)) for name in saved.namelist() if name != "docProps/core.xml"])


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive that is the same every time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, WRITTEN.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def as_csv(content: Mapping[str, list[list[object]]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    for name, rows in content.items():
        writer.writerow([name])
        writer.writerows(["", *row] for row in rows)
    return stream.getvalue().encode()


def as_markdown(content: Mapping[str, list[list[object]]]) -> bytes:
    lines = []
    for name, rows in content.items():
        lines.append(f"| {name} |")
        lines += ["| | " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines).encode()


def lime_rows() -> tuple[dict[str, str], ...]:
    german = {"language": "de"}
    return survey(
        q("S", "name", "Your <b>name</b>", mandatory="Y", validation="/^[A-Z]/"),
        q("N", "age", "Age", min_num_value_n="0", max_num_value_n="130", em_validation_q="this >= 0"),
        q("M", "topics", "Topics", other="Y", exclude_all_others="b", relevance="age.NAOK >= 16"),
        sq("a", "Screening"),
        sq("b", "None", relevance="!is_empty(name)"),
        q("F", "grid", "Grid", array_filter="topics"),
        sq("a", "One"),
        sq("b", "Two"),
        a("1", "Low"),
        a("2", "High"),
        q("*", "sum", "{age * 2 + count(that.topics)}"),
        q("X", "bye", "<p>Thanks, {name}: {if(age > 3, sum, 'none')}</p>"),
        {"class": "Q", "type/scale": "S", "name": "name", "text": "Ihr Name", **german},
        more="de",
    )


def as_lss(tables: Mapping[str, list[dict[str, object]]]) -> bytes:
    def row(cells: Mapping[str, object]) -> str:
        return "<row>" + "".join(f"<{name}><![CDATA[{cell}]]></{name}>" for name, cell in cells.items()) + "</row>"

    body = "".join(f"<{name}><rows>{''.join(map(row, rows))}</rows></{name}>" for name, rows in tables.items())
    head = '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
    return f"{head}<DBVersion>493</DBVersion>{body}</document>".encode()


def lime_tables() -> Lime:
    question = {"gid": 1, "other": "N", "mandatory": "N", "relevance": "1"}
    return {
        "surveys": [{"sid": 1, "language": "en", "additional_languages": "de"}],
        "surveys_languagesettings": [{"surveyls_language": "en", "surveyls_title": "Fuzz"}],
        "groups": [{"gid": 1, "group_order": 1, "grelevance": ""}],
        "group_l10ns": [{"gid": 1, "group_name": "First", "language": "en"}],
        "questions": [
            {**question, "qid": 1, "type": "S", "title": "name", "question_order": 1},
            {**question, "qid": 2, "type": "M", "title": "topics", "question_order": 2, "relevance": "name != ''"},
            {**question, "qid": 3, "type": "F", "title": "grid", "question_order": 3},
        ],
        "question_l10ns": [
            {"qid": qid, "question": f"<p>Ask <b>{qid}</b> {{name}}</p>", "help": "", "language": "en"}
            for qid in range(1, 7)
        ],
        "subquestions": [
            {"qid": 4, "parent_qid": 2, "title": "a", "question_order": 1, "scale_id": 0},
            {"qid": 5, "parent_qid": 3, "title": "a", "question_order": 1, "scale_id": 0},
            {"qid": 6, "parent_qid": 3, "title": "b", "question_order": 2, "scale_id": 0},
        ],
        "answers": [{"aid": 1, "qid": 3, "code": "1", "sortorder": 1, "scale_id": 0}],
        "answer_l10ns": [{"aid": 1, "answer": "Low", "language": "en"}],
        "question_attributes": [
            {"qid": 3, "attribute": "array_filter", "value": "topics", "language": ""},
            {"qid": 1, "attribute": "em_validation_q", "value": "strlen(this) > 2", "language": ""},
            {"qid": 2, "attribute": "min_answers", "value": "1", "language": ""},
        ],
        "conditions": [{"qid": 3, "cqid": 2, "scenario": 1, "cfieldname": "+1X1X2a", "method": "==", "value": "Y"}],
        "quota": [{"id": 1, "name": "Q", "qlimit": 3, "action": 1, "active": 1}],
        "quota_members": [{"id": 1, "qid": 2, "quota_id": 1, "code": "a"}],
    }


@cache
def document() -> str:
    """The survey in our own format, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.md"
        path.write_bytes(as_markdown(sheets()))
        instrument = read(path).instrument
    assert instrument is not None
    return json.dumps(to_document(instrument), ensure_ascii=False, indent=1)


@cache
def healthy() -> dict[str, bytes]:
    """A healthy file for each ending; old Excel files cannot be written, so there is none."""
    made = {
        ".xlsx": as_xlsx(sheets()),
        ".csv": as_csv(sheets()),
        ".md": as_markdown(sheets()),
        ".tsv": table(*lime_rows()).encode(),
        ".lss": as_lss(lime_tables()),
        ".json": document().encode(),
        ".yaml": yaml.safe_dump(json.loads(document()), allow_unicode=True, sort_keys=False).encode(),
    }
    same = {".xlsm": ".xlsx", ".txt": ".tsv", ".yml": ".yaml", ".xls": ".xlsx"}
    return {ending: made[same.get(ending, ending)] for ending in sorted(SUFFIXES)}
