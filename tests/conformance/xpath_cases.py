"""The cases of JavaRosa, the engine of ODK Collect."""

from engage.instruments.expressions.evaluator import ExpressionError
from tests.conformance.rows import Row, Verdict, judged, numbered
from tests.instruments.expressions.test_xpath_cases import DIFFERENCES, NOT_ON_FORMS, agrees, cases

TITLE = "Expressions: the cases of JavaRosa"
INTRODUCTION = (
    "Expressions with the value that JavaRosa gives, of every function that ODK offers on forms. Functions that "
    "JavaRosa's own test registers are not on forms and are left out."
)
ALLOWED = DIFFERENCES


def outcomes() -> list[Row]:
    kept = [case for case in cases() if not NOT_ON_FORMS.search(case["expr"])]
    seen: set[str] = set()
    rows: list[Row] = []
    for case, name in zip(kept, numbered(case["expr"] for case in kept), strict=True):
        found = Verdict.READ if _agrees(case["expr"], case["expected_java"]) else Verdict.FAILS
        allowed = {name: ALLOWED[case["expr"]]} if case["expr"] in ALLOWED else {}
        seen.add(case["expr"])
        rows.append(judged(case["group"] or "other", name, found, allowed, f"expected {case['expected_java']}"))
    return rows


def _agrees(expression: str, java: str) -> bool:
    try:
        return agrees(expression, java)
    except ExpressionError:
        return False
