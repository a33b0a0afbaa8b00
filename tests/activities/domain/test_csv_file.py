"""A CSV of activities: read whole, every line that cannot be taken in is said, and nothing makes it fall over."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.activities.domain.csv_file import read
from engage.activities.domain.kinds import ActivityKind, ActivityState

HEAD = "title,kind,starts_on,languages"


def codes(text: str) -> list[tuple[int, str, str]]:
    return [(found.line, found.column, found.code) for found in read(text.encode()).findings]


def test_a_line_is_an_activity_with_everything_that_is_said_of_it():
    [row] = read(
        "\ufefftitle;Title:de;kind;starts_on;ends_on;languages;areas;audience;participants;partners;state;hub\r\n"
        '"Coffee;\nand talk";Kaffee;Workshop;2026-03-01;2026-03-02;en de;equity, prevention;young;12;'
        '"Library https://l.example.org; Choir";draft;se\r\n'.encode()
    ).rows

    assert row.line == 2
    assert row.hub == "se"
    assert row.held.title == {"en": "Coffee;\nand talk", "de": "Kaffee"}
    assert (row.held.kind, row.held.languages) == (ActivityKind.WORKSHOP, ("en", "de"))
    assert (row.held.starts_on, row.held.ends_on) == (date(2026, 3, 1), date(2026, 3, 2))
    assert row.held.counts == {"participants": 12}
    assert row.description.areas == ("prevention", "equity")
    assert [partner.name for partner in row.description.partners] == ["Library", "Choir"]
    assert row.description.state is ActivityState.DRAFT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [(1, "", "empty")], id="nothing"),
        pytest.param(HEAD, [(1, "", "empty")], id="a head alone"),
        pytest.param("title,kind,languages", [(1, "starts_on", "missing_column")], id="a column is missing"),
        pytest.param(HEAD + ",titel", [(1, "titel", "unknown_column")], id="a column nobody knows"),
        pytest.param(HEAD + ",kind", [(1, "kind", "repeated_column")], id="a column twice"),
        pytest.param(HEAD + "\nA,workshop,2026-03-01", [(2, "", "wrong_width")], id="a line too short"),
        pytest.param(HEAD + "\nA,workshop,2026-03-01,en,x", [(2, "", "wrong_width")], id="a line too long"),
        pytest.param(HEAD + "\nA,party,2026-03-01,en", [(2, "kind", "not_known")], id="a kind nobody knows"),
        pytest.param(HEAD + "\nA,survey,2026-03-01,en", [(2, "kind", "not_known")], id="a survey is no such thing"),
        pytest.param(HEAD + "\nA,workshop,1.3.2026,en", [(2, "starts_on", "not_a_date")], id="another way of dates"),
        pytest.param(HEAD + "\n,workshop,2026-03-01,en", [(2, "title", "no_title")], id="no title"),
        pytest.param(
            HEAD + ",participants\nA,workshop,2026-03-01,en,many", [(2, "participants", "not_a_number")], id="no number"
        ),
        pytest.param(
            HEAD + '\n"A\nB",workshop,2026-03-01,en\nC,workshop,2026-13-01,en',
            [(4, "starts_on", "not_a_date")],
            id="the line that an editor shows",
        ),
    ],
)
def test_a_file_is_not_taken_in_because(text, expected):
    assert codes(text) == expected
    assert not read(text.encode()).ok


def test_a_file_in_another_encoding_says_on_which_line():
    found = read(HEAD.encode() + "\nÅpen,workshop,2026-03-01,nb".encode("latin-1"))

    assert [(each.line, each.code) for each in found.findings] == [(2, "not_utf8")]


def test_empty_lines_say_nothing():
    assert read(f"{HEAD}\n,,,\nA,workshop,2026-03-01,en\n\n".encode()).ok


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: f"{HEAD}\n{text}".encode())))
def test_whatever_a_file_holds_it_is_read_or_refused(content):
    found = read(content)

    assert found.ok or found.findings
