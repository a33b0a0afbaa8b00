"""Answers as authors write them down to try an expression."""

from datetime import UTC, datetime

import pytest

from engage.instruments.expressions.evaluator import Scope, compile_expression
from engage.instruments.expressions.given import Given

WRITTEN = {
    "age": 34,
    "topics": ["care", "data"],
    "nothing": None,
    "people": [{"name": "Ada", "years": 40}, {"name": "Ben", "years": None, "likes": ["a", "b"]}],
    "none": [],
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("${age} + 1", 35.0, id="a number"),
        pytest.param("selected(${topics}, 'data')", True, id="codes"),
        pytest.param("${nothing} = ''", True, id="no answer"),
        pytest.param("count(${people})", 2.0, id="entries"),
        pytest.param("sum(${years})", 40.0, id="what is asked in entries"),
        pytest.param("${people}[selected(likes, 'b')]/name", ("Ben",), id="a condition on entries"),
        pytest.param("indexed-repeat(${name}, ${people}, 2)", "Ben", id="one entry"),
        pytest.param("count(${none})", 0.0, id="an empty list"),
    ],
)
def test_what_is_written_down_is_read_as_answers(source, value):
    given = Given.of(WRITTEN)
    scope = Scope(answers=given.answers, now=datetime(2026, 11, 21, tzinfo=UTC), lists=given)

    assert compile_expression(source, repeated=given.repeated).value(scope) == value
