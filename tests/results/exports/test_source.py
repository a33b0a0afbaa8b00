"""Responses come piece by piece, each once, under names that lead to nobody."""

from dataclasses import replace
from datetime import date

import pytest

from engage.results.exports import csv_file
from engage.results.exports import source as sources
from engage.results.exports.names import sav_names
from tests.results.instruments import SURVEY
from tests.results.reading import Given, source_of

PEOPLE = [Given(n, {"age": n}, date(2026, 11, 1 + n % 3), country="NO" if n % 2 else "SE") for n in range(10)]


def ages(source: sources.Source) -> list[list[str]]:
    """By piece."""
    make = csv_file.rows
    return [[row["age"] for row in tables[""].iter_rows(named=True)] for tables in source.tables(make)]


def test_a_large_survey_comes_in_pieces_that_hold_each_response_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ROWS", 4)
    found = ages(source_of(SURVEY, PEOPLE))

    assert [len(each) for each in found] == [4, 4, 2]
    assert sorted(int(age) for each in found for age in each) == list(range(10))


def test_small_pieces_are_put_together_so_that_nothing_is_told_by_who_stands_beside_whom() -> None:
    people = [replace(each, version=1 + each.id) for each in PEOPLE]  # a part each

    assert [len(each) for each in ages(source_of(SURVEY, people))] == [10]


def test_who_sees_one_country_gets_no_response_of_another_and_what_is_deleted_is_in_no_file() -> None:
    source = source_of(SURVEY, PEOPLE, seen=frozenset({"NO"}))
    parts = [replace(part, name=f"{part.name} without three", gone=frozenset({3})) for part in source.parts]

    assert sorted(int(age) for each in ages(replace(source, parts=parts)) for age in each) == [1, 5, 7, 9]


def test_it_is_told_how_far_it_is() -> None:
    said: list[int] = []
    list(source_of(SURVEY, PEOPLE).tables(csv_file.rows, told=said.append))

    assert said == [10]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        pytest.param("topics/care", "topics.care", id="a part"),
        pytest.param("_response", "meta_response", id="a meta column"),
        pytest.param("_weight_Age and sex", "meta_weight_Age_and_sex", id="a blank"),
        pytest.param("1st", "v1st", id="a digit first"),
        pytest.param("and", "and_1", id="a word of SPSS"),
        pytest.param("größe", "größe", id="letters of any alphabet"),
        pytest.param("end_", "end", id="a mark at the end"),
    ],
)
def test_names_are_such_as_spss_takes(column: str, name: str) -> None:
    assert sav_names([column]) == {column: name}


def test_names_are_unique_in_any_case_and_at_most_64_bytes_long() -> None:
    columns = ["Age", "age", "a/b", "a.b", "ü" * 60, "ü" * 61]
    found = list(sav_names(columns).values())

    assert found[:4] == ["Age", "age_2", "a.b", "a.b_2"]
    assert len({name.casefold() for name in found}) == len(columns)
    assert max(len(name.encode()) for name in found) <= 64
