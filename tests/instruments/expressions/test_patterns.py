import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.instruments.expressions.errors import PatternRefused
from engage.instruments.expressions.patterns import Pattern, compile_pattern, matches
from tests.support.cpu import least_seconds


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("[0-9]+", "12345", True, id="digits"),
        pytest.param("[0-9]+", "12345x", False, id="all of the text has to match"),
        pytest.param("^a$", "a", True, id="anchors change nothing"),
        pytest.param("(?i)abc", "aBC", True, id="no case"),
        pytest.param(r"\d{4}-\d\d", "2026-11", True, id="counted"),
        pytest.param(r"a{2,3}", "aaaa", False, id="at most"),
        pytest.param(r"a{2,}", "aaaa", True, id="at least"),
        pytest.param(r"x{,2}", "x{,2}", True, id="a brace that counts nothing is a brace"),
        pytest.param(r"\p{L}+", "Łódź", True, id="letters of any language"),
        pytest.param(r"\p{Lu}\P{Lu}*", "Ødegård", True, id="capitals"),
        pytest.param(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", "a.b@c.no", True, id="an address"),
        pytest.param(r".*\bcat\b.*", "a cat sat", True, id="a word"),
        pytest.param(r".*\bcat\b.*", "concatenate", False, id="inside a word"),
        pytest.param("a.c", "a\nc", False, id="a dot is not a line end"),
        pytest.param("(?s)a.c", "a\nc", True, id="unless asked for"),
        pytest.param("[]a]+", "]a]", True, id="a bracket first in a set"),
        pytest.param("[a-]+", "a-", True, id="a hyphen last in a set"),
        pytest.param(r"[\d.,-]+", "1,2-3", True, id="a class in a set"),
        pytest.param("(?<year>[0-9]+)?x*?", "2026xx", True, id="named groups and laziness"),
        pytest.param("(|a)*", "aaa", True, id="an empty alternative repeated"),
        pytest.param("", "", True, id="nothing matches nothing"),
    ],
)
def test_a_pattern_matches_all_of_a_text(pattern, text, expected):
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    "pattern",
    ["(a", "a)", "*a", "[a", "a{3,2}", r"(a)\1", "(?=a)", "(?!a)", "(?<=a)", "a++", "[[:alpha:]]", r"\q", "[z-a]"],
)
def test_what_cannot_be_matched_in_one_pass_is_refused(pattern):
    with pytest.raises(PatternRefused):
        Pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("(a+)+$", "a" * 9_999 + "b", id="nested"),
        pytest.param("a*a*a*a*a*b", "a" * 10_000, id="side by side"),
        pytest.param("(a|a|aa)*c", "a" * 10_000, id="alternatives that overlap"),
        pytest.param(
            r"^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$", "1" * 9_999 + "x", id="telephone"
        ),
        pytest.param(".{10,2000}", "x" * 2_001, id="a long count"),
    ],
)
def test_a_pattern_that_stops_other_engines_is_answered_at_once(pattern, text):
    def work():
        compile_pattern.cache_clear()
        assert matches(pattern, text) is False

    assert least_seconds(work, enough=0.2) < 0.2


@pytest.mark.parametrize("pattern", ["((a{0,90}){0,90}){0,9}", "a" * 1_001, "(" * 200])
def test_a_pattern_too_large_is_refused(pattern):
    with pytest.raises(PatternRefused):
        Pattern(pattern)


def test_a_match_that_takes_too_long_is_refused():
    text = "".join(chr(0x4E00 + n) for n in range(2_000))

    with pytest.raises(PatternRefused):
        Pattern(".*" + ".{0,200}" * 10 + "x").match(text)


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", "^", "$", r"\b"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        inner.map(lambda p: f"(?:{p})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}"])).map(lambda p: f"(?:{p[0]}){p[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, st.text("ab1 \n", max_size=6))
def test_patterns_agree_with_python_where_both_can(pattern, text):
    expected = re.fullmatch(pattern.replace("$", r"\Z"), text, re.ASCII) is not None

    assert matches(pattern, text) is expected
