"""LimeSurvey's own test of its expressions, through the translation into ours."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engage.instruments.expressions.evaluator import ExpressionError, Scope, compile_expression
from engage.instruments.expressions.limesurvey import assignments, translate
from tests.conformance.rows import Row, Verdict, judged
from tests.corpora import corpora

TITLE = "LimeSurvey: expressions"
INTRODUCTION = (
    "The cases with which LimeSurvey tests its own expressions, in the order of its file, since some change the "
    "variables of later ones. Each is translated into the expressions used here and worked out; it agrees when the "
    "value is the one in the file. Where LimeSurvey expects an error, a refusal agrees. Variables begin as the file "
    "says, and after each case they hold what LimeSurvey expects."
)
HTML = "turns text into HTML or back; texts are never HTML here"
MOMENTS = "dates as a number of seconds, or in words; dates are dates here"
LETTERS = "a function of single letters that our language has no equal of"
WORDS = "replacing words: our language replaces single characters only"
NOTHING = "the file says both of nothing and a number: `empty < 3` is false, `empty < 16` true; we follow the first"
ZERO = "the file says both: `0 eq empty` and `empty >= 0` are false, this is true; we follow the first"
ASSIGNING = "an assignment inside an expression; an equation may assign to itself only"
ALLOWED: Mapping[str, str] = {
    "line 54": "the file contradicts itself: `!is_empty(empty)` is 0 two lines before, so this cannot be 1",
    **dict.fromkeys(("line 59", "line 60", "line 171"), HTML),
    **dict.fromkeys((f"line {number}" for number in range(85, 92)), HTML),
    **dict.fromkeys(("line 65", "line 66", "line 143", "line 144"), "escapes for programs; texts need none here"),
    **dict.fromkeys(("line 73", "line 83", "line 84", "line 92", "line 138", "line 139"), MOMENTS),
    "line 105": "numbers of another base than ten",
    "line 120": "a name that nobody has is refused here, so that a slip is found",
    "line 146": ASSIGNING,
    **dict.fromkeys(("line 157", "line 164", "line 165", "line 176", "line 184"), LETTERS),
    **dict.fromkeys(("line 167", "line 168"), WORDS),
    **dict.fromkeys(("line 190", "line 192", "line 194", "line 231"), ZERO),
    **dict.fromkeys(("line 229", "line 230"), NOTHING),
    "line 239": "the file expects `c` to be 3 here, and the text “Hi there!” two lines before",
    "line 232": "a property of a question rather than an answer",
}
NOW = datetime(2026, 11, 21, tzinfo=UTC)
_ANY = "IGNORE THIS ERROR"


def outcomes() -> list[Row]:
    return [_row(*case) for case in _cases()]


def _row(group: str, place: str, source: str, found: Verdict) -> Row:
    row = judged(group, place, found, ALLOWED)
    return replace(row, note=f"`{source}`: {row.note}" if row.note else f"`{source}`")


def _cases() -> Iterator[tuple[str, str, str, Verdict]]:
    folder = corpora("surveys", "limesurvey", "expressions")
    given = json.loads((folder / "vars.json").read_text(encoding="utf-8"))
    answers = {name: str(value) for name, value in given["vars"].items()}
    group = "values"
    for number, line in enumerate((folder / "expected_tilde_expression.txt").read_text("utf-8").splitlines(), 1):
        expected, _, source = line.partition("~")
        if expected.startswith("<") and source[1:4].lower() == "<b>":
            group = expected[3:-4].removeprefix("Solution: ").capitalize()
            continue
        yield group, f"line {number}", source, _verdict(source, expected, answers, given["read_only"])
        for name, _ in _assigned(source)[-1:]:
            if name in answers and name not in given["read_only"]:
                answers[name] = expected


def _assigned(source: str) -> tuple[tuple[str, str], ...]:
    try:
        return assignments(source)
    except ExpressionError:
        return ()


def _verdict(source: str, expected: str, answers: dict[str, str], fixed: list[str]) -> Verdict:
    try:
        value = _value(source, answers, fixed)
    except ExpressionError:
        return Verdict.REFUSED if expected == "NULL" else Verdict.FAILS
    agrees = expected == _ANY or value == expected or (value.strip() or "0") == (expected.strip() or "0")
    return Verdict.READ if agrees else Verdict.FAILS


def _value(source: str, answers: dict[str, str], fixed: list[str]) -> str:
    """The value of an expression, or the last value that it assigns."""
    names = [name for name, _ in _assigned(source)]
    if not names or not set(names) <= set(answers) - set(fixed):
        return _shown(_worked_out(source, answers))
    for name, value in _assigned(source):
        answers[name] = _shown(_worked_out(value, answers))
    return answers[names[-1]]


def _worked_out(source: str, answers: Mapping[str, str]) -> Any:
    ours = translate(source, variables=lambda known: f"${{{known}}}" if known in answers else None)
    return compile_expression(ours).value(Scope(answers=answers, now=NOW))


def _shown(value: Any) -> str:
    """As LimeSurvey prints it: what is false is 0 in its file."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        text = "NAN" if value != value else f"{value:.10g}"
        return "0" if text == "-0" else text
    return str(value)
