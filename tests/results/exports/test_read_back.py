"""The values and labels that come out of a file are those that went in, as other programs read them."""

import json
import math
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyreadstat
import pytest

from engage.instruments.domain.definition import DECLINED
from engage.results.exports import json_file, parquet_file, sav_export, xlsx_file
from engage.results.exports.fields import Form
from tests.results.exports.everything import EVERYTHING, FULL, PEOPLE, SILENT
from tests.results.reading import source_of

NOW = datetime(2026, 11, 22, 13, 50, tzinfo=UTC)
MET = datetime.fromisoformat("2026-11-21T14:30")
TOLD = datetime.fromisoformat("2026-02-01")
LETTER = "abababababab-a.pdf"


@pytest.fixture(scope="module")
def source() -> Any:
    return source_of(EVERYTHING, PEOPLE)


def by_weight(rows: list[dict[str, Any]], name: str = "_channel") -> dict[str, dict[str, Any]]:
    """The person who answered everything, and the one who preferred not to say."""
    return {row[name]: row for row in rows if row[name]}


# -- SPSS


@pytest.fixture(scope="module")
def sav(source: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("sav")
    found: dict[str, bytes] = {}
    for name, piece in sav_export.pieces(source, language="de", made=NOW):
        found[name] = found.get(name, b"") + piece

    def read(name: str, **more: Any) -> Any:
        path = folder / f"{name or 'first'}.sav"
        path.write_bytes(found[name])
        columns, meta = pyreadstat.read_sav(path, output_format="dict", **more)
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)], meta

    return read


def test_spss_reads_the_values_that_were_given(sav: Any) -> None:
    rows, meta = sav("", user_missing=True)
    full = by_weight(rows, "meta_channel")["qr"]

    assert meta.number_rows == len(rows) == 4
    assert (
        full
        | {
            "smoker": "yes",
            "grade": 2.0,
            "treatment": "else",
            "treatment.other": "=cmd()",
            "topics": "care else",
            "topics.care": 1.0,
            "topics.data": 0.0,
            "topics.else": 1.0,
            "trust.gp": "high",
            "hopes.gp.b": 1.0,
            "visits.press": 0.0,
            "age": 41.0,
            "pain": 7.0,
            "weight": 61.5,
            "told": date(2026, 2, 1),
            "wakes": time(6, 30),
            "met": MET,
            "waited": "P1Y6M",
            "stay.from": date(2026, 1, 5),
            "order": "b a",
            "order.a": 2.0,
            "points.gp": 80.0,
            "home": "NO08",
            "letter": LETTER,
            "wish": FULL["wish"],
            "score": 12.0,
            "treatments": 2.0,
            "meta_weight": 1.25,
            "meta_submitted_on": date(2026, 11, 20),
        }
        == full
    )
    assert max(len(row["wish"]) for row in rows) == 700


def test_who_preferred_not_to_say_has_a_value_that_is_declared_missing(sav: Any) -> None:
    rows, meta = sav("", user_missing=True)
    silent = by_weight(rows, "meta_channel")["mail"]
    declared, _ = sav("")

    assert [silent[name] for name in ("smoker", "grade", "age", "visits.gp", "points.gp")] == [
        DECLINED, -99.0, -99.0, -99.0, -99.0,
    ]  # fmt: skip
    assert silent["treatments"] == 0.0
    assert meta.missing_ranges["age"] == [{"lo": -99.0, "hi": -99.0}]
    assert meta.missing_ranges["smoker"] == [{"lo": "_decline", "hi": "_decline"}]  # SPSS compares eight bytes
    assert meta.variable_value_labels["age"] == {-99.0: "Keine Angabe"}
    missing = by_weight(declared, "meta_channel")["mail"]
    assert all(missing[name] is None or math.isnan(missing[name]) for name in ("grade", "age", "points.gp"))


def test_spss_knows_questions_and_answers_in_the_language_of_the_file(sav: Any) -> None:
    _, meta = sav("")

    assert meta.file_label == "Alles & mehr"
    assert meta.column_names_to_labels["smoker"] == "Frage smoker?"
    assert meta.column_names_to_labels["trust.gp"] == "Frage trust? – Your doctor (de)"
    labels = meta.variable_value_labels
    assert {code: labels["smoker"][code] for code in ("yes", "no")} == {
        "yes": "Option yes (de)",
        "no": "Option no (de)",
    }
    assert {code: labels["grade"][code] for code in (1.0, 2.0, 3.0)} == {
        1.0: "Option 1 (de)", 2.0: "Option 2 (de)", 3.0: "Option 3 (de)",
    }  # fmt: skip
    assert labels["treatment"]["radiotherapy"] == "Option radiotherapy (de)"
    assert labels["lives"]["NO"] == "Norwegen"
    assert meta.mr_sets["set_topics"]["variable_list"] == ["topics.care", "topics.data", "topics.else"]


