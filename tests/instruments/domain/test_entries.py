"""A section that repeats: entries, what expressions see of them, and what a submit stores."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from engage.instruments.domain.checks import final_answers
from engage.instruments.domain.definition import Instrument, ItemType, Option, Repeat
from engage.instruments.domain.entries import added, in_entry, next_id, of_entry, removal
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from tests.factories.surveys import instrument, item, options, section, text

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PLAIN = Circumstances(now=NOW, seed="s")


def household(**repeat: Any) -> Instrument:
    people = section(
        "people",
        item("age", ItemType.INTEGER, minimum=0),
        item("name"),
        item("school", relevance="${age} < 18"),
        item("number", ItemType.CALCULATION, calculation="position(..)"),
        item("previous", ItemType.CALCULATION, calculation="${people}[position() = position(current()/..) - 1]/name"),
        item("ill", special_category=True),
    )
    repeated = replace(people, repeat=Repeat(name="people", **repeat))
    after = section(
        "after",
        item("adults", ItemType.CALCULATION, calculation="count(${people}[age >= 18])"),
        item("total", ItemType.CALCULATION, calculation="sum(${age})"),
        item("oldest", ItemType.CALCULATION, calculation="max(${age})"),
        item("names", ItemType.CALCULATION, calculation="join(', ', ${name})"),
        item("how_many", ItemType.CALCULATION, calculation="count(${people})"),
        item("second", ItemType.CALCULATION, calculation="indexed-repeat(${name}, ${people}, 2)"),
        item("pupils", ItemType.CALCULATION, calculation="count(${school})"),
        item("why", relevance="${age} > 100"),
    )
    return instrument(section("before", item("size", ItemType.INTEGER)), repeated, after)


HOUSEHOLD = Questionnaire(household())
THREE = {
    "people[]": ("1", "2", "4"),
    "people[+]": "4",
    **of_entry("people", "1", {"age": "40", "name": "Ada"}),
    **of_entry("people", "2", {"age": "12", "name": "Ben", "school": "Oak"}),
    **of_entry("people", "4", {"age": "70", "name": "Cleo", "school": "never asked", "ill": "yes"}),
}


def answers(raw: dict[str, Any], questionnaire: Questionnaire = HOUSEHOLD, **circumstances: Any) -> dict[str, Any]:
    return final_answers(Journey(questionnaire, raw, replace(PLAIN, **circumstances)))[0]


def test_a_submit_stores_one_mapping_an_entry_of_what_is_asked_there():
    assert answers(THREE)["people"] == [
        {"age": 40, "name": "Ada", "number": "1"},
        {"age": 12, "name": "Ben", "school": "Oak", "number": "2", "previous": "Ada"},
        {"age": 70, "name": "Cleo", "number": "3", "previous": "Ben"},
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("adults", "2", id="a condition on entries"),
        pytest.param("total", "122", id="a sum over entries"),
        pytest.param("oldest", "70", id="the largest"),
        pytest.param("names", "Ada, Ben, Cleo", id="joined"),
        pytest.param("how_many", "3", id="entries counted"),
        pytest.param("second", "Ben", id="indexed-repeat"),
        pytest.param("pupils", "1", id="only where it is asked"),
    ],
)
def test_outside_of_the_list_its_items_are_node_sets(name, value):
    assert answers(THREE)[name] == value


def test_outside_of_the_list_any_entry_makes_a_comparison_true():
    raw = THREE | of_entry("people", "2", {"age": "101"})

    assert Journey(HOUSEHOLD, raw, PLAIN).relevant(HOUSEHOLD.owners["why"])
    assert not Journey(HOUSEHOLD, THREE, PLAIN).relevant(HOUSEHOLD.owners["why"])


def test_special_category_items_of_an_entry_need_consent_too():
    assert "ill" not in answers(THREE)["people"][2]
    assert answers(THREE, consent=True)["people"][2]["ill"] == "yes"


def test_a_list_without_entries_is_asked_and_stored_as_empty():
    journey = Journey(HOUSEHOLD, {}, PLAIN)

    assert [each.slug for each in journey.sections()] == ["before", "people"]
    assert final_answers(journey)[0] == {
        "people": [],
        "total": "0",
        "how_many": "0",
        "adults": "0",
        "pupils": "0",
        "oldest": "NaN",
    }


def test_a_problem_in_an_entry_names_the_entry():
    _, problems = final_answers(Journey(HOUSEHOLD, THREE | of_entry("people", "2", {"age": "old"}), PLAIN))

    assert [(problem.key, problem.code) for problem in problems] == [("people[2]/age", "not_a_number")]
    assert HOUSEHOLD.owner("people[2]/age") is HOUSEHOLD.owners["age"]
    assert HOUSEHOLD.section_for("people[2]/age").slug == "people"
    assert in_entry("people[2]/age") == ("people", "2", "age")


@pytest.mark.parametrize(
    ("repeat", "problem"),
    [
        pytest.param({"minimum": 4}, ("people", "entries_too_few"), id="too few"),
        pytest.param({"maximum": 2}, ("people", "entries_too_many"), id="too many"),
        pytest.param({"minimum": 3, "maximum": 3}, None, id="just right"),
    ],
)
def test_a_list_has_as_many_entries_as_it_must(repeat, problem):
    _, problems = final_answers(Journey(Questionnaire(household(**repeat)), THREE, PLAIN))

    assert [(each.key, each.code) for each in problems] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("size", "entries"),
    [
        pytest.param("2", 2, id="as many as were said"),
        pytest.param("", 0, id="none while nothing is said"),
        pytest.param("-1", 0, id="no negative number"),
        pytest.param("1000000", 5, id="no more than the maximum"),
    ],
)
def test_answers_say_how_many_entries_there_are(size, entries):
    counted = Questionnaire(household(count="${size}", maximum=5, minimum=3))
    journey = Journey(counted, {"size": size}, PLAIN)

    assert len(journey.entries("people")) == entries
    assert ("people" in [each.slug for each in journey.sections()]) is bool(entries)
    assert not final_answers(journey)[1]


def test_a_list_that_counts_its_own_entries_has_none():
    circle = Questionnaire(household(count="count(${people}) + 1"))

    assert len(Journey(circle, {}, PLAIN).entries("people")) == 1


def test_an_id_is_never_given_twice_and_a_removed_entry_leaves_nothing():
    changes, gone = removal(THREE, "people", "4")
    less = {key: value for key, value in THREE.items() if key not in gone} | dict(changes)

    assert less["people[]"] == ("1", "2")
    assert not [key for key in less if key.startswith("people[4]")]
    assert next_id(less, "people") == "5"
    assert added(less, "people", "5") == {"people[]": ("1", "2", "5"), "people[+]": "5"}
    assert len(answers(less)["people"]) == 2


def test_chance_differs_between_entries_and_is_the_same_for_one_entry_always():
    drawn = section("draws", item("draw", ItemType.CALCULATION, calculation="random()"), item("seen"))
    questionnaire = Questionnaire(instrument(replace(drawn, repeat=Repeat(name="draws"))))
    raw = {"draws[]": ("1", "2"), "draws[+]": "2"}

    first, second = answers(raw, questionnaire)["draws"]

    assert first != second
    assert answers(raw, questionnaire)["draws"] == [first, second]


def test_of_several_options_with_one_code_the_first_that_is_offered_counts():
    towns = tuple(
        Option(code="springfield", label=text(f"Springfield in {state}"), attributes={"state": state})
        for state in ("ohio", "texas")
    )
    questionnaire = Questionnaire(
        instrument(
            section(
                "one",
                item("state", ItemType.SINGLE, options=options("ohio", "texas")),
                item("town", ItemType.SINGLE, options=towns, choice_filter="state = ${state} or ${state} = ''"),
            )
        )
    )
    town = questionnaire.owners["town"]

    texas = Journey(questionnaire, {"state": "texas", "town": "springfield"}, PLAIN)
    anywhere = Journey(questionnaire, {"town": "springfield"}, PLAIN)

    assert texas.options(town) == (towns[1],)
    assert texas.option(town, "springfield") is towns[1]
    assert anywhere.options(town) == (towns[0],)
    assert final_answers(texas) == ({"state": "texas", "town": "springfield"}, ())
