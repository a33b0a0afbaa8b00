"""Files written by hand are read safely, and every part knows its line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.core.located import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PARTS,
    Unreadable,
    from_json,
    from_yaml,
    read_text,
)

plain_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain_text, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(values, st.sampled_from([None, 1, "\t"]))
def test_json_means_what_it_always_means(value, indent):
    assert from_json(json.dumps(value, indent=indent)).value == value


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        pytest.param("no", "no", id="Norway is no truth value"),
        pytest.param("on", "on", id="nor is on"),
        pytest.param("true", True, id="true is"),
        pytest.param("2026-01-31", "2026-01-31", id="a date stays text"),
        pytest.param("007", "007", id="a code keeps its zeros"),
        pytest.param("+47", "+47", id="a telephone number keeps its sign"),
        pytest.param("10", 10, id="a whole number"),
        pytest.param("-0.5", -0.5, id="a decimal number"),
        pytest.param("1.5e3", 1500.0, id="an exponent"),
        pytest.param(".inf", ".inf", id="infinity is no number here"),
        pytest.param("12:30", "12:30", id="a time stays text"),
        pytest.param("'1'", "1", id="quotes make a text"),
        pytest.param("~", None, id="nothing"),
    ],
)
def test_words_without_quotes_mean_what_a_reader_would_think(word, meaning):
    value = from_yaml(f"key: {word}").value["key"]

    assert (value, type(value)) == (meaning, type(meaning))


def test_keys_are_always_texts():
    assert from_yaml("{1: a, no: b, 1.5: c, true: d}").value == {"1": "a", "no": "b", "1.5": "c", "true": "d"}


YAML = "a: 1\nb:\n  - x\n  - c: 2\n    d: *e\n".replace("*e", "3")
JSON = '{"a": 1,\n "b": [\n "x",\n {"c": 2,\n "d": 3}]}'


@pytest.mark.parametrize(
    ("read", "text", "lines"),
    [pytest.param(from_yaml, YAML, (2, 4, 5), id="YAML"), pytest.param(from_json, JSON, (2, 4, 5), id="JSON")],
)
def test_every_part_knows_its_line(read, text, lines):
    node = read(text)

    assert (node.line_of(("b",)), node.line_of(("b", 1)), node.line_of(("b", 1, "d"))) == lines


def test_a_part_that_is_not_there_has_the_line_of_what_is_around_it():
    assert from_yaml(YAML).line_of(("b", 1, "missing", 7)) == 4


def test_what_an_alias_stands_for_has_the_line_where_it_is_written():
    node = from_yaml("scale: &scale\n  low: 1\nuse: *scale\n")

    assert node.value["use"] == {"low": 1}
    assert node.line_of(("use",)) == 3
    assert node.line_of(("use", "low")) == 2


@pytest.mark.parametrize("read", [from_yaml, from_json])
def test_a_key_given_twice_is_told_with_its_line(read):
    node = read('{"a": {"x": 1,\n "x": 2}}')

    assert list(node.all_repeated()) == [(("a", "x"), 2)]


BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{inner}'] * 9)}]\n" for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("read", "text", "reason", "line"),
    [
        pytest.param(from_yaml, BILLION_LAUGHS, "parts", 6, id="aliases that multiply"),
        pytest.param(from_yaml, "&a [*a]", "stands for nothing", 1, id="an alias inside itself"),
        pytest.param(from_yaml, "[" * 100_000, "levels deep", 1, id="deep YAML"),
        pytest.param(from_json, "[" * 100_000, "levels deep", 1, id="deep JSON"),
        pytest.param(from_yaml, "\na: !!python/object/apply:os.system [x]", "tag", 2, id="a tag that makes an object"),
        pytest.param(from_yaml, "a: !!python/name:os.system x", "tag", 1, id="a tag that names one"),
        pytest.param(from_yaml, "a: 1\n---\nb: 2", "more than one document", 2, id="two documents"),
        pytest.param(from_yaml, "? [a]\n: b", "a key must be a word", 1, id="a list as a key"),
        pytest.param(from_yaml, "a:\n\t- b", "not YAML", 2, id="a tab as indentation"),
        pytest.param(from_yaml, "a: 'b", "not YAML", 1, id="an open quote"),
        pytest.param(from_yaml, 'a: "\\0"', "control character", 1, id="a NUL in YAML"),
        pytest.param(from_json, '["\\u0000"]', "control character", 1, id="a NUL in JSON"),
        pytest.param(from_json, '["\\ud83d"]', "half a character", 1, id="half a surrogate pair"),
        pytest.param(from_json, '{"a": 1,\n}', "a key", 2, id="a comma too many"),
        pytest.param(from_json, "[1 2]", "a comma", 1, id="a comma too few"),
        pytest.param(from_json, '["a', "no end", 1, id="an open text"),
        pytest.param(from_json, "[01]", "a comma", 1, id="a needless zero"),
        pytest.param(from_json, "[1e999]", "too large", 1, id="a number without bounds"),
        pytest.param(from_json, "[1] 2", "something follows", 1, id="two documents in JSON"),
        pytest.param(from_yaml, "# only a remark", "empty", None, id="empty YAML"),
        pytest.param(from_json, " ", "empty", None, id="empty JSON"),
    ],
)
def test_what_is_not_a_document_or_too_much_is_refused_with_reason_and_line(read, text, reason, line):
    with pytest.raises(Unreadable) as refused:
        read(text)

    assert reason in refused.value.reason
    assert refused.value.line == line


def test_what_is_as_large_as_allowed_is_read():
    inside = f"{'[' * (MAX_DEPTH - 1)}1{']' * (MAX_DEPTH - 1)}"

    assert from_json(inside).depth == from_yaml(inside).depth == MAX_DEPTH
    assert from_json(f"[{','.join(['1'] * (MAX_PARTS - 1))}]").size == MAX_PARTS


def test_a_file_is_utf_8_with_or_without_a_mark():
    assert read_text("å".encode()) == read_text("å".encode("utf-8-sig")) == "å"
    with pytest.raises(Unreadable, match="UTF-8") as refused:
        read_text("a\nå".encode("latin-1"))
    assert refused.value.line == 2
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        read_text(b" " * (MAX_BYTES + 1))
