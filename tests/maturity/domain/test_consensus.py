"""What a panel says of one indicator."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.maturity.domain.consensus import Said, Tally, after_revote, is_minority, of_tally, tally
from engage.maturity.domain.kinds import LevelState

NA = Said(None, not_applicable=True)
CANNOT = Said(None, cannot_judge=True)
anybody = st.one_of(st.builds(Said, st.integers(0, 4)), st.just(NA), st.just(CANNOT))
panels = st.lists(anybody, max_size=14)


def levels(*given_: int) -> list[Said]:
    return [Said(level) for level in given_]


@pytest.mark.parametrize(
    ("said", "level", "state"),
    [
        pytest.param(levels(2, 2, 2), 2, LevelState.AGREED, id="all say the same"),
        pytest.param(levels(1, 2, 2, 3), 2, LevelState.NEAR, id="nobody is more than one level away"),
        pytest.param(levels(1, 2, 2, 3, 3, 4), 2, LevelState.NEAR, id="one of six is far away"),
        pytest.param(levels(0, 0, 2, 2, 2, 2), 2, LevelState.SPLIT, id="two of six are far away"),
        pytest.param(levels(1, 2, 3, 4), 2, LevelState.NEAR, id="the lower of two middle levels holds"),
        pytest.param(levels(0, 4), 0, LevelState.NEAR, id="two people are too few for a split: the lower holds"),
        pytest.param([*levels(3, 3), CANNOT, CANNOT], 3, LevelState.AGREED, id="who cannot judge moves nothing"),
        pytest.param([CANNOT, CANNOT], None, LevelState.SPLIT, id="nobody could judge"),
        pytest.param([], None, LevelState.SPLIT, id="nobody rated"),
        pytest.param([NA, NA, NA], None, LevelState.AGREED, id="all say that it does not apply"),
        pytest.param([NA, NA, NA, Said(2)], None, LevelState.NEAR, id="most say that it does not apply"),
        pytest.param([NA, NA, NA, *levels(2, 2)], None, LevelState.SPLIT, id="a third says that it does apply"),
        pytest.param([NA, NA, *levels(2, 2)], 2, LevelState.SPLIT, id="half is no majority"),
        pytest.param([NA, *levels(2, 2, 2, 2)], 2, LevelState.NEAR, id="one says that it does not apply"),
    ],
)
def test_a_panel_agrees_is_near_or_is_split(said, level, state):
    found = of_tally(tally(said))

    assert (found.level, found.state) == (level, state)


@given(panels, st.randoms())
def test_the_order_in_which_people_are_read_changes_nothing(said, chance):
    shuffled = list(said)
    chance.shuffle(shuffled)

    assert of_tally(tally(shuffled)) == of_tally(tally(said))


@given(panels)
def test_the_level_is_one_that_somebody_gave_and_at_least_half_say_it_is_reached(said):
    found = of_tally(tally(said))
    given_ = [each.level for each in said if each.level is not None]

    if found.level is None:
        assert found.not_applicable or not given_
    else:
        assert found.level in given_
        assert 2 * sum(level >= found.level for level in given_) >= len(given_)


@given(panels)
def test_everybody_is_counted_once(said):
    counted = tally(said)

    assert counted.people == len(said)
    assert counted.levels == dict(sorted(Counter(each.level for each in said if each.level is not None).items()))


@given(panels, st.integers(1, 5))
def test_who_cannot_judge_changes_neither_level_nor_state(said, more):
    before, after = of_tally(tally(said)), of_tally(tally([*said, *[CANNOT] * more]))

    assert (before.level, before.state, before.outside) == (after.level, after.state, after.outside)


@given(panels)
def test_a_split_has_at_least_two_outside_and_a_third_of_who_judged(said):
    found = of_tally(tally(said))
    n = found.tally.judged

    assert (found.state is LevelState.SPLIT) == (n == 0 or found.outside >= max(2, ceil(n / 3)))


@given(panels)
def test_it_does_not_apply_only_where_more_than_half_of_who_judged_say_so(said):
    found = of_tally(tally(said))

    assert found.not_applicable == (2 * found.tally.not_applicable > found.tally.judged)


@pytest.mark.parametrize(
    ("counts", "revotes", "state"),
    [
        pytest.param({2: 6}, 1, LevelState.REVOTED, id="agreed after talking"),
        pytest.param({2: 4, 3: 2}, 2, LevelState.REVOTED, id="near after talking"),
        pytest.param({0: 3, 3: 3}, 1, LevelState.SPLIT, id="still split, one vote is left"),
        pytest.param({0: 3, 3: 3}, 2, LevelState.UNCERTAIN, id="still split after the last vote"),
    ],
)
def test_after_a_re_vote_a_split_stays_one_until_the_last_and_is_uncertain_then(counts, revotes, state):
    found = after_revote(Tally(counts), revotes)

    assert found.state is state
    assert found.level == of_tally(Tally(counts)).level


def test_a_minority_is_whoever_did_not_say_what_holds():
    found = of_tally(tally([*levels(0, 0, 3, 3, 3), CANNOT]))

    assert [is_minority(each, found) for each in (Said(0), Said(3), NA, CANNOT, Said(None))] == [
        True, False, True, False, False,
    ]  # fmt: skip
