"""Patterns that could take for ever are told from those that only look like it."""

import pytest

from engage.instruments.readers.native_patterns import repeats_repetitions


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a*)*b", "(a|b+)*", "(a*b*)+", "((a+)?)+", "x(y{0,50}){0,50}z", "(?:(?:a+)){20}", "(a+b?)*"],
)
def test_a_repetition_of_nothing_but_repetition_could_take_for_ever(pattern):
    assert repeats_repetitions(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["a+b+", r"\w+(-\w+)*", "(ab)*", "(a+){3}", r"[A-Z]{2}\d{6}", r"[^@\s]+@[^@\s]+\.[a-z]{2,}", "(a|b)*", "(a{2}b)*"],
)
def test_repetitions_with_something_fixed_between_them_end(pattern):
    assert not repeats_repetitions(pattern)
