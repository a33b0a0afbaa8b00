"""A second opinion: elementpath, an XPath 1.0 processor made by others.

Left out is where it departs from XPath 1.0 itself: division by zero, halves as places in substring(), numbers
against texts (it holds 0.0 = '0' to be false), and the remainder of negative numbers.
"""

import math
from datetime import UTC, datetime
from xml.etree import ElementTree

from elementpath import XPath1Parser, select
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.instruments.expressions.evaluator import Scope, compile_expression

ROOT = ElementTree.fromstring("<data/>")
SCOPE = Scope(answers={}, now=datetime(2026, 11, 21, tzinfo=UTC))

NUMBERS = st.integers(-40, 40).map(lambda n: str(n / 4)).map(lambda n: f"({n})" if n.startswith("-") else n)
STRINGS = st.sampled_from(["''", "'a'", "'ab'", "' b  c '", "'12'", "'-3.5'", "'0'", "'x-y'"])
DIVISORS = st.sampled_from(["0.5", "2", "(-4)", "8"])
BOOLEANS = st.sampled_from(["true()", "false()"])


def _numbers(number, text, truth):
    return st.one_of(
        st.tuples(number, st.sampled_from(["+", "-", "*"]), number).map(lambda p: f"({' '.join(p)})"),
        st.tuples(number, DIVISORS).map(lambda p: f"({p[0]} div {p[1]})"),
        number.map(lambda n: f"(- {n})"),
        st.tuples(st.sampled_from(["floor", "ceiling", "round", "number"]), number).map(lambda p: f"{p[0]}({p[1]})"),
        text.map(lambda s: f"string-length({s})"),
        text.map(lambda s: f"number({s})"),
        truth.map(lambda b: f"number({b})"),
    )


def _strings(number, text, truth):
    return st.one_of(
        st.tuples(text, text).map(lambda p: f"concat({p[0]}, {p[1]})"),
        st.tuples(
            st.sampled_from(["substring-before", "substring-after"]), text, st.sampled_from(["'a'", "'b'", "'-'"])
        ).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(text, number).map(lambda p: f"substring({p[0]}, floor({p[1]}))"),
        st.tuples(text, number, number).map(lambda p: f"substring({p[0]}, floor({p[1]}), floor({p[2]}))"),
        text.map(lambda s: f"translate({s}, 'ab-', 'BA')"),
        text.map(lambda s: f"normalize-space({s})"),
        truth.map(lambda b: f"string({b})"),
    )


def _booleans(number, text, truth):
    signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.tuples(number, signs, number).map(lambda p: f"({' '.join(p)})"),
        st.tuples(text, st.sampled_from(["=", "!="]), text).map(lambda p: f"({' '.join(p)})"),
        st.tuples(truth, st.sampled_from(["and", "or", "=", "!="]), truth).map(lambda p: f"({' '.join(p)})"),
        truth.map(lambda b: f"not({b})"),
        number.map(lambda n: f"boolean({n})"),
        text.map(lambda s: f"boolean({s})"),
        st.tuples(st.sampled_from(["contains", "starts-with"]), text, text).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
    )


def _level(number, text, truth):
    return (
        st.one_of(number, _numbers(number, text, truth)),
        st.one_of(text, _strings(number, text, truth)),
        st.one_of(truth, _booleans(number, text, truth)),
    )


EXPRESSIONS = st.one_of(*_level(*_level(*_level(NUMBERS, STRINGS, BOOLEANS))))


def alike(ours, theirs):
    if isinstance(theirs, list):
        (theirs,) = theirs
    if isinstance(ours, bool) or isinstance(theirs, bool) or isinstance(ours, str):
        return ours == theirs and type(ours) is type(theirs)
    theirs = float(theirs)
    return (math.isnan(ours) and math.isnan(theirs)) or math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(EXPRESSIONS)
def test_the_core_of_xpath_agrees_with_a_second_processor(source):
    ours = compile_expression(source).value(SCOPE)
    theirs = select(ROOT, source, parser=XPath1Parser)

    assert alike(ours, theirs), f"{source}: {ours!r}, not {theirs!r}"