def test_entries_of_a_list_are_a_file_of_their_own_in_spss_too(sav: Any) -> None:
    first, _ = sav("")
    entries, meta = sav("treatments")
    name = by_weight(first, "meta_channel")["qr"]["meta_response"]

    assert [(row["meta_response"], row["meta_entry"], row["kind"], row["how"]) for row in entries] == [
        (name, 1.0, "surgery", "Quick"),
        (name, 2.0, "drugs", ""),
    ]
    assert entries[0]["when"] == 2020.0
    assert meta.variable_value_labels["kind"]["drugs"] == "Option drugs (de)"


# -- Parquet


def test_parquet_holds_values_with_their_types_and_says_what_they_mean(source: Any, tmp_path: Path) -> None:
    files = parquet_file.write(source, tmp_path)
    rows = by_weight(pl.read_parquet(files[""]).to_dicts())
    about = json.loads(pl.read_parquet_metadata(files[""])[parquet_file.METADATA])
    full, silent = rows["qr"], rows["mail"]

    assert (full["age"], full["told"], full["wakes"], full["met"]) == (
        41.0, date(2026, 2, 1), time(6, 30), MET,
    )  # fmt: skip
    assert (full["wish"], full["topics"], full["topics/care"]) == (FULL["wish"], "care else", 1)
    assert (silent["age"], silent["age?declined"], full["age?declined"]) == (None, True, False)
    assert (silent["smoker"], silent["stay/from?declined"]) == (DECLINED, True)
    assert about["columns"]["smoker"]["values"]["de"]["yes"] == "Option yes (de)"
    assert about["columns"]["trust/gp"]["label"]["en"] == "Question trust? – Your doctor"
    assert pl.read_parquet(files["treatments"])["kind"].to_list() == ["surgery", "drugs"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list-0.parquet", "responses.parquet"]


# -- workbook


def sheet(book: Any, name: str) -> list[dict[str, Any]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_workbook_holds_values_and_what_they_mean_and_no_formula(source: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    xlsx_file.write(source, path, language="de")
    book = openpyxl.load_workbook(path)
    rows = by_weight(sheet(book, "responses"))
    full, silent = rows["qr"], rows["mail"]

    assert book.sheetnames == ["responses", "treatments", "columns", "codes"]
    assert (full["age"], full["told"], full["treatment/other"], full["wish"]) == (
        41, TOLD, "=cmd()", FULL["wish"],
    )  # fmt: skip
    assert (silent["age"], silent["told"], silent["smoker"]) == (DECLINED, DECLINED, DECLINED)
    assert all(cell.data_type != "f" for name in book.sheetnames for row in book[name] for cell in row)
    meanings = {(row["column"], row["code"]): row["label"] for row in sheet(book, "codes")}
    assert meanings["smoker", "yes"] == "Option yes (de)"
    assert {row["column"]: row["label"] for row in sheet(book, "columns")}["age"] == "Frage age?"
    assert [row["kind"] for row in sheet(book, "treatments")] == ["surgery", "drugs"]


def test_a_workbook_may_have_labels_in_place_of_codes(source: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    xlsx_file.write(source, path, language="de", with_labels=True)
    full = by_weight(sheet(openpyxl.load_workbook(path), "responses"))["qr"]

    assert (full["smoker"], full["topics"], full["lives"]) == (
        "Option yes (de)", "Option care (de) | Option else (de)", "Norwegen",
    )  # fmt: skip


def test_more_responses_than_a_sheet_has_rows_are_refused(
    source: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    with pytest.raises(xlsx_file.TooManyRows):
        xlsx_file.write(source, tmp_path / "a.xlsx", language="de")


# -- JSON


def test_json_gives_back_the_answers_as_they_were_kept(source: Any) -> None:
    rows = by_weight(json.loads(b"".join(json_file.pieces(source))))

    assert rows["qr"]["answers"] == FULL | {"letter": LETTER, "score": "12"}
    assert rows["mail"]["answers"] == SILENT
    assert (rows["qr"]["_weight"], rows["qr"]["_submitted_on"]) == (1.25, "2026-11-20")


def test_every_form_of_a_field_is_among_those_that_are_read_back(source: Any) -> None:
    assert {each.form for each in source.fields} == set(Form)
