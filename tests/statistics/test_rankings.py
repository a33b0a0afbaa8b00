import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.statistics.rankings import standings

RANKINGS = st.dictionaries(
    st.permutations("abcd").flatmap(lambda order: st.integers(0, 4).map(lambda n: tuple(order[:n]))),
    st.integers(1, 9),
)


def test_borda_points_and_mean_ranks_of_complete_rankings():
    a, b, c = standings("abc", {("a", "b", "c"): 3, ("b", "c", "a"): 2})

    assert (a.borda, b.borda, c.borda) == (6, 7, 2)
    assert (a.mean_rank, b.mean_rank, c.mean_rank) == (1.8, 1.6, 2.6)
    assert (a.first, b.first, c.first) == (3, 2, 0)
    assert a.borda_share == 0.6


def test_options_left_out_share_the_places_that_are_left():
    a, b, c = standings("abc", {("a",): 1})

    assert (a.mean_rank, b.mean_rank, c.mean_rank) == (1, 2.5, 2.5)
    assert (b.ranked, b.borda) == (0, 0.5)


def test_without_rankings_there_is_no_rank():
    assert standings("ab", {})[0].mean_rank is None


def test_a_code_that_is_no_option_takes_no_place():
    a, b = standings("ab", {("x", "b", "a"): 1})

    assert (a.mean_rank, b.mean_rank, b.first) == (2, 1, 1)


@given(RANKINGS)
def test_every_ranking_gives_the_same_number_of_points(rankings):
    total = sum(rankings.values())

    assert sum(standing.borda for standing in standings("abcd", rankings)) == pytest.approx(total * 6)
