"""Surveys that changed while they ran: every version read, every submission taken in, all exported as one."""

import csv
import io
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl

from engage.core.spreadsheets import unguarded
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.domain.merging import Merged, merged
from engage.instruments.readers.open import read
from engage.instruments.readers.reading import Reading
from engage.surveys.domain.past_responses import read_past_responses
from tests.conformance.rows import Row, Verdict, judged
from tests.corpora import corpora
from tests.results.reading import Given, response_files

TITLE = "Surveys that changed while they ran"
INTRODUCTION = (
    "The sets of formpack: versions of a survey with the submissions to each. Every version is read as an XLSForm, "
    "every submission is taken in as past responses are, and all versions together are exported as files "
    "([rules](versions.md)). A version agrees when it is read; a question agrees when the columns of its variables "
    "hold each value exactly as often as the submissions do. Of `selectone_to_multiple` only the last form is there; "
    "the two before it are made from what their names say."
)
_A_FILE = "Past responses bring the name of a file and not the file: the answer cannot be taken in."
ALLOWED: Mapping[str, str] = {
    "media_types another_image_of_emperor": _A_FILE,
    "media_types image_of_emperor": _A_FILE,
}
NOT_FORMS = ("analysis_form.json", "xml_instances.json", "images.json", "submissions.json")
LANGUAGES = {"English": "en", "Español": "es", "english": "en", "french": "fr"}
METADATA = ("start", "end", "audit")


@dataclass(frozen=True)
class Version:
    name: str
    content: Mapping[str, Any]
    submissions: list[Mapping[str, Any]]
    reading: Reading


