"""Spread and splits: rules in tables, and the published rows of the Singapore Delphi."""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.maturity.domain.spread import (
    is_split,
    is_split_by_window,
    lower_median,
    outside,
    outside_window,
    share_at_median,
    spread,
    threshold,
)
from engage.statistics.location import median
from tests.corpora import corpora

RATERS = 12


@cache
def ratings() -> dict[tuple[float, float, float], list[bool]]:
    """Every set of 12 ratings 0 … 5 by median, percent at the median and percent inside, with whether it is split."""
    found: dict[tuple[float, float, float], list[bool]] = {}
    for each in combinations_with_replacement(range(6), RATERS):
        counts = Counter(each)
        inside = (RATERS - outside_window(counts)) / RATERS
        key = (median(counts), round(100 * share_at_median(counts), 1), round(100 * inside, 1))
        found.setdefault(key, []).append(is_split_by_window(counts))
    return found


def published() -> Iterator[dict[str, str]]:
    with corpora("maturity", "scirocco-delphi-singapore-ijic7747.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_every_published_row_of_the_delphi_can_be_made_and_is_split_where_it_says():
    rows = list(published())

    assert len(rows) == 10
    for row in rows:
        key = (float(row["median"]), float(row["pct_at_median"]), float(row["pct_in_agreement"]))
        assert set(ratings()[key]) == {row["distribution"] == "Split"}, row


def test_the_threshold_of_the_delphi_is_a_third_of_its_panel():
    assert threshold(RATERS) == 4


@pytest.mark.parametrize(
    ("levels", "lower", "share"),
    [
        pytest.param([2, 2, 3], 2, 2 / 3, id="odd"),
        pytest.param([2, 2, 3, 3], 2, 0.5, id="even: the lower of the middle two"),
        pytest.param([1, 4], 1, 0, id="far apart: nobody is at the median"),
        pytest.param([3], 3, 1, id="one person"),
        pytest.param([0, 0, 0, 4], 0, 0.75, id="one alone at the top"),
    ],
)
def test_the_lower_median_is_what_at_least_half_have_reached(levels, lower, share):
    counts = Counter(levels)

    assert lower_median(counts) == lower
    assert share_at_median(counts) == pytest.approx(share)


@pytest.mark.parametrize(
    ("levels", "centred", "window"),
    [
        pytest.param([2] * 12, False, False, id="all the same"),
        pytest.param([1, 1, 1, 2, 2, 2, 2, 3, 3, 3], False, False, id="within three levels"),
        pytest.param([2] * 8 + [4] * 4, True, False, id="a third two above: the window moves, the centre does not"),
        pytest.param([0] * 4 + [2] * 4 + [4] * 4, True, True, id="three camps"),
        pytest.param([0, 4], False, False, id="two people are never a split: two must stand outside"),
        pytest.param([2, 2, 4, 4], True, False, id="two of four"),
        pytest.param([2, 2, 2, 0], False, False, id="one of four"),
    ],
)
def test_a_split_is_a_third_outside_by_either_rule(levels, centred, window):
    counts = Counter(levels)

    assert (is_split(counts), is_split_by_window(counts)) == (centred, window)


def test_the_spread_counts_those_who_cannot_judge_beside_the_others():
    found = spread({1: 1, 2: 3, 3: 2, 4: 0}, cannot_judge=2)

    assert found is not None
    assert (found.people, found.cannot_judge, found.counts) == (6, 2, {1: 1, 2: 3, 3: 2})
    assert (found.median, found.lower_median, found.lower_quartile, found.upper_quartile) == (2, 2, 2, 2.75)
    assert (found.iqr, found.outside, found.split, found.split_by_window) == (0.75, 0, False, False)


def test_nobody_who_gave_a_level_has_no_spread():
    assert spread({}, cannot_judge=3) is None
    with pytest.raises(ValueError, match="nobody"):
        lower_median({})


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 4), min_size=1, max_size=15))
def test_the_window_leaves_out_at_most_as_many_as_the_centre_does_when_it_may_lie_there(levels):
    counts = Counter(levels)

    assert 0 <= outside_window(counts) <= len(levels)
    if median(counts) == lower_median(counts):
        assert outside_window(counts) <= outside(counts)
