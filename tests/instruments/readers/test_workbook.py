import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from engage.core.findings import Level
from engage.instruments.readers import workbook
from engage.instruments.readers.workbook import Unreadable, read_workbook


def xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_rows_keep_their_numbers_across_empty_ones(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type", "name"], [], ["text", "q"], [None, None], ["note", "n"]]})

    (sheet,) = read_workbook(path).sheets
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (3, {"type": "text", "name": "q"}),
        (5, {"type": "note", "name": "n"}),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(1.0, "1", id="a whole number has no decimals"),
        pytest.param(1.5, "1.5", id="a decimal"),
        pytest.param(True, "TRUE", id="a boolean"),
        pytest.param(dt.date(2026, 11, 21), "2026-11-21", id="a date"),
        pytest.param(dt.datetime.fromisoformat("2026-11-21T14:30"), "2026-11-21T14:30", id="a date and time"),
        pytest.param(dt.time(14, 30), "14:30", id="a time"),
        pytest.param("  Quoi\u00a0? ", "Quoi\u00a0?", id="spaces that do not break stay"),
    ],
)
def test_cells_say_what_a_person_sees(tmp_path, value, text):
    path = xlsx(tmp_path / "a.xlsx", {"choices": [["name"], [value]]})

    assert read_workbook(path).sheets[0].rows[0].cells == {"name": text}


def test_a_formula_without_its_result_is_a_warning_with_the_rows(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type", "label"], ["text", "=1+1"], ["text", "=2+2"]]})

    (finding,) = read_workbook(path).findings
    assert (finding.level, finding.code) == (Level.WARNING, "formula_without_value")
    assert (finding.where.row, finding.where.column) == (2, "label")
    assert "rows 2, 3" in finding.message


def test_a_header_that_stands_twice_is_an_error(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type", "label", "label"], ["text", "one", "two"]]})

    book = read_workbook(path)
    assert [(finding.level, finding.code) for finding in book.findings[:1]] == [(Level.ERROR, "duplicate_column")]
    assert book.sheets[0].rows[0].cells == {"type": "text", "label": "one"}


def test_text_under_no_header_is_mentioned(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type"], ["text", "stray"]]})

    (finding,) = read_workbook(path).findings
    assert (finding.code, finding.where.row) == ("cell_without_header", 2)


def test_a_spreadsheet_error_is_read_as_empty_with_a_warning(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type", "label"], ["text", "#REF!"]]})

    book = read_workbook(path)
    assert book.findings[0].code == "error_value"
    assert book.sheets[0].rows[0].cells == {"type": "text"}


def test_csv_names_its_sheets_in_the_first_column_and_counts_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('survey,,\n,type,label\n,text,"two\nlines"\n\n,note,N\nchoices,,\n,name,\n', encoding="utf-8-sig")

    survey = read_workbook(path).sheet("survey")
    assert [(row.number, row.cells["label"]) for row in survey.rows] == [(3, "two\nlines"), (6, "N")]


def test_csv_without_sheet_names_is_the_survey_sheet(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("type,name,label\ntext,q,Q\n")

    assert read_workbook(path).sheet("survey").rows[0].cells == {"type": "text", "name": "q", "label": "Q"}


def test_markdown_keeps_escaped_bars_and_skips_dividers(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# A form\n\n| survey | | |\n|---|---|---|\n| | type | label |\n| | text | a \\| b |\n")

    (row,) = read_workbook(path).sheet("survey").rows
    assert (row.number, row.cells["label"]) == (6, "a | b")


def test_a_file_that_is_named_wrongly_is_read_by_its_content(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type"], ["text"]]})
    renamed = path.rename(tmp_path / "a.xls")

    assert read_workbook(renamed).sheet("survey").rows


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"no workbook", "damaged_file"),
        ("a.xls", b"<html>", "damaged_file"),
        ("a.xlsx", b"PK\x03\x04broken", "damaged_file"),
        ("a.csv", "survey,für".encode("latin-1"), "not_utf8"),
        ("a.csv", b'survey\n,"' + b"x" * 200_000, "not_a_table"),
    ],
)
def test_what_cannot_be_opened_says_why(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    assert refused.value.finding.code == code


def test_a_survey_has_at_most_five_thousand_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("type,name\n" + "text,q\n" * (workbook.MAX_ROWS_OF["survey"] + 1))

    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    assert (refused.value.finding.code, refused.value.finding.where.row) == ("too_many_rows", 5_002)


def test_a_sheet_is_followed_until_it_has_been_empty_for_long_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_BLANK_ROWS", 10)
    path = xlsx(tmp_path / "a.xlsx", {"survey": [["type"], ["text"], *([[]] * 12), ["note"]]})

    book = read_workbook(path)
    assert len(book.sheets[0].rows) == 1
    assert book.findings[0].code == "sheet_cut"


def test_a_large_sheet_beside_the_form_does_not_count(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("survey,\n,type\n,text\ndata,\n" + ",1\n" * (workbook.MAX_ROWS + 1))

    assert [len(sheet.rows) for sheet in read_workbook(path).sheets] == [1, workbook.PEEK - 1]


def test_a_table_of_anything_else_is_refused_before_much_is_made_of_it(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("\n".join(f"{number},yes,no" for number in range(1, 1000)), encoding="utf-8")

    with pytest.raises(Unreadable) as refusal:
        read_workbook(path)

    assert (refusal.value.finding.code, refusal.value.finding.where.row) == ("not_an_xlsform", 51)
