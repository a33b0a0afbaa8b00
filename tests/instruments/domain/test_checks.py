"""What was typed becomes typed answers, or problems that say what to do."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from engage.i18n.text import LocalizedText
from engage.instruments.domain.checks import check_in, clean, input_names
from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType, Row
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.messages import sentence
from tests.factories.surveys import instrument, item, options, section, text
from tests.support.databases import ON_SQLITE

NOW = Circumstances(now=datetime(2026, 11, 21, tzinfo=UTC))
ROWS = (Row(code="r1", label=text("One")), Row(code="r2", label=text("Two")))
ABC = options("a", "b", "c", "none", c={"other": True}, none={"exclusive": True})


def q(kind: ItemType, **more: Any) -> Item:
    return item("q", kind, **more)


def checked(asked: Item, raw: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Answers, and (key, code) of the problems."""
    questionnaire = Questionnaire(instrument(section("one", asked)))
    journey = Journey(questionnaire, raw, NOW)
    answers, problems = check_in(journey, journey.on_path(asked))
    assert not set(answers) & {problem.key for problem in problems}
    return answers, [(problem.key, problem.code) for problem in problems]


T = ItemType
GOOD = [
    pytest.param(q(T.TEXT), {"q": "  two\r\nlines\x00\u202e "}, {"q": "two\nlines"}, id="text is cleaned"),
    pytest.param(q(T.TEXT, max_length=3), {"q": "abc"}, {"q": "abc"}, id="text as long as allowed"),
    pytest.param(q(T.TEXT, pattern="[0-9]{2}"), {"q": "42"}, {"q": "42"}, id="text that matches"),
    pytest.param(q(T.INTEGER), {"q": "1 234"}, {"q": 1234}, id="a number with a space"),
    pytest.param(q(T.INTEGER), {"q": "-7"}, {"q": -7}, id="a negative number"),
    pytest.param(q(T.DECIMAL), {"q": "3,5"}, {"q": 3.5}, id="a decimal comma"),
    pytest.param(q(T.DECIMAL), {"q": ".5"}, {"q": 0.5}, id="a bare decimal point"),
    pytest.param(q(T.SCALE, minimum=0, maximum=10), {"q": "0"}, {"q": 0}, id="zero is an answer"),
    pytest.param(q(T.SCALE, minimum=0, maximum=1, step=0.5), {"q": "0.5"}, {"q": 0.5}, id="half a step"),
    pytest.param(q(T.DATE), {"q": "2026-11-21"}, {"q": "2026-11-21"}, id="a date as browsers send it"),
    pytest.param(q(T.DATE), {"q": "1.2.2026"}, {"q": "2026-02-01"}, id="a date as Europeans write it"),
    pytest.param(q(T.TIME), {"q": "7.05"}, {"q": "07:05"}, id="a time with a dot"),
    pytest.param(q(T.DATETIME), {"q": "2026-11-21T07:05"}, {"q": "2026-11-21T07:05"}, id="a date and time"),
    pytest.param(q(T.REGION), {"q": "NO08"}, {"q": "NO08"}, id="a region"),
    pytest.param(q(T.CONSENT), {"q": "yes"}, {"q": "yes"}, id="consent"),
    pytest.param(q(T.SINGLE, options=ABC), {"q": "a"}, {"q": "a"}, id="an option"),
    pytest.param(
        q(T.SINGLE, options=ABC), {"q": "c", "q/other": "Mine"}, {"q": "c", "q/other": "Mine"}, id="own words"
    ),
    pytest.param(
        q(T.SINGLE, options=ABC), {"q": "a", "q/other": "Mine"}, {"q": "a"}, id="own words beside another option"
    ),
    pytest.param(q(T.MULTIPLE, options=ABC), {"q": ("a", "b", "a")}, {"q": ["a", "b"]}, id="options, each once"),
    pytest.param(
        q(T.MULTIPLE, options=ABC, min_choices=2), {"q": ("none",)}, {"q": ["none"]}, id="none of these is enough"
    ),
    pytest.param(
        q(T.MATRIX, options=ABC, rows=ROWS), {"q/r1": "a", "q/r2": ""}, {"q/r1": "a"}, id="one row of a matrix"
    ),
    pytest.param(
        q(T.MATRIX, cell=Cell.MULTIPLE, options=ABC, rows=ROWS), {"q/r1": ("a", "b")}, {"q/r1": ["a", "b"]}, id="cells"
    ),
    pytest.param(q(T.MATRIX, cell=Cell.INTEGER, rows=ROWS), {"q/r2": "5"}, {"q/r2": 5}, id="numbers in a matrix"),
    pytest.param(
        q(T.MATRIX, options=ABC, rows=ROWS, prefer_not_to_say=True),
        {"q/r1": DECLINED, "q/r2": "a"},
        {"q/r1": DECLINED, "q/r2": "a"},
        id="declined in one row",
    ),
    pytest.param(q(T.RANKING, options=ABC), {"q/b": "1", "q/a": "2"}, {"q": ["b", "a"]}, id="places"),
    pytest.param(q(T.ALLOCATION, rows=ROWS), {"q/r1": "100"}, {"q/r1": 100, "q/r2": 0}, id="points, empty is zero"),
    pytest.param(
        q(T.ALLOCATION, rows=ROWS), {"q/rank/r2": "1", "q/rank/r1": "2"}, {"q/rank": ["r2", "r1"]}, id="order instead"
    ),
    pytest.param(q(T.TEXT, prefer_not_to_say=True), {"q": "x", "q/declined": "1"}, {"q": DECLINED}, id="declined"),
    pytest.param(q(T.NOTE), {"q": "x"}, {}, id="a note takes no answer"),
    pytest.param(q(T.TEXT, read_only=True), {"q": "x"}, {}, id="nor does what is only shown"),
    pytest.param(q(T.SINGLE, options=ABC), {"q": ""}, {}, id="skipped"),
]
BAD = [
    pytest.param(q(T.TEXT, required="true()"), {"q": " "}, "q", "required", id="nothing where something is required"),
    pytest.param(
        q(T.MATRIX, options=ABC, rows=ROWS, required="true()"), {"q/r1": "a"}, "q/r2", "required", id="a row is missing"
    ),
    pytest.param(q(T.INTEGER), {"q": "many"}, "q", "not_a_number", id="words for a number"),
    pytest.param(q(T.DECIMAL), {"q": "1e5"}, "q", "not_a_number", id="an exponent"),
    pytest.param(q(T.INTEGER), {"q": "1.5"}, "q", "not_an_integer", id="a broken number"),
    pytest.param(q(T.INTEGER, minimum=0), {"q": "-1"}, "q", "too_small", id="too small"),
    pytest.param(q(T.INTEGER, maximum=120), {"q": "121"}, "q", "too_large", id="too large"),
    pytest.param(q(T.SCALE, minimum=0, maximum=10), {"q": "5.5"}, "q", "not_an_option", id="between two points"),
    pytest.param(q(T.TEXT, max_length=3), {"q": "abcd"}, "q", "too_long", id="too long"),
    pytest.param(q(T.TEXT), {"q": "x" * 5001}, "q", "too_long", id="longer than any text"),
    pytest.param(q(T.TEXT, pattern="[0-9]{2}"), {"q": "4x"}, "q", "pattern", id="another form"),
    pytest.param(q(T.DATE), {"q": "31.2.2026"}, "q", "not_a_date", id="a day that never is"),
    pytest.param(q(T.DATE), {"q": "soon"}, "q", "not_a_date", id="no date"),
    pytest.param(q(T.DATETIME), {"q": "noon"}, "q", "not_a_date", id="no date and time"),
    pytest.param(q(T.TIME), {"q": "25:00"}, "q", "not_a_time", id="an hour that never is"),
    pytest.param(q(T.TIME), {"q": "noon"}, "q", "not_a_time", id="no time"),
    pytest.param(q(T.REGION, countries=("NO",)), {"q": "DE30"}, "q", "not_an_option", id="a region not offered"),
    pytest.param(q(T.CONSENT), {"q": "maybe"}, "q", "not_an_option", id="half a consent"),
    pytest.param(q(T.SINGLE, options=ABC), {"q": "z"}, "q", "not_an_option", id="an option that is not there"),
    pytest.param(q(T.SINGLE, options=ABC), {"q": DECLINED}, "q", "not_an_option", id="declining was not offered"),
    pytest.param(
        q(T.SINGLE, options=ABC), {"q": "c", "q/other": "x" * 1001}, "q/other", "too_long", id="own words too long"
    ),
    pytest.param(q(T.MULTIPLE, options=ABC), {"q": ("a", "none")}, "q", "exclusive", id="none of these, and one"),
    pytest.param(q(T.MULTIPLE, options=ABC, max_choices=1), {"q": ("a", "b")}, "q", "too_many", id="too many"),
    pytest.param(q(T.MULTIPLE, options=ABC, min_choices=2), {"q": ("a",)}, "q", "too_few", id="too few"),
    pytest.param(q(T.MATRIX, options=ABC, rows=ROWS), {"q/r1": "z"}, "q/r1", "not_an_option", id="a cell not offered"),
    pytest.param(q(T.RANKING, options=ABC), {"q/a": "1", "q/b": "1"}, "q", "place_twice", id="a place twice"),
    pytest.param(q(T.RANKING, options=ABC), {"q/a": "1", "q/b": "3"}, "q", "place_missing", id="a place left out"),
    pytest.param(q(T.RANKING, options=ABC), {"q/a": "9"}, "q", "not_an_option", id="a place that is not there"),
    pytest.param(q(T.ALLOCATION, rows=ROWS), {"q/r1": "x"}, "q/r1", "not_points", id="no points"),
    pytest.param(q(T.ALLOCATION, rows=ROWS), {"q/r1": "60"}, "q", "total", id="points left"),
    pytest.param(q(T.ALLOCATION, rows=ROWS), {"q/r1": "60", "q/r2": "60"}, "q", "total", id="points too many"),
    pytest.param(q(T.INTEGER, constraint=". mod 2 = 0"), {"q": "3"}, "q", "constraint", id="its own rule"),
]


