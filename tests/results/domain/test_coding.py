"""Which codes hold, how far two coders agree, how often a code was given."""

import pytest

from engage.results.domain.coding import Coded, Coding, State, agreement, frequencies
from engage.statistics.proportions import wilson_interval


def coded(*given: str, settled: str | None = None) -> Coded:
    """Each coder's codes in one word: "ab"; settled in another."""
    codings = [Coding(number, frozenset(codes)) for number, codes in enumerate(given, 1)]
    if settled is not None:
        codings.append(Coding(None, frozenset(settled), settled=True))
    return Coded(tuple(codings))


@pytest.mark.parametrize(
    ("answer", "state", "hold"),
    [
        pytest.param(coded(), State.OPEN, None, id="nobody has"),
        pytest.param(coded("a"), State.ONE, None, id="one has"),
        pytest.param(coded("ab", "ba"), State.SAME, {"a", "b"}, id="two said the same"),
        pytest.param(coded("", ""), State.SAME, set(), id="for two none fits"),
        pytest.param(coded("a", "ab"), State.DIFFERENT, None, id="two differ"),
        pytest.param(coded("a", "b", settled="b"), State.SETTLED, {"b"}, id="settled"),
        pytest.param(coded("a", "a", "b"), State.SAME, {"a"}, id="a third changes nothing"),
    ],
)
def test_codes_hold_when_two_said_the_same_or_it_was_settled(answer, state, hold):
    assert answer.state is state
    assert answer.hold == hold


@pytest.mark.parametrize(
    ("answer", "for_three"),
    [
        pytest.param(coded(), True, id="nobody has coded it"),
        pytest.param(coded("a"), True, id="one other has"),
        pytest.param(coded("a", "b"), False, id="two others have"),
        pytest.param(Coded((Coding(3, frozenset()),)), False, id="has done so"),
        pytest.param(coded("a", settled="a"), False, id="it is settled"),
    ],
)
def test_an_answer_is_for_two_coders(answer, for_three):
    assert answer.is_for(3) is for_three


def test_agreement_is_of_the_two_before_anything_was_settled():
    # code a: 0 1 0 0 0 0 0 0 1 0 and 1 1 1 0 0 1 0 0 0 0, the first example of Krippendorff (2011): alpha 0.095
    one, two = "0100000010", "1110010000"
    answers = [coded("a" * int(x), "a" * int(y), settled="a") for x, y in zip(one, two, strict=True)]

    overall, by_code = agreement([*answers, coded("a"), coded()], ["a"])

    assert by_code["a"].alpha == pytest.approx(0.095, abs=0.0005)
    assert (by_code["a"].answers, by_code["a"].same, by_code["a"].percent) == (10, 6, 60)
    assert overall == by_code["a"]


def test_all_codes_together_agree_only_where_both_sets_are_the_same():
    overall, by_code = agreement([coded("ab", "a"), coded("b", "b"), coded("", "")], ["a", "b", "c"])

    assert (overall.answers, overall.same) == (3, 2)
    assert by_code["a"].percent == 100
    assert by_code["a"].alpha == 1
    assert by_code["c"].alpha is None


def test_frequencies_count_only_codes_that_hold():
    found = frequencies(
        [coded("a", "a"), coded("a", "b"), coded("a", "b", settled="ab"), coded("", ""), coded("a")], ["b", "a"]
    )

    assert [(each.code, each.count) for each in found.counts] == [("b", 1), ("a", 2), ("", 1)]
    assert (found.base, found.different, found.one) == (3, 1, 1)
    low, high = wilson_interval(2, 3)
    assert found.counts[1].interval == pytest.approx((100 * low, 100 * high))


def test_without_answers_there_are_no_shares():
    found = frequencies([], ["a"])

    assert [(each.percent, each.interval) for each in found.counts] == [(None, None)] * 2
    assert agreement([], ["a"])[0].percent is None
