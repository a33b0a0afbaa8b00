"""The citizen mirror: the gap between a hub's level and what people who took part say, with n and interval."""

from collections.abc import Mapping

import pytest

from engage.maturity.domain import mirror
from engage.statistics.proportions import wilson_interval


@pytest.mark.parametrize(
    ("counts", "supported", "mean", "gap"),
    [
        pytest.param({"fully_agree": 20}, 4, 1.0, 0.0, id="all-agree-with-the-top"),
        pytest.param({"fully_disagree": 20}, 4, 0.0, 1.0, id="nobody-agrees-with-the-top"),
        pytest.param({"fully_agree": 20}, 0, 1.0, -1.0, id="people-see-more-than-the-hub"),
        pytest.param({"agree": 10, "neither": 10, "cannot_say": 5}, 3, 0.625, 0.125, id="cannot-say-moves-nothing"),
        pytest.param({"disagree": 30}, None, 0.25, None, id="the-hub-has-no-level"),
    ],
)
def test_the_gap_is_the_supported_level_minus_the_mean_on_one_scale(
    counts: Mapping[str, int], supported: int | None, mean: float, gap: float | None
):
    found = mirror.view(counts, supported, 4)

    assert found is not None
    assert found.mean == pytest.approx(mean)
    assert found.gap == (None if gap is None else pytest.approx(gap))
    assert mirror.average(found) == pytest.approx(1 + 4 * mean)


def test_the_interval_is_that_of_a_share_and_the_gaps_is_the_same_turned_round():
    found = mirror.view({"agree": 20, "neither": 20}, 3, 4)

    assert found is not None
    assert found.interval == pytest.approx(wilson_interval(25, 40))
    assert found.gap_interval == pytest.approx((0.75 - found.interval[1], 0.75 - found.interval[0]))
    assert 0 < found.interval[0] < found.mean < found.interval[1] < 1


def test_an_interval_does_not_shrink_to_nothing_where_all_say_the_same():
    found = mirror.view({"fully_agree": 20}, 4, 4)

    assert found is not None
    assert found.interval[0] < 0.85


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param({}, id="nobody"),
        pytest.param({"agree": 19}, id="nineteen"),
        pytest.param({"agree": 19, "cannot_say": 30}, id="nineteen-who-can-say"),
        pytest.param({"agree": 19, "strange": 30}, id="answers-that-were-not-offered"),
    ],
)
def test_nothing_is_shown_below_twenty_answers(counts: Mapping[str, int]):
    assert mirror.view(counts, 2, 4) is None


def test_what_is_signed_says_only_that_there_are_not_enough_where_there_are_not():
    views = {"MAN-3": mirror.view({"agree": 20}, 2, 4), "RES-1": None}

    said = mirror.plain("mirror-hub-1", 19, views)

    assert said["answers"] is None
    assert said["statements"]["RES-1"] == {"enough": False}
    assert said["statements"]["MAN-3"]["gap"] == pytest.approx(-0.25)
