"""The order of named things: moving one changes one number, and what comes back comes back to its place."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.instruments.domain.editing.orders import first_order, in_order, settled

NAMES = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=10)


@settings(max_examples=100)
@given(NAMES, NAMES)
def test_the_numbers_say_the_order_whatever_changed(before, after):
    numbers = settled(after, first_order(before))

    assert in_order(numbers) == after
    assert len(set(numbers.values())) == len(after)


def test_moving_one_changes_one_number():
    known = first_order(list("abcde"))

    changed = settled(list("acdeb"), known)

    assert [name for name in "abcde" if changed[name] != known[name]] == ["b"]


def test_what_is_put_in_between_gets_a_number_between():
    assert settled(["a", "x", "b"], first_order(["a", "b"])) == {"a": 1, "x": Fraction(3, 2), "b": 2}


def test_two_with_one_number_stand_by_name_and_keep_their_numbers_until_the_list_changes():
    known = {"b": Fraction(2), "x": Fraction(2), "c": Fraction(3)}

    assert settled(["b", "x", "c"], known) == known
    assert in_order(settled(["b", "z", "x", "c"], known)) == ["b", "z", "x", "c"]
