"""What a hub may see of its peers."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.maturity.domain import benchmark
from engage.maturity.domain.benchmark import Peer, Place, Range, Shown

ON = date(2026, 11, 1)
SCORES = st.floats(0, 4).map(lambda value: round(value, 2))


def peers(scores, *, first=1, **values):
    return [
        Peer(snapshot=number, hub=number, family=number, signed_on=ON, scores={"INC": score}, **values)
        for number, score in enumerate(scores, first)
    ]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param([1, 2, 3, 4], None, id="four peers show nothing"),
        pytest.param([1, 2, 2.1, 3, 4], Shown(Range.FEW, 2.0), id="five show a rounded median"),
        pytest.param([0.0] * 5 + [4.0] * 4, Shown(Range.FEW, 0.0), id="nine show a median and no range"),
        pytest.param([0, 1, 1, 1, 2, 2, 3, 3, 3, 4], Shown(Range.SOME, 2.0, 1.0, 3.0), id="ten show quartiles"),
        pytest.param([2.13] * 12, Shown(Range.SOME, 2.25, 2.25, 2.25), id="to the nearest quarter"),
    ],
)
def test_how_much_is_shown_depends_on_how_many_there_are(scores, expected):
    assert benchmark.shown(scores) == expected


def test_twenty_peers_show_deciles():
    found = benchmark.shown([each / 5 for each in range(21)])

    assert found is not None
    assert found.peers is Range.MANY
    assert found.deciles == (0.5, 0.75, 1.25, 1.5, 2.0, 2.5, 2.75, 3.25, 3.5)


def test_a_hub_and_its_parts_are_left_out_of_what_they_read():
    all_of_them = [*peers([0, 1, 2, 3, 4]), Peer(9, 9, 1, ON, {"INC": 4})]

    assert benchmark.read(all_of_them, "INC", family=1) is None
    assert benchmark.read(all_of_them, "INC", family=None) is not None


@pytest.mark.parametrize(
    ("inside", "outside", "visible"),
    [
        pytest.param(5, 5, True, id="five and five"),
        pytest.param(5, 4, False, id="the rest would be too few"),
        pytest.param(4, 9, False, id="the group is too small"),
        pytest.param(6, 0, True, id="there is no rest"),
    ],
)
def test_a_group_is_shown_only_when_the_rest_is_large_enough_too(inside, outside, visible):
    edition = [*peers([2] * inside, groups=frozenset({"north"})), *peers([3] * outside, first=50)]

    assert (benchmark.read(edition, "INC", family=None, group="north") is not None) is visible


def test_one_round_a_hub_counts_and_none_that_is_too_old():
    old = Peer(1, 1, 1, date(2024, 10, 31), {"INC": 1})
    first, second = Peer(2, 2, 2, date(2025, 1, 1), {"INC": 1}), Peer(3, 2, 2, date(2026, 1, 1), {"INC": 2})
    on_the_day = Peer(4, 4, 4, date(2024, 11, 1), {"INC": 1})

    assert benchmark.newest([second, old, first, on_the_day], ON) == (second, on_the_day)


def test_an_edition_follows_only_when_three_peers_changed():
    before = peers([1, 2, 3, 4, 1, 2])
    joined = peers([2, 2], first=20)
    again = [Peer(99, 1, 1, ON, {"INC": 3}), *before[1:]]

    assert not benchmark.may_follow(before, before)
    assert not benchmark.may_follow(before, [*before, *joined])
    assert benchmark.may_follow(before, [*again, *joined])


@pytest.mark.parametrize(
    ("own", "peers_", "expected"),
    [
        pytest.param(1.7, Shown(Range.FEW, 2.0), Place.BELOW, id="more than a step below the median"),
        pytest.param(2.25, Shown(Range.FEW, 2.0), Place.WITHIN, id="about the median"),
        pytest.param(1.25, Shown(Range.SOME, 2.0, 1.25, 3.0), Place.WITHIN, id="in the middle half"),
        pytest.param(3.1, Shown(Range.SOME, 2.0, 1.25, 3.0), Place.ABOVE, id="above the middle half"),
    ],
)
def test_an_own_score_has_a_place_and_no_rank(own, peers_, expected):
    assert benchmark.place(own, peers_) is expected


@given(st.lists(SCORES, min_size=5, max_size=40))
def test_nothing_finer_than_a_quarter_is_ever_said(scores):
    found = benchmark.shown(scores)

    assert found is not None
    assert all(each % 0.25 == 0 for each in (found.median, found.lower or 0, found.upper or 0, *found.deciles))


@given(st.lists(SCORES, min_size=5, max_size=8), SCORES)
def test_one_more_moves_a_median_of_few_to_its_neighbour_at_most(scores, joined):
    before, after = benchmark.shown(scores), benchmark.shown([*scores, joined])

    ordered = sorted(scores)
    middle = benchmark.rank_of(len(ordered), 1, 2)
    neighbours = ordered[max(0, middle - 1) : middle + 2]
    assert before is not None
    assert after is not None
    assert benchmark.rounded(min(neighbours)) <= after.median <= benchmark.rounded(max(neighbours))


@given(st.lists(SCORES, min_size=6, max_size=20), st.integers(0, 3))
@settings(max_examples=10, deadline=None)
def test_one_edition_never_gives_a_hub_away(scores, quarter):
    several = peers([*scores, float(quarter)])

    assert benchmark.held_back([several], ["INC"]) == frozenset()


@given(st.lists(SCORES, min_size=9, max_size=17), st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_what_is_published_over_three_editions_leaves_every_hub_in_doubt(scores, random: Random):
    """Attacked: for each reader and each hub there is another score, a level away, that would have shown the same."""
    editions = [peers(scores)]
    for number in range(2):
        last = list(editions[-1])
        for place in random.sample(range(len(last)), 3):
            gone = last[place]
            last[place] = Peer(
                100 * (number + 1) + place, gone.hub, gone.family, ON, {"INC": random.randint(0, 16) / 4}
            )
        editions.append(last)
        if benchmark.held_back(editions, ["INC"]):
            editions.pop()
    assert benchmark.held_back(editions, ["INC"]) == frozenset()


def test_editions_that_would_give_a_hub_away_are_held_back():
    """Without the rule of three: a hub alone that moves the figure from one edition to the next is found out."""
    low, high = [0.0] * 9, [4.0] * 9
    one = Peer(500, 500, 500, ON, {"INC": 2.0})
    before, after = [*peers(low), one, *peers(high, first=20)], [*peers(low), *peers(high, first=20)]
    moved = Peer(501, 501, 501, ON, {"INC": 2.0})

    assert benchmark.held_back([before, [*after, moved], before, after], ["INC"]) == frozenset({"INC"})
