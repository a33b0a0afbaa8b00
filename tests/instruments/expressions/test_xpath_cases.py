"""The public cases of JavaRosa, the engine of ODK Collect, run as a table."""

import json
import math
import re
import sys
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from engage.instruments.expressions.evaluator import ExpressionError, Scope, compile_expression
from tests.corpora import corpora

pytestmark = pytest.mark.corpora

NOW = datetime(2026, 11, 21, 10, 20, 30, tzinfo=UTC)
SQUARE = "0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0"
"""JavaRosa's test builds its instance in Java; the shape is read off its four points, two on each side."""
SCOPE = Scope(answers={"path": ("1", "2", "3", "4", "5"), "geoshape": SQUARE}, now=NOW)

NOT_ON_FORMS = re.compile(
    r"(?:convertible|inconvertible|testfunc|add|proto|null-proto|raw|check-types|get-custom|read|write)\(|\$var_"
)
"""Functions and variables that JavaRosa's own test registers; no form can call them."""

DIFFERENCES = {
    "/union | /expr": "we offer unions, JavaRosa refuses them",
}
"""Cases that do not agree, one line of reason each. One that begins to agree must leave this list."""


class Named:
    """A list of two entries, as JavaRosa's test for indexed-repeat builds it."""

    place = 1

    def list_rows(self, name: str) -> tuple[dict[str, str], ...]:
        return ({"name": "first"}, {"name": "second"}) if name == "repeat" else ()


REPEATED = {"repeat": "repeat", "name": "repeat"}
ENTRIES = {
    f'createExpectedNodesetFromIndexedRepeatFunction(instance{number}, {index - 1}, "name")': (str(index), name)
    for number, index, name in ((1, 2, "second"), (2, 1, "first"))
}
"""What is expected -> the value of /data/index1 in that instance, and the name in the entry that is meant."""
DATES = {'DateUtils.getDateTimeFromString("2000-01-01T10:20:30.000")': datetime(2000, 1, 1, 10, 20, 30, tzinfo=UTC)}
WORDS = {
    "TRUE": True,
    "FALSE": False,
    "true": True,
    "false": False,
    "NaN": math.nan,
    "NEGATIVE_INFINITY": -math.inf,
    "Math.E": math.e,
    "Math.PI": math.pi,
}


@cache
def cases() -> tuple[dict[str, Any], ...]:
    lines = corpora("surveys", "xlsform", "xpath_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def expected(java: str) -> Any:
    if java in WORDS:
        return WORDS[java]
    if java in DATES:
        return DATES[java]
    if found := re.fullmatch(r"DateUtils\.getDate\((\d+), (\d+), (\d+)\)", java):
        return date(*map(int, found.groups()))
    return java[1:-1] if java.startswith('"') else float(java)


def agrees(expression: str, java: str) -> bool:
    if java in ENTRIES:
        index, name = ENTRIES[java]
        scope = Scope(answers={"index1": index}, now=NOW, lists=Named())
        return compile_expression(expression, repeated=REPEATED).value(scope) == name
    try:
        value = compile_expression(expression).value(SCOPE)
    except ExpressionError:
        return java.endswith("Exception()")
    if java.endswith("Exception()"):
        return False
    wanted = expected(java)
    if isinstance(wanted, float) and isinstance(value, float):
        return value == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True)
    return type(value) is type(wanted) and value == wanted


def test_expressions_agree_with_javarosa_on_every_case_a_form_can_hold(record_property):
    counts: Counter[str] = Counter()
    wrong, settled = [], []
    for case in cases():
        expression, java = case["expr"], case["expected_java"]
        if NOT_ON_FORMS.search(expression):
            counts["not on forms"] += 1
        elif agrees(expression, java):
            counts["agrees"] += 1
            if expression in DIFFERENCES:
                settled.append(expression)
        elif expression in DIFFERENCES:
            counts[DIFFERENCES[expression]] += 1
        else:
            wrong.append((expression, java))
    for reason, count in counts.items():
        record_property(reason, count)
    sys.stdout.write(f"{dict(counts)}\n")

    assert wrong == []
    assert settled == [], "agrees now: take it off the list of differences"
    assert counts["agrees"] >= 217


@pytest.mark.parametrize("expression", DIFFERENCES)
def test_each_known_difference_is_still_among_the_cases(expression):
    assert any(case["expr"] == expression for case in cases())
