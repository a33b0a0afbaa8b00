"""Weighted figures stand beside the unweighted ones, which do not change."""

import numpy as np
import pytest

from engage.results.domain import tables
from engage.results.domain.tables import ItemTable
from engage.statistics.proportions import wilson_interval
from tests.results.instruments import FOUR, SURVEY
from tests.results.reading import parts_of, tally, wanted

WEIGHTS = np.array([3.0, 1.0, 0.5, 1.5])


def weighted(by: str | None = None, **more: object) -> dict[str, ItemTable]:
    wish = wanted(SURVEY, by=by, **more)  # type: ignore[arg-type]
    found = tally(wish, parts_of(SURVEY, FOUR), WEIGHTS)
    return {table.name: table for table in tables.results(found, by=wish.by).tables}


def test_counts_stay_and_percentages_are_of_the_weights_of_those_who_answered():
    heard = weighted()["heard"]

    assert (heard.base, [row.count for row in heard.rows]) == (3, [2, 0, 1])
    assert heard.weighted.base == pytest.approx(5.5)
    assert [row.count for row in heard.weighted.rows] == pytest.approx([4.5, 0, 1])
    assert [row.percent for row in heard.weighted.rows] == pytest.approx([100 * 4.5 / 5.5, 0, 100 / 5.5])


def test_the_interval_rests_on_the_effective_sample_size():
    heard = weighted()["heard"].weighted
    effective = 5.5**2 / (3**2 + 1**2 + 1.5**2)

    assert heard.effective == pytest.approx(effective)
    low, high = wilson_interval(4.5 / 5.5 * effective, effective)
    assert heard.rows[0].interval == pytest.approx((100 * low, 100 * high))


def test_means_ranks_and_points_are_weighted():
    found = weighted()

    assert found["age"].mean == 35.5
    assert found["age"].weighted.mean == pytest.approx((3 * 30 + 41) / 4)
    assert found["use"].weighted.mean == pytest.approx((3 * 7 + 10) / 4)
    assert [row.mean for row in found["order"].weighted.rows] == pytest.approx([5 / 4, 7 / 4, 3])
    assert [row.mean for row in found["points"].weighted.rows] == pytest.approx([65, 35])


def test_several_answers_are_percent_of_those_who_gave_any():
    topics = weighted()["topics"].weighted

    assert [row.percent for row in topics.rows] == pytest.approx([100, 0, 75])


def test_groups_and_filters_keep_the_weights_of_their_people():
    heard = weighted(by="heard")["trust/doctor"]
    yes = next(column.table for column in heard.columns if column.code == "yes")
    assert (yes.base, yes.weighted.base) == (1, 3)

    full = weighted(where=(("trust/doctor", "full"),))["heard"]
    assert full.weighted.base == pytest.approx(4)


def test_without_weights_there_are_no_weighted_figures():
    found = tables.results(tally(wanted(SURVEY), parts_of(SURVEY, FOUR))).tables

    assert all(table.weighted is None for table in found)
