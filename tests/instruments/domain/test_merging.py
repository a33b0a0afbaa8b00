"""Versions read as one instrument: which variable an answer belongs to."""

from dataclasses import replace

import pytest

from engage.instruments.domain.definition import Instrument, ItemType, Repeat, Row
from engage.instruments.domain.merging import merged
from tests.factories.surveys import instrument, item, options, section, text

CHOICE = item("q", ItemType.SINGLE, options=options("a", "b"))
SEVERAL = item("q", ItemType.MULTIPLE, options=options("a", "b"))


def versions(*definitions: Instrument) -> list[tuple[int, Instrument]]:
    return list(enumerate(definitions, start=1))


def one(*items: object) -> Instrument:
    return instrument(section("one", *items))  # type: ignore[arg-type]


def names(definition: Instrument) -> list[str]:
    return [each.name for each in definition.items]


def test_one_version_is_itself() -> None:
    definition = one(CHOICE, item("r"))

    assert merged([(4, definition)]).instrument == definition


def test_other_words_and_more_options_stay_one_variable_in_the_newest_words() -> None:
    newer = replace(CHOICE, label=text("Newer"), options=options("b", "c"))

    found = merged(versions(one(CHOICE), one(newer)))
    (only,) = found.instrument.items

    assert only.label.source == "Newer"
    assert [option.code for option in only.options] == ["b", "c", "a"]
    assert (found.variables["q"].since, found.variables["q"].until) == (1, 2)


def test_a_row_that_is_gone_stays_a_row() -> None:
    before = item("m", ItemType.MATRIX, rows=(Row(code="x", label=text("x")), Row(code="y", label=text("y"))))

    (only,) = merged(versions(one(before), one(replace(before, rows=before.rows[:1])))).instrument.items

    assert only.keys == ("m/x", "m/y")


def test_a_breaking_change_of_meaning_makes_a_variable_named_after_its_version() -> None:
    found = merged(versions(one(CHOICE), one(CHOICE), one(SEVERAL, item("r"))))

    assert names(found.instrument) == ["q", "q__v3", "r"]
    assert found.answers(2, {"q": "a"}) == {"q": "a"}
    assert found.answers(3, {"q": ["a"], "q/other": "x", "r": 1}) == {"q__v3": ["a"], "q__v3/other": "x", "r": 1}
    assert (found.variables["q"].until, found.variables["q__v3"].since, found.variables["q__v3"].item) == (2, 3, "q")


def test_going_back_to_an_old_form_is_a_new_variable_again() -> None:
    assert set(names(merged(versions(one(CHOICE), one(SEVERAL), one(CHOICE))).instrument)) == {"q", "q__v2", "q__v3"}


def test_a_name_that_an_item_has_already_is_not_taken_for_a_new_variable() -> None:
    found = merged(versions(one(CHOICE), one(SEVERAL, item("q__v2"))))

    assert set(names(found.instrument)) == {"q", "q__v2", "q__v2_"}
    assert found.names[2] == {"q": "q__v2_"}


def test_an_item_that_comes_back_unchanged_is_the_same_variable() -> None:
    found = merged(versions(one(CHOICE, item("r")), one(item("r")), one(CHOICE, item("r"))))

    assert names(found.instrument) == ["q", "r"]
    assert (found.variables["q"].since, found.variables["q"].until) == (1, 3)


def test_items_and_sections_that_are_gone_stay_where_they_stood() -> None:
    before = instrument(
        section("one", item("a"), item("b"), item("c")), section("two", item("d")), section("three", item("e"))
    )
    after = instrument(section("one", item("a"), item("c"), item("x")), section("three", item("e")))

    found = merged(versions(before, after)).instrument

    assert [(part.slug, [each.name for each in part.items]) for part in found.sections] == [
        ("one", ["a", "b", "c", "x"]),
        ("two", ["d"]),
        ("three", ["e"]),
    ]


def test_whole_numbers_and_decimals_are_one_variable_of_decimals() -> None:
    whole, decimal = item("n", ItemType.INTEGER), item("n", ItemType.DECIMAL)

    for order in ((whole, decimal), (decimal, whole)):
        (only,) = merged(versions(*(one(each) for each in order))).instrument.items
        assert only.type is ItemType.DECIMAL


def test_a_question_that_became_a_note_keeps_its_answers() -> None:
    (only,) = merged(versions(one(CHOICE), one(replace(CHOICE, type=ItemType.NOTE, options=())))).instrument.items

    assert only.type is ItemType.SINGLE


def test_what_was_asked_once_and_then_of_each_person_is_two_variables_on_two_pages() -> None:
    each = instrument(replace(section("one", item("age"), item("name")), repeat=Repeat(name="people")))

    found = merged(versions(one(item("age")), each))

    assert {name: variable.since for name, variable in found.variables.items()} == {"age": 1, "age__v2": 2, "name": 2}
    assert [part.repeat is not None for part in found.instrument.sections].count(True) == 1
    assert len({part.slug for part in found.instrument.sections}) == 2
    assert found.answers(2, {"people": [{"age": 3, "name": "Ada"}]}) == {"people": [{"age__v2": 3, "name": "Ada"}]}


def test_a_list_whose_page_got_another_address_is_one_list() -> None:
    before = replace(section("people", item("name"), item("age")), repeat=Repeat(name="people"))
    after = replace(section("household", item("name")), repeat=Repeat(name="people"))

    (only,) = merged(versions(instrument(before), instrument(after))).instrument.sections

    assert (only.slug, [each.name for each in only.items]) == ("household", ["name", "age"])


def test_there_must_be_a_version() -> None:
    with pytest.raises(ValueError, match="no version"):
        merged([])
