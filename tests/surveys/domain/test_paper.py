"""Sheets: typed as they are, compared, and only then checked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, ItemType, Repeat
from engage.instruments.domain.questionnaire import Questionnaire
from engage.surveys.domain.paper import CONSENT, Difference, decided, differences, form_of, outcome
from tests.factories.surveys import HEALTH, instrument, item, options, section

NOW = datetime(2026, 11, 22, tzinfo=UTC)
AGREE = LocalizedText.of("I agree")
LISTS = instrument(
    section("you", item("age", ItemType.INTEGER)),
    replace(section("care", item("kind"), item("year", ItemType.YEAR)), repeat=Repeat(name="treatments", maximum=2)),
)


def names(form: Instrument) -> list[str]:
    return [each.name for each in form.items if each.is_question]


def test_the_form_has_every_question_whatever_its_condition():
    form = form_of(HEALTH, AGREE)

    assert names(form) == [CONSENT, "age", "smoker", "brand", "illness", "topics", "trust", "reason"]
    assert not any(each.relevance or each.required for each in form.items)
    assert [each.label.source for each in form.items if each.heading] == [
        "Part about-you",
        "Part views",
        "Part smoking",
    ]
    Questionnaire(form)


def test_a_list_has_as_many_places_as_the_sheet():
    assert names(form_of(LISTS, AGREE)) == [
        "age",
        "treatments[1]/kind",
        "treatments[1]/year",
        "treatments[2]/kind",
        "treatments[2]/year",
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param({"a": "x"}, {"a": "x"}, (), id="the same"),
        pytest.param({"a": " x  y"}, {"a": "x y "}, (), id="blanks"),
        pytest.param({"a": ("x", "y")}, {"a": ("y", "x")}, (), id="the order of ticks"),
        pytest.param({"a": ""}, {}, (), id="empty and missing"),
        pytest.param({"a": "1"}, {"a": "7"}, (Difference("a", ("1",), ("7",)),), id="another figure"),
        pytest.param({"a": ("x",)}, {"a": ()}, (Difference("a", ("x",), ()),), id="a tick that one did not see"),
    ],
)
def test_two_entries_differ_where_somebody_would_have_to_look_again(first, second, expected):
    assert differences(first, second) == expected


RAW = st.dictionaries(st.sampled_from("abc"), st.one_of(st.text("xy ", max_size=3), st.tuples(st.sampled_from("xy"))))


@given(RAW, RAW, st.sampled_from(["first", "second", "none"]))
def test_what_is_decided_differs_from_neither_where_they_agree(first, second, choice):
    found = differences(first, second)

    made = decided(first, second, {each.key: choice for each in found})

    assert {each.key for each in differences(made, first)} <= {each.key for each in found}
    if choice == "second":
        assert differences(made, second) == ()


def test_a_difference_must_be_decided():
    with pytest.raises(KeyError):
        decided({"a": "1"}, {"a": "7"}, {})


def test_what_was_not_meant_for_a_person_does_not_count_and_is_named():
    made = outcome(HEALTH, {"age": "44", "smoker": "no", "brand": "Blue", "reason": "x"}, now=NOW, language="en")

    assert made.answers == {"age": 44, "smoker": "no"}
    assert made.left_out == ("brand", "reason")


def test_what_is_missing_keeps_nothing_else_from_counting():
    made = outcome(HEALTH, {"smoker": "yes"}, now=NOW, language="en")

    assert made.answers == {"smoker": "yes"}


@pytest.mark.parametrize(("tick", "kept"), [("yes", {"illness": "Flu"}), ("", {})])
def test_answers_on_health_count_with_the_tick_only(tick, kept):
    made = outcome(HEALTH, {CONSENT: tick, "illness": "Flu"}, now=NOW, language="en")

    assert made.answers == kept
    assert made.consent is (tick == "yes")


def test_entries_of_a_list_are_those_with_something_in_them():
    typed = {"age": "50", "treatments[1]/kind": "", "treatments[2]/kind": "Surgery", "treatments[2]/year": "2019"}

    made = outcome(LISTS, typed, now=NOW, language="en")

    assert made.answers == {"age": 50, "treatments": [{"kind": "Surgery", "year": 2019}]}


def test_a_choice_typed_twice_over_parents_is_offered_once():
    twice = item("town", ItemType.SINGLE, options=(*options("a", "b"), *options("a")), choice_filter="name != ''")

    found = form_of(instrument(section("s", twice)), AGREE).item("town")

    assert found is not None
    assert [option.code for option in found.options] == ["a", "b"]
