"""Years, durations, date ranges, countries, languages, cells and files: from made-up people to tables and the CSV."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from engage.instruments.document import from_document, to_document
from engage.instruments.readers.native import read
from engage.results.domain.filters import CannotFilter, UnknownValue, conditions
from engage.results.domain.questions import Kind
from engage.results.domain.tables import ItemTable
from engage.surveys.domain.simulation import simulate
from tests.results.reading import Given, response_csv, results

DOCUMENT = {
    "format": 1,
    "name": "kinds",
    "source_language": "en",
    "title": "Kinds",
    "sections": [
        {
            "name": "one",
            "title": "One",
            "items": [
                {"name": "born", "type": "year", "label": "Born?", "minimum": 1900, "maximum": 2026, "required": True},
                {"name": "waited", "type": "duration", "label": "Waited?", "units": ["years", "months"]},
                {"name": "stay", "type": "date_range", "label": "Stay?", "prefer_not_to_say": True},
                {"name": "lives", "type": "country", "label": "Lives?", "countries": ["NO", "SE"], "required": True},
                {"name": "speaks", "type": "language", "label": "Speaks?", "tags": ["nb", "he"], "required": True},
                {"name": "ok", "type": "consent", "label": "OK?", "agreed": "OK"},
                {
                    "name": "hours",
                    "type": "matrix",
                    "cell": "integer",
                    "label": "Hours?",
                    "rows": [{"code": "work", "label": "Work"}],
                    "minimum": 0,
                    "maximum": 24,
                    "required": True,
                },
                {"name": "letter", "type": "file", "label": "Letter?", "accept": [".pdf"], "max_megabytes": 2},
            ],
        }
    ],
}
DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def instrument():
    return from_document(DOCUMENT)


@pytest.fixture(scope="module")
def people(instrument):
    return [each for each in simulate(instrument, responses=80, seed=3, today=DAY) if each.left_at is None]


@pytest.fixture(scope="module")
def tables(instrument, people) -> dict[str, ItemTable]:
    found = results(instrument, [(each.answers, each.day, each.language, 1) for each in people])
    return {table.name: table for table in found.tables}


def test_our_own_format_says_all_of_them(instrument, tmp_path):
    file = tmp_path / "kinds.json"
    file.write_text(json.dumps(DOCUMENT))

    assert [str(finding) for finding in read(file).findings] == []
    assert read(file).instrument == instrument
    assert from_document(to_document(instrument)) == instrument


def test_simulated_people_answer_every_kind(people, instrument):
    for item in instrument.items:
        assert any(key in each.answers for each in people for key in item.keys), item.name


def test_years_and_durations_and_cells_have_a_mean(tables, people):
    assert tables["born"].mean == pytest.approx(sum(each.answers["born"] for each in people) / len(people))
    assert 0 <= tables["waited"].mean < 16
    assert tables["waited"].question.unit == "years"
    assert tables["hours/work"].mean is not None
    assert tables["hours/work"].kind is Kind.NUMBER


def test_countries_and_languages_are_named_in_the_readers_language(tables):
    labels = {row.code: row.label for row in tables["lives"].rows}
    assert labels["NO"].in_("de") == "Norwegen"
    assert {row.label.in_("en") for row in tables["speaks"].rows} == {"Norwegian Bokmål", "Hebrew"}


def test_a_date_range_is_two_tables_of_days_and_knows_who_declined(tables, people):
    declined = sum(each.answers.get("stay") == "_declined" for each in people)
    assert declined
    for part in ("from", "to"):
        table = tables[f"stay/{part}"]
        assert (table.question.part, table.declined) == (part, declined)
        assert table.base + table.missing + declined == len(people)


def test_of_files_a_table_only_says_how_many(tables, people):
    sent = sum("letter" in each.answers for each in people)
    assert (tables["letter"].base, tables["letter"].rows) == (sent, ())


def test_groups_are_made_by_country_and_not_by_duration(instrument):
    (lives,) = conditions(instrument, (("lives", "NO"),))
    assert lives.test("NO")
    assert not lives.test("SE")
    with pytest.raises(UnknownValue):
        conditions(instrument, (("lives", "EU"),))
    for item in ("waited", "letter"):
        with pytest.raises(CannotFilter):
            conditions(instrument, ((item, "1"),))


def test_the_file_with_all_responses_names_days_files_and_codes(instrument):
    answers = {
        "born": 1961,
        "waited": "P1Y6M",
        "stay": "_declined",
        "lives": "NO",
        "hours/work": 8,
        "letter": {"file": "ab" * 16, "name": "=letter.pdf", "type": "application/pdf", "bytes": 12},
    }
    row = Given(id=1, answers=answers, day=DAY, language="en", version=1)

    text = b"".join(response_csv(instrument, [row])).decode()
    (found,) = csv.DictReader(io.StringIO(text))

    wanted = {"born": "1961", "waited": "P1Y6M", "lives": "NO", "hours/work": "8", "ok": ""}
    assert wanted.items() <= found.items()
    assert (found["stay/from"], found["stay/to"]) == ("_declined", "_declined")
    assert found["letter"] == "abababababab-=letter.pdf"


def test_simulated_people_are_the_same_for_the_same_seed(instrument):
    now = datetime(2026, 11, 21, tzinfo=UTC).date()
    first, second = ([each.answers for each in simulate(instrument, responses=5, seed=9, today=now)] for _ in range(2))
    assert first == second
