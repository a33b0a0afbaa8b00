"""Differences of shares, and how closely answers go together."""

import pytest

from engage.statistics.differences import cramers_v, difference


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        pytest.param((48, 80), (56, 70), 0.0524, 0.3339, id="56 of 70 against 48 of 80"),
        pytest.param((3, 10), (9, 10), 0.1705, 0.8090, id="9 of 10 against 3 of 10"),
        pytest.param((2, 7), (6, 7), 0.0582, 0.8062, id="6 of 7 against 2 of 7"),
        pytest.param((0, 29), (5, 56), -0.0381, 0.1926, id="5 of 56 against none of 29"),
        pytest.param((0, 10), (10, 10), 0.6075, 1.0, id="all against none"),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(first, second, low, high):
    """As printed in Newcombe (1998), table II, method 10."""
    found = difference(first, second)

    assert found.low == pytest.approx(low, abs=6e-5)
    assert found.high == pytest.approx(high, abs=6e-5)


def test_the_other_way_round_the_difference_changes_its_sign():
    there, back = difference((3, 10), (9, 12)), difference((9, 12), (3, 10))

    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


@pytest.mark.parametrize(
    ("first", "second", "beyond"),
    [
        pytest.param((10, 100), (40, 100), True, id="far apart"),
        pytest.param((10, 100), (12, 100), False, id="close together"),
    ],
)
def test_a_difference_is_beyond_chance_when_its_interval_leaves_out_zero(first, second, beyond):
    assert difference(first, second).beyond_chance is beyond


def test_a_share_of_nobody_has_no_difference():
    with pytest.raises(ValueError, match="base"):
        difference((0, 0), (1, 2))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param([[10, 0], [0, 10]], 1.0, id="one says the other"),
        pytest.param([[10, 20], [20, 40]], 0.0, id="nothing to do with each other"),
        pytest.param([[30, 10], [10, 30]], 0.5, id="half"),
        pytest.param([[30, 10, 0], [10, 30, 0], [0, 0, 0]], 0.5, id="categories that nobody is in do not count"),
        pytest.param([[3, 4]], None, id="one row says nothing"),
        pytest.param([], None, id="nobody"),
    ],
)
def test_cramers_v_says_how_closely_rows_and_columns_go_together(counts, expected):
    assert cramers_v(counts) == (None if expected is None else pytest.approx(expected))
