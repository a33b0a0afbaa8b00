"""What was said in entries of lists: counted by entry, filtered by response, exported beside the responses."""

import csv
import io
import json
import zipfile
from datetime import date
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.instruments.domain.definition import ItemType, Option
from engage.results.archive import archive
from engage.results.charts.items import drawn_for
from engage.results.charts.reader import Reader
from engage.results.domain.as_json import as_json
from engage.results.domain.filters import CannotSplit
from engage.results.domain.questions import questions
from engage.results.domain.tables import ItemTable
from engage.results.exports import csv_file, json_file
from engage.results.exports.source import opened
from engage.surveys import fielding
from tests.factories.lists import with_lists
from tests.factories.surveys import fielded, instrument, item, make_survey, section, text
from tests.results.instruments import answered
from tests.results.reading import Given, free_texts, response_files, results

SURVEY = with_lists()
PEOPLE: list[dict[str, Any]] = [
    {
        "treatments": [{"kind": "surgery", "year": 2020, "side_effects": "Pain"}, {"kind": "drugs", "year": 2021}],
        "how_many": "2",
        "comment": "Thanks",
    },
    {"treatments": [{"kind": "drugs"}], "visits": [{"place": "Oslo"}], "how_many": "1"},
    {"treatments": [], "how_many": "0"},
    {},
]


def tables(**more: Any) -> dict[str, ItemTable]:
    return {table.name: table for table in results(SURVEY, answered(*PEOPLE), **more).tables}


def counts(table: ItemTable) -> dict[str, int]:
    return {row.code: row.count for row in table.rows}


def test_what_is_asked_in_a_list_is_counted_by_entry():
    kind = tables()["kind"]

    assert counts(kind) == {"surgery": 1, "radiation": 0, "drugs": 2}
    assert (kind.base, kind.responses, kind.missing, kind.holders) == (3, 3, 0, 2)
    assert tables()["year"].missing == 1
    assert (tables()["comment"].responses, tables()["comment"].holders) == (4, None)


def test_the_chart_says_how_many_entries_from_how_many_responses():
    def ngettext(one: str, many: str, number: int, **values: Any) -> str:
        return (one if number == 1 else many) % values

    drawn = drawn_for([tables()["kind"]], Reader("en", "ltr", lambda text, **_: text, ngettext))

    assert "3 answers. 3 entries from 2 responses." in drawn[0].figure()


def test_a_filter_by_what_is_asked_in_a_list_keeps_responses_with_such_an_entry():
    kept = results(SURVEY, answered(*PEOPLE), where=(("kind", "surgery"),))

    assert kept.responses == 1
    assert counts(next(table for table in kept.tables if table.name == "kind"))["drugs"] == 1


def test_a_response_cannot_be_split_by_its_entries():
    with pytest.raises(CannotSplit):
        results(SURVEY, answered(*PEOPLE), by="kind")


def test_texts_of_entries_are_found():
    assert [each.text for each in free_texts(SURVEY, answered(*PEOPLE), "side_effects")] == ["Pain"]


def test_machines_read_what_the_figures_are_of():
    found = as_json(results(SURVEY, answered(*PEOPLE)), survey="s", version=1, language="en")
    kind = next(each for each in found["items"] if each["name"] == "kind")

    assert (kind["list"], kind["entries"], kind["responses_with_entries"]) == ("treatments", 3, 2)


def test_options_that_share_a_code_are_one_row_with_both_labels():
    towns = tuple(Option(code="x", label=text(name, f"{name} (de)")) for name in ("Springfield", "Springvale"))
    (town,) = questions(instrument(section("one", item("town", ItemType.SINGLE, options=towns))))

    assert [(each.code, each.label.in_("en"), each.label.in_("de")) for each in town.options] == [
        ("x", "Springfield / Springvale", "Springfield (de) / Springvale (de)")
    ]


# -- files


def files(**more: Any) -> dict[str, list[dict[str, str]]]:
    rows = [Given(number, answers, date(2026, 11, 21), "en", 1) for number, answers in enumerate(PEOPLE)]
    pieces = sorted(response_files(SURVEY, rows, **more), key=lambda pair: pair[0])
    return {
        name: list(csv.DictReader(io.StringIO(b"".join(piece for _, piece in group).decode(), newline="")))
        for name, group in groupby(pieces, key=lambda pair: pair[0])
    }


def test_entries_are_in_a_file_of_their_own_keyed_by_response():
    found = files()

    assert list(found) == ["", "treatments", "visits"]
    assert list(found[""][0]) == [
        *("_response", "_version", "_language", "_submitted_on", "_channel", "_weight"),
        *("visits_number", "treatments", "visits", "how_many", "comment"),
    ]
    assert sorted((row["treatments"], row["visits"]) for row in found[""]) == [
        ("", ""),
        ("0", ""),
        ("1", "1"),
        ("2", ""),
    ]
    two = next(row["_response"] for row in found[""] if row["treatments"] == "2")
    assert [row for row in found["treatments"] if row["_response"] == two] == [
        {"_response": two, "_entry": "1", "kind": "surgery", "year": "2020", "side_effects": "Pain"},
        {"_response": two, "_entry": "2", "kind": "drugs", "year": "2021", "side_effects": ""},
    ]
    assert len(found["treatments"]) == 3


def test_columns_that_are_left_out_are_left_out_of_entries_too():
    assert list(files(without={"side_effects"})["treatments"][0]) == ["_response", "_entry", "kind", "year"]


def test_several_files_come_as_one():
    with archive({"": "a.csv", "people": "a-people.csv"}, [("", b"1"), ("people", b"2"), ("", b"3")]) as packed:
        inside = zipfile.ZipFile(packed)

        assert {name: inside.read(name) for name in inside.namelist()} == {"a.csv": b"13", "a-people.csv": b"2"}


def test_entries_are_had_as_files_and_nested(session: Session):
    survey = make_survey(session, SURVEY)
    usual = {"version_id": fielded(session).version_id, "language": "en", "channel": "open", "day": date(2026, 11, 21)}
    fielding.add_responses(session, survey, [usual | {"answers": answers} for answers in PEOPLE])

    source = opened(session, survey)
    names = [name for name, _ in csv_file.pieces(source)]
    nested = json.loads(b"".join(json_file.pieces(source)))

    assert tuple(source.fields.lists) == ("treatments", "visits")
    assert set(names) == {"", "treatments", "visits"}
    assert sorted(len(each["answers"].get("treatments", ())) for each in nested) == [0, 0, 1, 2]
    given = [each["answers"]["treatments"] for each in nested if len(each["answers"].get("treatments", ())) == 2]
    assert given == [PEOPLE[0]["treatments"]]
