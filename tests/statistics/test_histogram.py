from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.statistics.histogram import MOST_BINS, bin_of, edges

VALUES = st.lists(st.integers(-10_000, 10_000) | st.floats(-1e6, 1e6, width=32), min_size=1, max_size=150)


def counted(counts, bins):
    """How many lie in each bin."""
    found = [0] * len(bins)
    for value, count in counts.items():
        found[bin_of(value, bins)] += count
    return found


def test_a_short_range_of_whole_numbers_is_shown_value_by_value_with_its_gaps():
    counts = Counter([2, 2, 5])

    assert edges(counts) == ((2, 2), (3, 3), (4, 4), (5, 5))
    assert counted(counts, edges(counts)) == [2, 0, 0, 1]


def test_a_wide_range_gets_bins_whose_ends_are_round_numbers():
    bins = edges(Counter(range(18, 98)))

    assert {high - low for low, high in bins} == {20}  # 2 · 39.5 / ∛80 = 18.3, rounded up; at least 79/20, at most 79/5
    assert bins[0][0] == 0


def test_one_decimal_value_is_one_bin():
    assert edges({2.5: 4}) == ((2.5, 2.5),)
    assert bin_of(2.5, ((2.5, 2.5),)) == 0


def test_no_values_have_no_bins():
    assert edges({}) == ()


def test_values_are_counted_in_the_bins_of_the_whole_so_that_groups_can_be_compared():
    whole = Counter([1, 2, 3, 4])

    assert counted(Counter([4]), edges(whole)) == [0, 0, 0, 1]
    assert bin_of(5, edges(whole)) is None


@given(VALUES)
def test_every_value_is_counted_once_and_there_are_never_too_many_bins(values):
    bins = edges(Counter(values))

    assert sum(counted(Counter(values), bins)) == len(values)
    assert len(bins) <= MOST_BINS + 1
    assert all(before[1] == after[0] for before, after in pairwise(bins) if after[0] != after[1])


@pytest.mark.parametrize(
    "values", [pytest.param([1, 1, 1, 1, 1000], id="no spread"), pytest.param([0.1, 0.2, 9.7], id="decimals")]
)
def test_bins_stay_bounded_when_most_values_are_equal(values):
    assert 2 <= len(edges(Counter(values))) <= MOST_BINS + 1