@pytest.mark.parametrize(("asked", "raw", "expected"), GOOD)
def test_what_fits_is_taken(asked: Item, raw: dict[str, Any], expected: dict[str, Any]):
    assert checked(asked, raw) == (expected, [])


@pytest.mark.parametrize(("asked", "raw", "key", "code"), BAD)
def test_what_does_not_fit_is_a_problem_of_its_input(asked: Item, raw: dict[str, Any], key: str, code: str):
    answers, problems = checked(asked, raw)

    assert problems == [(key, code)]
    assert key not in answers


@ON_SQLITE
@pytest.mark.parametrize(("asked", "raw", "key", "code"), BAD)
def test_every_problem_is_said_in_a_sentence(app: Flask, asked: Item, raw: dict[str, Any], key: str, code: str):
    journey = Journey(Questionnaire(instrument(section("one", asked))), raw, NOW)
    _, problems = check_in(journey, journey.on_path(asked))

    with app.test_request_context():
        said = sentence(problems[0], asked, "en")

    assert said.endswith(".")
    assert "%(" not in said


def test_an_instruments_own_words_come_before_ours():
    asked = q(T.TEXT, required="true()", required_message=LocalizedText.of("Please!", "en"))
    journey = Journey(Questionnaire(instrument(section("one", asked))), {}, NOW)
    _, problems = check_in(journey, journey.on_path(asked))

    assert sentence(problems[0], asked, "en") == "Please!"


def test_cleaning_takes_out_what_nobody_types():
    assert clean("a\x07b\u2066c\r\nd\re ") == "abc\nd\ne"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        pytest.param(q(T.NOTE), (), id="note"),
        pytest.param(q(T.TEXT, prefer_not_to_say=True), ("q", "q/declined"), id="text"),
        pytest.param(q(T.SINGLE, options=ABC), ("q", "q/other"), id="single"),
        pytest.param(q(T.MATRIX, options=ABC, rows=ROWS), ("q/r1", "q/r2"), id="matrix"),
        pytest.param(q(T.RANKING, options=ABC[:2]), ("q/a", "q/b"), id="ranking"),
        pytest.param(q(T.ALLOCATION, rows=ROWS), ("q/r1", "q/r2", "q/rank/r1", "q/rank/r2"), id="allocation"),
    ],
)
def test_a_page_may_send_these_inputs_for_an_item(asked: Item, names: tuple[str, ...]):
    assert input_names(asked) == names
