import pytest

from engage.instruments.expressions.references import Reference, references_in, segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("Hi ${name}!", ("Hi ", Reference("name"), "!"), id="in the middle"),
        pytest.param("${a}${b/c}", (Reference("a"), Reference("b/c")), id="side by side"),
        pytest.param("${ a }", (Reference("a"),), id="spaces in the braces"),
        pytest.param("no answer", ("no answer",), id="none"),
        pytest.param("${} ${open", ("${} ${open",), id="what only looks like one"),
        pytest.param("$5 {a}", ("$5 {a}",), id="money and braces"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_a_text_is_cut_at_the_answers_it_shows(text, parts):
    assert segments(text) == parts


def test_the_answers_a_text_shows_are_known():
    assert references_in("${a} and ${b/c}, ${a}") == {"a", "b/c"}
