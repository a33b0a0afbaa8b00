"""Files with contacts: Excel and CSV, whatever divides their cells; what is none is refused."""

import io

import pytest
import xlsxwriter

from engage.surveys.inviting import reading
from engage.surveys.inviting.reading import NoTable, read


def workbook(*rows: list[str]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("people")
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "file"),
    [
        pytest.param(b"Mail,Name\nada@example.org,Ada\n", "a.csv", id="commas"),
        pytest.param("\ufeffMail;Name\r\nada@example.org;Ada\r\n".encode(), "a.csv", id="semicolons and a mark"),
        pytest.param(b"Mail\tName\nada@example.org\tAda", "a.txt", id="tabs"),
        pytest.param(workbook(["Mail", "Name"], ["ada@example.org", "Ada"]), "a.xlsx", id="Excel"),
        pytest.param(workbook(["Mail", "Name"], ["ada@example.org", "Ada"]), "a.csv", id="Excel by another name"),
    ],
)
def test_rows_come_with_their_number_and_by_the_names_of_the_columns(content, file):
    table = read(content, file)

    assert table.headers == ("Mail", "Name")
    assert table.rows == ((2, {"Mail": "ada@example.org", "Name": "Ada"}),)


@pytest.mark.parametrize(
    ("content", "file", "why"),
    [
        pytest.param(b"", "a.csv", "empty", id="nothing"),
        pytest.param(b"Mail\n", "a.csv", "empty", id="only names of columns"),
        pytest.param("Mail\n\u00e9".encode("latin-1"), "a.csv", "not_utf8", id="another encoding"),
        pytest.param(b"PK\x03\x04 rubbish", "a.xlsx", "damaged", id="no workbook"),
        pytest.param(b"x" * (reading.LARGEST + 1), "a.csv", "too_large", id="too large"),
        pytest.param(b",".join([b"c"] * 101) + b"\n1", "a.csv", "too_many_columns", id="too wide"),
    ],
)
def test_what_is_no_list_is_refused(content, file, why):
    with pytest.raises(NoTable) as refused:
        read(content, file)

    assert refused.value.why == why


def test_an_empty_line_and_a_quoted_one_keep_the_numbers_of_the_file():
    table = read(b'Mail,Name\n\n"a@b.org","A\nB"\nc@d.org,C\n', "a.csv")

    assert [number for number, _ in table.rows] == [3, 5]
