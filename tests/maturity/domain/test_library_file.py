"""A CSV with entries of the library."""

import pytest

from engage.maturity.domain.library import Help, Wrong
from engage.maturity.domain.library_file import Read, read

HEAD = "kind,title,language,url,owner,licence,helps,hub,published,title:de,summary"
LINK = "https://example.org/a"
GOOD = f"guide,Reaching out,en,{LINK},Institute,CC BY 4.0,INC-1:2; INC-1; MAN-2:3,,,Menschen erreichen,Ten pages."
UNTITLED = GOOD.replace("Reaching out", "").replace("Menschen erreichen", "")
INDICATORS = {"INC-1": 4, "MAN-2": 4}


def read_lines(*lines: str, taken: tuple[str, ...] = ()) -> Read:
    return read("\n".join((HEAD, *lines)).encode(), indicators=INDICATORS, taken=taken)


def test_a_row_says_what_something_is_in_which_languages_and_what_it_helps_to_reach():
    found = read_lines(GOOD)

    assert found.findings == ()
    entry = found.rows[0].entry
    assert entry.titles == {"en": "Reaching out", "de": "Menschen erreichen"}
    assert entry.summaries == {"en": "Ten pages."}
    assert entry.helps == (Help("INC-1", 2), Help("INC-1"), Help("MAN-2", 3))
    assert entry.published


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        pytest.param(GOOD.replace("guide", "book"), "kind", Wrong.NOT_KNOWN, id="kind"),
        pytest.param(UNTITLED, "title", Wrong.NEEDED, id="no title"),
        pytest.param(GOOD.replace("Reaching out", "x" * 201), "title:en", Wrong.TOO_LONG, id="long title"),
        pytest.param(GOOD.replace(",en,", ",english!,"), "language", Wrong.LANGUAGE, id="language"),
        pytest.param(GOOD.replace(LINK, "javascript:alert(1)"), "url", Wrong.LINK, id="no link"),
        pytest.param(GOOD.replace(LINK, "https://example.org/there"), "url", Wrong.THERE, id="there"),
        pytest.param(GOOD.replace("Institute", ""), "owner", Wrong.NEEDED, id="no owner"),
        pytest.param(GOOD.replace("INC-1:2", "INC-1:two"), "helps", Wrong.HELP, id="no level"),
        pytest.param(GOOD.replace("INC-1:2", "XYZ-9:2"), "helps", Wrong.INDICATOR, id="no such indicator"),
        pytest.param(GOOD.replace("INC-1:2", "INC-1:5"), "helps", Wrong.LEVEL, id="no such level"),
        pytest.param(GOOD.replace(",,,", ",,maybe,"), "published", Wrong.YES_OR_NO, id="yes or no"),
        pytest.param("guide,too short", "", "wrong_width", id="cells missing"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_in_is_said_with_its_line_and_reason(line: str, column: str, what: str):
    other = GOOD.replace("/a,", "/b,")

    found = read_lines(other, line, taken=("https://example.org/there",))

    assert [(each.line, each.column, each.what) for each in found.findings][:1] == [(3, column, what)]


def test_one_address_twice_in_a_file_is_said_at_the_second():
    assert [(each.line, each.what) for each in read_lines(GOOD, GOOD).findings] == [(3, Wrong.TWICE)]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(HEAD.encode(), "empty", id="a head alone"),
        pytest.param(b"\xff\xfe\x00", "not_utf8", id="another encoding"),
        pytest.param(b"kind,title\nguide,\"open", "missing_column", id="columns missing"),
        pytest.param(f"{HEAD},colour".encode(), "unknown_column", id="unknown column"),
        pytest.param(f"{HEAD},kind".encode(), "repeated_column", id="column twice"),
        pytest.param(f"{HEAD}\nguide,\"open".encode(), "not_a_table", id="a quote without end"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_whole(content: bytes, what: str):
    found = read(content, indicators=INDICATORS, taken=())

    assert found.rows == ()
    assert found.findings[0].what == what


def test_cells_that_were_guarded_against_spreadsheets_are_read_as_they_were_meant():
    assert read_lines(GOOD.replace("Reaching out", "'=Reaching")).rows[0].entry.titles["en"] == "=Reaching"
