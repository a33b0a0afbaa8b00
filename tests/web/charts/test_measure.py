import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.web.charts.measure import width, wrap


def test_broad_letters_take_more_room_than_narrow_ones_and_marks_take_none():
    assert width("ill", 14) < width("nnn", 14) < width("WWW", 14)
    assert width("e\u0301", 14) == width("e", 14)
    assert width("漢", 14) == 14


@given(st.text(max_size=200), st.integers(40, 400))
def test_wrapped_lines_keep_every_word_and_stay_within_the_room(text, room):
    lines = wrap(text, 14, room)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 14) <= room for line in lines)


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_has_no_lines(text):
    assert wrap(text, 14, 100) == []
