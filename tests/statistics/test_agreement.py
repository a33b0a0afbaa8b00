"""Krippendorff's alpha against published figures, and its limits."""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.statistics.agreement import drawn_alphas, nominal_alpha, ordinal_alpha

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D: four observers, twelve units
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def units(*observers: str) -> list[Counter[int]]:
    by_unit = zip(*(each.split() for each in observers), strict=True)
    return [Counter(int(value) for value in values if value != ".") for values in by_unit]


def test_the_published_example_comes_out():
    assert ordinal_alpha(units(*OBSERVERS)) == pytest.approx(0.815, abs=0.0005)


@pytest.mark.parametrize(
    ("observers", "expected"),
    [
        pytest.param(("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095, id="section A: two values"),
        pytest.param(("1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4"), 0.692, id="section B: two observers"),
        pytest.param(OBSERVERS, 0.743, id="section C: four observers, some missing"),
    ],
)
def test_the_published_examples_without_order_come_out(observers, expected):
    assert nominal_alpha(units(*observers)) == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(
    ("observers", "expected"),
    [
        pytest.param(("1 2 3 4", "1 2 3 4"), 1, id="perfect agreement"),
        # two units, each judged 1 and 2: by hand n = 4, δ² = 4, observed 4 + 4, expected 2·2·4: 1 - 3·8/16
        pytest.param(("1 2", "2 1"), -0.5, id="by hand: worse than chance"),
        # values 1, 1 | 1, 3 with n = 4: δ² = (3/2 + 1/2)² = 4, observed 4, expected 3·1·4: 1 - 3·4/12
        pytest.param(("1 1", "1 3"), 0, id="by hand: as chance gives"),
    ],
)
def test_small_cases_come_out_as_by_hand(observers, expected):
    assert ordinal_alpha(units(*observers)) == pytest.approx(expected)


def test_it_is_the_order_of_values_that_counts_and_not_their_distance():
    stretched = tuple(each.replace("4", "40").replace("5", "90") for each in OBSERVERS)

    assert ordinal_alpha(units(*stretched)) == ordinal_alpha(units(*OBSERVERS))


@pytest.mark.parametrize(
    "given_",
    [
        pytest.param([], id="nothing"),
        pytest.param([{1: 1}, {2: 1}], id="no pair anywhere"),
        pytest.param([{2: 3}, {2: 2}], id="all the same"),
    ],
)
def test_without_pairs_or_differences_there_is_no_alpha(given_):
    assert ordinal_alpha(given_) is None
    assert nominal_alpha(given_) is None


UNIT = st.lists(st.integers(0, 4), max_size=6).map(Counter)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(UNIT, max_size=6))
def test_a_unit_that_one_person_judged_changes_nothing_and_none_goes_over_one(given_):
    alpha = ordinal_alpha(given_)

    assert ordinal_alpha([*given_, {3: 1}]) == alpha
    assert alpha is None or alpha <= 1


def test_each_draw_has_the_alpha_that_it_has_alone():
    chance = Random(3)  # repeatable
    units = [{level: chance.randrange(4) for level in range(5)} for _ in range(30)] + [{1: 1}, {}]
    draws = [[chance.randrange(32) for _ in range(32)] for _ in range(50)] + [[30] * 32, [31] * 32]

    alone = [ordinal_alpha([units[at] for at in draw]) for draw in draws]

    assert drawn_alphas(units, draws) == pytest.approx([each for each in alone if each is not None], abs=1e-12)
    assert alone[-2:] == [None, None]
