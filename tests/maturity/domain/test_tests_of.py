"""Tests of the platform: passed, failed, or not known."""

from dataclasses import replace

import pytest

from engage.maturity.domain.model import Comparison, Condition, Indicator, MaturityModel, PlatformTest
from engage.maturity.domain.tests_of import passed, to_explain, verified_up_to
from tests.factories.maturity_models import bundled

ENOUGH = Condition("share", Comparison.AT_LEAST, 80)
MANY = Condition("answers", Comparison.AT_LEAST, 20)
QUICK = Condition("days", Comparison.AT_MOST, 90)


def model(*tests: PlatformTest) -> MaturityModel:
    indicator = Indicator("A-1", "Title", "Question?", ("0", "1", "2", "3", "4"), tests=tests)
    return replace(bundled(), dimensions=(replace(bundled().dimensions[0], id="A", indicators=(indicator,)),))


@pytest.mark.parametrize(
    ("check", "figures", "expected"),
    [
        pytest.param((ENOUGH,), {"share": 80}, True, id="just enough"),
        pytest.param((ENOUGH,), {"share": 79.9}, False, id="just short"),
        pytest.param((QUICK,), {"days": 90}, True, id="at most: just"),
        pytest.param((QUICK,), {"days": 91}, False, id="at most: over"),
        pytest.param((ENOUGH, MANY), {"share": 90, "answers": 20}, True, id="all of two"),
        pytest.param((ENOUGH, MANY), {"share": 90}, None, id="one of two is not measured"),
        pytest.param((ENOUGH, MANY), {"share": 10}, False, id="one falls short: the other does not matter"),
        pytest.param((ENOUGH,), {"share": None}, None, id="measured, but there was nothing to count"),
        pytest.param((ENOUGH,), {}, None, id="not measured here"),
        pytest.param((), {"share": 100}, None, id="no program can tell"),
    ],
)
def test_a_test_is_passed_when_all_its_figures_are_there_and_enough(check, figures, expected):
    found = passed(model(PlatformTest("M09", 2, "in words", check)), {"M09": figures})

    assert found == {"A-1": {("M09", 2): expected}}


def test_a_metric_that_nobody_measured_says_nothing():
    found = passed(model(PlatformTest("M09", 2, "", (ENOUGH,))), {})

    assert found["A-1"][("M09", 2)] is None
    assert verified_up_to(found["A-1"]) == -1


def test_passed_tests_verify_up_to_the_highest_and_failed_ones_lower_nothing():
    results = {("M09", 2): True, ("M10", 3): True, ("M10", 4): False}

    assert verified_up_to(results) == 3


def test_failed_tests_of_claimed_levels_are_to_be_explained_and_unknown_ones_are_not():
    results = {("M09", 2): False, ("M10", 3): None, ("M10", 4): False}

    assert to_explain(results, 3) == (("M09", 2),)
    assert to_explain(results, 4) == (("M09", 2), ("M10", 4))
    assert to_explain(results, None) == ()


def test_every_check_of_the_bundled_model_names_a_figure_of_its_metric():
    known = {each.id: {figure.name for figure in each.figures} for each in bundled().metrics}

    for indicator in bundled().indicators:
        for test in indicator.tests:
            assert {each.figure for each in test.check} <= known[test.metric], (indicator.id, test)
