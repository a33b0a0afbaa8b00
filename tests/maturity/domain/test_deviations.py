"""What of the protocol a round does not meet."""

from datetime import date

import pytest

from engage.maturity.domain.deviations import Deviation, Facts, Rule, deviations
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import Composition

GOOD = Composition(members=6, citizens=2, outside=1, regional=1)
DAYS = {"rating_from": date(2026, 3, 1), "rating_until": date(2026, 3, 15)}
WHOLE = {"seats": 6, "handed_in": 6, "facilitators": 1, "evidence": 3, "checked": 1, "mirror": True, **DAYS}


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        pytest.param(GOOD, [], id="six with two citizens"),
        pytest.param(Composition(12, 4, 1, 1), [], id="twelve with four citizens"),
        pytest.param(Composition(5, 2, 1, 1), [Deviation(Rule.SMALL_PANEL, 5, 6)], id="five"),
        pytest.param(Composition(13, 5, 1, 1), [Deviation(Rule.LARGE_PANEL, 13, 12)], id="thirteen"),
        pytest.param(Composition(7, 2, 1, 1), [Deviation(Rule.FEW_CITIZENS, 2, 3)], id="two citizens of seven"),
        pytest.param(Composition(6, 2, 0, 1), [Deviation(Rule.NOBODY_OUTSIDE, 0, 1)], id="nobody from outside"),
        pytest.param(Composition(6, 2, 1, 0), [Deviation(Rule.NOBODY_REGIONAL, 0, 1)], id="nobody from a region"),
        pytest.param(
            Composition(0, 0, 0, 0),
            [
                Deviation(Rule.SMALL_PANEL, 0, 6),
                Deviation(Rule.FEW_CITIZENS, 0, 1),
                Deviation(Rule.NOBODY_OUTSIDE, 0, 1),
                Deviation(Rule.NOBODY_REGIONAL, 0, 1),
            ],
            id="nobody at all",
        ),
    ],
)
def test_a_panel_has_six_to_twelve_people_a_third_citizens_one_outsider_and_one_from_a_region(panel, expected):
    assert list(deviations(Facts(Stage.PREPARING, panel))) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="everything met"),
        pytest.param({"rating_until": date(2026, 3, 14)}, [Deviation(Rule.SHORT_RATING, 13, 14)], id="13 days"),
        pytest.param({"handed_in": 4}, [Deviation(Rule.NOT_ALL_RATED, 4, 6)], id="four of six"),
        pytest.param({"facilitators": 0}, [Deviation(Rule.NOBODY_FACILITATES, 0, 1)], id="no facilitator"),
        pytest.param({"checked": 0}, [Deviation(Rule.NOBODY_CHECKED, 0, 1)], id="nobody checked"),
        pytest.param({"mirror": False}, [Deviation(Rule.NO_MIRROR, 0, 1)], id="no mirror"),
    ],
)
def test_after_rating_its_days_who_handed_in_facilitator_check_and_mirror_are_looked_at(facts, expected):
    assert list(deviations(Facts(Stage.CONSENSUS, GOOD, **{**WHOLE, **facts}))) == expected


def test_what_lies_ahead_is_no_deviation_yet():
    assert deviations(Facts(Stage.PREPARING, GOOD)) == ()
    assert deviations(Facts(Stage.RATING, GOOD, **DAYS)) == ()
