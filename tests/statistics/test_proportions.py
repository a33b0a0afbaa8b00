import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.statistics.proportions import frequencies, wilson_interval


def test_one_answer_a_person_gives_shares_of_all_who_answered():
    shares = [row.share for row in frequencies({"yes": 600, "no": 350}, base=950)]

    assert shares == [600 / 950, 350 / 950]


def test_several_answers_a_person_give_percent_of_respondents_and_may_exceed_one_together():
    rows = frequencies({"a": 3, "b": 4}, base=4)

    assert [row.share for row in rows] == [0.75, 1.0]


def test_without_a_base_there_is_no_share():
    assert frequencies({"a": 0}, base=0)[0].share is None


@pytest.mark.parametrize(
    "counts", [pytest.param({"a": 5}, id="more than the base"), pytest.param({"a": -1}, id="negative")]
)
def test_impossible_counts_are_a_fault(counts):
    with pytest.raises(ValueError, match="outside"):
        frequencies(counts, base=4)


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [
        pytest.param(0, 20, 0.0, 0.1611, id="none of twenty (Newcombe 1998, table II)"),
        pytest.param(1, 29, 0.0061, 0.1718, id="one of twenty-nine (Newcombe 1998, table II)"),
        pytest.param(15, 148, 0.0624, 0.1605, id="15 of 148 (Newcombe 1998, table II)"),
        pytest.param(81, 263, 0.2553, 0.3662, id="81 of 263 (Newcombe 1998, table II)"),
        pytest.param(5, 5, 0.5655, 1.0, id="all of five"),
    ],
)
def test_wilson_intervals_are_those_of_the_literature(count, base, low, high):
    assert wilson_interval(count, base) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**6).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_an_interval_holds_its_share_and_stays_within_nought_and_one(case):
    count, base = case
    low, high = wilson_interval(count, base)

    assert 0 <= low <= count / base <= high <= 1


@pytest.mark.parametrize(("count", "base"), [(0, 0), (5, 4), (-1, 4)])
def test_an_interval_needs_a_base_and_a_count_within_it(count, base):
    with pytest.raises(ValueError, match="base"):
        wilson_interval(count, base)
