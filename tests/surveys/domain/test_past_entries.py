"""Past responses with lists: the entries come from a file of their own, keyed by response."""

import io
from datetime import date

import pytest

from engage.surveys.domain.past_responses import RejectedRow, read_entries, read_past_responses
from tests.factories.lists import with_lists
from tests.results.reading import Given, response_files

SURVEY = with_lists()
FIRST = [
    {"_response": "a", "comment": "Thanks", "treatments": "2"},
    {"_response": "b", "comment": "", "treatments": "0"},
    {"_response": "c", "comment": "", "treatments": "1"},
    {"_response": "d", "comment": "", "treatments": ""},
]
ENTRIES = [
    {"_response": "a", "_entry": "2", "kind": "Drugs", "year": "2021"},
    {"_response": "a", "_entry": "1", "kind": "surgery", "year": "soon"},
    {"_response": "nobody", "_entry": "1", "kind": "drugs", "year": ""},
]


def test_entries_are_put_into_their_responses_in_their_order_and_nothing_is_lost_silently():
    found = read_past_responses(FIRST, SURVEY)
    inside = read_entries(ENTRIES, SURVEY, "treatments", found)

    assert [dict(each.answers) for each in found.responses] == [
        {"comment": "Thanks", "treatments": [{"kind": "surgery"}, {"kind": "drugs", "year": 2021}]},
        {"treatments": []},
        {},
    ]
    assert [each.lacks for each in found.responses] == [False, False, True]
    assert found.rejected_rows == [RejectedRow(5, "empty")]
    assert found.skipped_columns == []
    assert inside.rejected_rows == [RejectedRow(4, "no_response")]
    assert inside.unmatched == {"year": {"soon": 1}}
    assert (inside.matched, len(inside.responses)) == (4, 2)


def test_what_is_asked_in_a_list_has_no_place_in_the_first_file():
    found = read_past_responses([{"_response": "a", "comment": "x", "kind": "drugs"}], SURVEY)

    assert found.skipped_columns == ["kind"]


def test_a_list_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        read_entries([], SURVEY, "children", read_past_responses(FIRST, SURVEY))


def test_what_was_exported_can_be_taken_in_again():
    answers = [
        {
            "comment": "Thanks",
            "treatments": [{"kind": "surgery", "side_effects": "Pain"}, {"kind": "drugs", "year": 2021}],
        },
        {"treatments": []},
    ]
    rows = [Given(number, each, date(2026, 11, 21), "en", 1) for number, each in enumerate(answers)]
    files: dict[str, str] = {}
    for name, piece in response_files(SURVEY, rows):
        files[name] = files.get(name, "") + piece.decode()

    found = read_past_responses(io.StringIO(files[""], newline=""), SURVEY)
    read_entries(io.StringIO(files["treatments"], newline=""), SURVEY, "treatments", found)

    assert sorted((dict(each.answers) for each in found.responses), key=len) == sorted(answers, key=len)
