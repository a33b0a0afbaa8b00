import pytest

from engage.statistics.gaps import distance, gaps


def test_a_gap_is_the_share_of_those_who_answered_less_that_of_the_population():
    few, many = gaps([4, 96], [11, 89])

    assert (few.share, few.wanted) == (0.04, 0.11)
    assert few.difference == pytest.approx(-0.07)
    assert many.difference == pytest.approx(0.07)


def test_its_interval_is_that_of_the_share_moved_by_the_population():
    few, _ = gaps([4, 96], [11, 89])

    low, high = few.interval
    assert (round(low + 0.11, 4), round(high + 0.11, 4)) == (0.0157, 0.0984)  # Wilson for 4 of 100
    assert few.is_clear


@pytest.mark.parametrize(
    ("counts", "clear"),
    [
        pytest.param([9, 91], False, id="chance alone would do"),
        pytest.param([0, 100], True, id="nobody of them"),
        pytest.param([0, 5], False, id="nobody of them among a few"),
        pytest.param([0, 0], False, id="nobody at all"),
    ],
)
def test_a_gap_is_clear_when_chance_alone_would_hardly_have_made_it(counts, clear):
    assert gaps(counts, [11, 89])[0].is_clear is clear


@pytest.mark.parametrize(
    ("counts", "population", "missing"),
    [
        pytest.param([4, 96], [11, 89], 8, id="rounded up"),
        pytest.param([10, 90], [1, 9], 0, id="none"),
        pytest.param([0, 100], [1, 1], 100, id="as many again"),
        pytest.param([20, 80], [1, 9], 0, id="more than their share"),
    ],
)
def test_how_many_more_it_would_take(counts, population, missing):
    assert gaps(counts, population)[0].missing == missing


def test_distance_is_half_the_sum_of_the_differences():
    assert distance(gaps([30, 70], [1, 1])) == pytest.approx(0.2)
    assert distance(gaps([5, 5], [1, 1])) == 0
    assert distance(gaps([0, 0], [1, 1])) is None


@pytest.mark.parametrize(("counts", "population"), [([1], [1, 1]), ([-1, 1], [1, 1]), ([1, 1], [1, 0])])
def test_what_is_no_composition_is_refused(counts, population):
    with pytest.raises(ValueError, match="positive"):
        gaps(counts, population)
