"""Codes that are typed from a poster."""

import random

import pytest

from engage.surveys.domain.short_codes import ALPHABET, LENGTH, NoCode, new_code, read


def test_a_new_code_has_five_signs_and_no_vowel():
    choose = random.Random(7).choice
    for _ in range(200):
        code = new_code(choose)
        assert len(code) == LENGTH
        assert set(code) <= set(ALPHABET)
        assert not set(code) & set("AEIOUL")
        assert read(code) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("k7p0q", "K7P0Q", id="small letters"),
        pytest.param("K7POQ", "K7P0Q", id="the letter O is nought"),
        pytest.param("klpiq", "K1P1Q", id="L and I are one"),
        pytest.param(" K7-P 0Q/", "K7P0Q", id="blanks, dashes and a slash at the end"),
    ],
)
def test_what_was_meant_is_read(typed: str, meant: str):
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("K7P", id="too short"),
        pytest.param("K7P0QK7P0", id="too long"),
        pytest.param("K7PAQ", id="a vowel"),
        pytest.param("K7P٣Q", id="a figure of another script"),
        pytest.param("../..", id="no code at all"),
    ],
)
def test_what_cannot_be_a_code_is_refused(typed: str):
    with pytest.raises(NoCode):
        read(typed)
