"""Resampling: repeatable, with replacement, and the quantiles that make an interval."""

from itertools import islice

import pytest

from engage.statistics.bootstrap import percentile_interval, resamples


def test_the_same_seed_draws_the_same_people():
    first = [list(each) for each in resamples(6, seed=20261122, draws=3)]

    assert first == [list(each) for each in resamples(6, seed=20261122, draws=3)]
    assert first != [list(each) for each in resamples(6, seed=20261123, draws=3)]


def test_what_was_drawn_once_is_drawn_for_ever():
    # kept with assessments: a change of these numbers would change intervals that are signed
    assert list(next(resamples(6, seed=1))) == [0, 5, 4, 1, 2, 2]


def test_people_are_drawn_with_replacement_a_thousand_times():
    draws = list(resamples(5, seed=3))

    assert len(draws) == 1000
    assert {len(each) for each in draws} == {5}
    assert {at for each in draws for at in each} == {0, 1, 2, 3, 4}
    assert any(len(set(each)) < 5 for each in draws)


def test_nobody_cannot_be_drawn():
    with pytest.raises(ValueError, match="nobody"):
        next(islice(resamples(0, seed=1), 1))


def test_an_interval_holds_the_middle_of_the_draws():
    assert percentile_interval([float(each) for each in range(101)], 0.8) == (10, 90)
    assert percentile_interval([2.5], 0.8) == (2.5, 2.5)


@pytest.mark.parametrize(("values", "confidence"), [([], 0.8), ([1.0], 1.0), ([1.0], 0.0)])
def test_no_draws_and_no_such_confidence_are_errors(values, confidence):
    with pytest.raises(ValueError):  # noqa: PT011 - two sentences
        percentile_interval(values, confidence)
