import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.statistics.location import mean, median, quantile, quartiles, weighted_median

NUMBERS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([3], 3, id="one value"),
        pytest.param([1, 2], 1.5, id="half-way between two"),
        pytest.param([1, 2, 10], 2, id="the middle of three"),
        pytest.param([0.1, 0.2], 0.15, id="decimals as they are written"),
        pytest.param([5, 1, 5, 5], 5, id="counted as often as given"),
    ],
)
def test_the_median_is_the_middle_value_or_half_way_between_two(values, expected):
    assert median(Counter(values)) == expected


def test_quartiles_are_those_of_r_type_7():
    summary = quartiles(Counter([1, 2, 4, 8, 16, 32]))

    assert (summary.minimum, summary.lower, summary.median, summary.upper, summary.maximum) == (
        1,
        2.5,
        6,
        14,
        32,
    )
    assert summary.spread == 11.5


def test_values_nobody_gave_do_not_count():
    assert quartiles({0: 0, 3: 2, 9: 0}).minimum == 3


@given(NUMBERS)
def test_mean_and_median_agree_with_the_standard_library(values):
    assert mean(Counter(values)) == pytest.approx(statistics.fmean(values))
    assert median(Counter(values)) == statistics.median(values)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=200))
def test_quartiles_agree_with_the_standard_library(values):
    summary = quartiles(Counter(values))

    expected = statistics.quantiles(values, n=4, method="inclusive")
    assert [summary.lower, summary.median, summary.upper] == pytest.approx(expected)


def test_a_sum_loses_nothing():
    assert mean({1e15: 1, 0.5: 2, -1e15: 1}) == 0.25


@pytest.mark.parametrize("figure", [mean, median, quartiles])
def test_nothing_has_no_middle(figure):
    with pytest.raises(ValueError, match="no value"):
        figure({1: 0})


def test_a_probability_lies_between_nought_and_one():
    with pytest.raises(ValueError, match="probability"):
        quantile({1: 1}, 1.5)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        pytest.param({1: 1.0, 2: 1.0, 3: 1.0}, 2, id="equal weights"),
        pytest.param({1: 1.0, 2: 1.0}, 1.5, id="half-way between two"),
        pytest.param({1: 3.0, 2: 1.0, 10: 1.0}, 1, id="one weighs more than half"),
        pytest.param({10: 0.1, 1: 0.2, 5: 0.3}, 5, id="in any order"),
        pytest.param({4: 0.0}, None, id="no weight"),
        pytest.param({}, None, id="no value"),
    ],
)
def test_the_weighted_median_has_half_of_the_weight_on_each_side(weights, expected):
    assert weighted_median(weights) == expected
