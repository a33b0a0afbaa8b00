"""Targets: the published figures of OWASP SAMM, and what is left out."""

import csv
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.maturity.domain.targets import gap, percent_to_target, progress_to_date
from engage.statistics.location import mean
from tests.corpora import corpora


def rows(name: str) -> list[dict[str, str]]:
    with corpora("maturity", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(given: list[dict[str, str]], name: str) -> Mapping[str, float]:
    return {each["activity"]: float(each[name]) for each in given}


def practice(levels: Mapping[str, float]) -> float:
    """SAMM's score of a practice: the mean of its streams' sums."""
    streams: dict[str, float] = {}
    for activity, value in levels.items():
        streams[activity[:6]] = streams.get(activity[:6], 0) + value
    return sum(streams.values()) / len(streams)


def test_the_published_example_of_samm_comes_out():
    example = rows("owasp-samm-percent-to-target-example.csv")
    published = {
        each["quantity"]: float(each["published_value"]) for each in rows("owasp-samm-percent-to-target-expected.csv")
    }
    base, target, later = (column(example, name) for name in ("baseline", "target", "after_one_quarter"))
    scores = [practice(each) for each in (base, target, later)]

    share = percent_to_target(base, target)
    progress = progress_to_date(scores[0], scores[2], scores[1])

    assert sum(gap(base[each], target[each]) for each in base) == published["absolute_gap"]
    assert share == pytest.approx(published["percent_to_target"], abs=0.0005)
    assert scores == [
        published["baseline_practice_score"],
        published["target_practice_score"],
        published["current_practice_score_after_quarter"],
    ]
    assert progress == pytest.approx(0.5556, abs=0.00005)  # the page cuts it to 0.55


def test_the_mixture_of_samms_benchmark_comes_out_as_a_weighted_mean():
    slices = {each["slice"]: each for each in rows("owasp-samm-benchmark-v24.csv")}
    functions = ["governance", "design", "implementation", "verification", "operations", "composite"]

    for function in functions:
        own, third = (float(slices[each][function]) for each in ("self-assessment", "third-party"))
        mixture = (5 * own + 25 * third) / 30

        assert mean({own: 5, third: 25}) == pytest.approx(mixture)
        assert mixture == pytest.approx(float(slices["all"][function]), abs=0.008)


def test_samms_composite_is_the_mean_of_its_functions_in_all_slices_but_the_known_one():
    functions = ["governance", "design", "implementation", "verification", "operations"]
    off = [
        each["slice"]
        for each in rows("owasp-samm-benchmark-v24.csv")
        if abs(sum(float(each[name]) for name in functions) / 5 - float(each["composite"])) > 0.0101
    ]

    assert off == ["company 1-100 / third-party"]


@pytest.mark.parametrize(
    ("levels", "targets", "expected"),
    [
        pytest.param({"A-1": 4, "A-2": 0}, {"A-1": 2, "A-2": 2}, 0.5, id="overshoot gives no credit"),
        pytest.param({"A-1": 2}, {"A-1": 2}, 1, id="reached"),
        pytest.param({"A-1": 0, "A-2": 3}, {"A-1": 0, "A-2": 4}, 0.75, id="a target of zero is left out"),
        pytest.param({"A-1": None, "A-2": 1}, {"A-1": 4, "A-2": 2}, 0.5, id="not applicable is left out"),
        pytest.param({"A-1": 3}, {}, None, id="no target"),
        pytest.param({}, {"A-1": 3}, None, id="no level"),
    ],
)
def test_percent_to_target_counts_gaps_only(levels, targets, expected):
    assert percent_to_target(levels, targets) == expected


@pytest.mark.parametrize(
    ("base", "now", "target", "expected"),
    [
        pytest.param(1, 2, 3, 0.5, id="half-way"),
        pytest.param(1, 0.5, 3, -0.25, id="fallen back"),
        pytest.param(1, 4, 3, 1.5, id="past it"),
        pytest.param(2, 3, 2, None, id="the target was the base"),
        pytest.param(None, 3, 4, None, id="nothing to start from"),
    ],
)
def test_progress_is_measured_from_the_base(base, now, target, expected):
    assert progress_to_date(base, now, target) == expected


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from("ABCDE"), st.tuples(st.integers(0, 4), st.integers(1, 4)), min_size=1))
def test_a_share_of_the_target_lies_between_nothing_and_all(given_):
    share = percent_to_target(
        {key: level for key, (level, _) in given_.items()}, {k: t for k, (_, t) in given_.items()}
    )

    assert share is not None
    assert 0 <= share <= 1