def sets() -> Iterator[tuple[str, list[Version]]]:
    folder = corpora("surveys", "formpack")
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(path for path in each.glob("*.json") if path.name not in NOT_FORMS)
        if each.name == "selectone_to_multiple":
            yield each.name, list(_text_to_one_to_several(each))
        elif files:
            yield each.name, [_version(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in files]


def _text_to_one_to_several(folder: Path) -> Iterator[Version]:
    form = json.loads((folder / "v3_selectmultiple.json").read_text(encoding="utf-8"))
    given = json.loads((folder / "submissions.json").read_text(encoding="utf-8"))["subissions"]
    for name, kind in (
        ("v1_text1", "text"),
        ("v2_select1", "select_one opts"),
        ("v3_selectmult", form["survey"][0]["type"]),
    ):
        content = form | {"survey": [form["survey"][0] | {"type": kind}]}
        yield _version(name, {"content": content, "submissions": [each for each in given if each["version"] == name]})


def _version(name: str, form: Mapping[str, Any]) -> Version:
    content = form.get("content", form)
    return Version(name, content, form.get("submissions") or [], _read(content))


def _read(content: Mapping[str, Any]) -> Reading:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in ("survey", "choices"):
        rows = [dict(_cells(row, content)) for row in content.get(sheet, [])]
        header = list(dict.fromkeys(key for row in rows for key in row))
        page = book.create_sheet(sheet)
        page.append(header)
        for row in rows:
            page.append([row.get(key) for key in header])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        book.save(path)
        return read(path, languages=LANGUAGES)


def _cells(row: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """A row as it stands in a sheet: a column a language, the list in the type."""
    languages = content.get("translations") or [None]
    for key, value in row.items():
        if key == "type" and row.get("select_from_list_name"):
            yield key, f"{value} {row['select_from_list_name']}"
        elif key == "select_from_list_name" or key.startswith("$"):
            continue
        elif isinstance(value, list) and key in ("label", "hint"):
            for language, text in zip(languages, value, strict=False):
                yield (f"{key}::{language}" if language else key), text
        elif not isinstance(value, list | dict):
            yield key, str(value).lower() if isinstance(value, bool) else value


# -- what came in, and what goes out

Counts = dict[str, Counter[str]]


def outcomes() -> list[Row]:
    rows: list[Row] = []
    for name, versions in sets():
        rows += [_read_row(name, version) for version in versions]
        usable = [version for version in versions if version.reading.ok and version.reading.instrument]
        if usable:
            rows += list(_question_rows(name, usable))
    return rows


def _read_row(name: str, version: Version) -> Row:
    errors = [finding for finding in version.reading.findings if finding.level == "error"]
    if not errors:
        found = Verdict.READ
    else:
        found = Verdict.NAMED if all(_names_a_feature(error.message) for error in errors) else Verdict.FAILS
    notes = dict.fromkeys(re.sub("“.*?” ", "What ", error.message) for error in errors)
    return judged("versions", f"{name} {version.name}", found, ALLOWED, " ".join(notes))


def _names_a_feature(message: str) -> bool:
    return any(
        word in message.casefold() for word in ("repeat", "geo", "audio", "language", "not offered", "not support")
    )


def _question_rows(name: str, versions: list[Version]) -> Iterator[Row]:
    instruments = [version.reading.instrument for version in versions]
    read_as = merged([(n, each) for n, each in enumerate(instruments, 1) if each])
    wanted, responses = _given(versions, read_as)
    got = _exported(read_as, responses)
    for question, values in sorted(wanted.items()):
        if read_as.instrument.item(question.removesuffix("_other")) is None:
            verdict = Verdict.NAMED if _is_named(question, versions) else Verdict.FAILS
            note = "left out with a finding" if verdict is Verdict.NAMED else "not in the export"
        else:
            verdict = Verdict.READ if got.get(question) == values else Verdict.FAILS
            note = "" if verdict is Verdict.READ else f"{dict(values)} came in, {dict(got.get(question, {}))} goes out"
        yield judged("questions", f"{name} {question}", verdict, ALLOWED, note)


def _is_named(question: str, versions: list[Version]) -> bool:
    """Whether a finding says by name that the question is not taken over."""
    left_out = [f for version in versions for f in version.reading.findings if f.code == "feature_left_out"]
    return any(f"“{question}”" in finding.message for finding in left_out)


def _given(versions: list[Version], read_as: Merged) -> tuple[Counts, list[Given]]:
    """The values of all submissions under the names of the variables, and the responses that were taken in."""
    wanted: Counts = defaultdict(Counter)
    responses: list[Given] = []
    ids = count(1)
    for number, version in enumerate(versions, 1):
        instrument = version.reading.instrument
        assert instrument is not None
        names = read_as.names.get(number, {})
        for submission in version.submissions:
            for question, value in _flat(submission, version.content):
                item = instrument.item(question)
                wanted[names.get(question, question)][_written(item, value)] += 1
            answers = read_as.answers(number, _taken_in(submission, instrument))
            responses.append(
                Given(id=next(ids), answers=answers, day=date(2026, 11, 22), language="en", version=number)
            )
    return wanted, responses


def _flat(submission: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value that somebody gave, with the name of its question; what the collecting program adds is left out."""
    asked = {row.get("name") for row in content["survey"]}
    for path, value in submission.items():
        name = path.rpartition("/")[2]
        if isinstance(value, list) and name in asked:
            for entry in value:
                yield from _flat(entry, content)
        elif value in (None, "") or isinstance(value, list | dict) or name in METADATA:
            continue
        elif name in asked or name.removesuffix("_other") in asked:
            yield name, str(value)


def _written(item: Item | None, value: str) -> str:
    """A value so that it can be compared: codes of several answers in one order."""
    return " ".join(sorted(value.split())) if item and item.type is ItemType.MULTIPLE else value


def _taken_in(submission: Mapping[str, Any], instrument: Instrument) -> dict[str, object]:
    """The answers of one submission, as past responses are read; lists entry by entry."""
    cells = {
        _header(path.rpartition("/")[2], instrument): str(value)
        for path, value in submission.items()
        if not isinstance(value, list | dict | None)
    }
    once = tuple(section for section in instrument.sections if section.repeat is None)
    answers = _answers(cells, instrument, once)
    for section in instrument.sections:
        if section.repeat is not None:
            entries = _entries(submission, section.repeat.name)
            if entries:
                answers[section.repeat.name] = [
                    _answers({p.rpartition("/")[2]: str(v) for p, v in entry.items()}, instrument, (section,))
                    for entry in entries
                ]
    return answers


def _header(name: str, instrument: Instrument) -> str:
    """ODK keeps the words beside “other” under `item_other`; past responses have them under `item/other`."""
    item = instrument.item(name.removesuffix("_other"))
    has_other = name.endswith("_other") and item is not None and any(option.other for option in item.options)
    return f"{name.removesuffix('_other')}/other" if has_other else name


def _entries(submission: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return next((v for path, v in submission.items() if path.rpartition("/")[2] == name and isinstance(v, list)), [])


def _answers(cells: Mapping[str, str], instrument: Instrument, sections: tuple[Section, ...]) -> dict[str, object]:
    flat = tuple(replace(section, repeat=None) for section in sections)
    found = read_past_responses([cells], replace(instrument, sections=flat)) if cells and flat else None
    return dict(found.responses[0].answers) if found and found.responses else {}


def _exported(read_as: Merged, responses: list[Given]) -> Counts:
    """How often each value stands in the column of each variable, in all files together."""
    files: dict[str, bytes] = defaultdict(bytes)
    for name, piece in response_files(read_as.instrument, responses):
        files[name] += piece
    found: Counts = defaultdict(Counter)
    for content in files.values():
        for row in csv.DictReader(io.StringIO(content.decode(), newline="")):
            for column, cell in row.items():
                name = column.removesuffix("/other") + "_other" if column.endswith("/other") else column
                item = read_as.instrument.item(column)
                if cell:
                    found[name][_written(item, unguarded(cell))] += 1
    return found
