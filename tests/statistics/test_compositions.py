import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.statistics.compositions import arithmetic_mean, centre

COMPOSITIONS = st.dictionaries(
    st.tuples(*[st.integers(0, 100).map(float)] * 3).filter(any), st.integers(1, 5), min_size=1, max_size=20
)


def test_the_centre_is_the_closed_geometric_mean():
    # √(80·20) = 40 and √(20·80) = 40, so the centre is even; as is the arithmetic mean here
    assert centre({(80, 20): 1, (20, 80): 1}) == pytest.approx((0.5, 0.5))
    # √(90·10) = 30 and √(10·90) = 30, √(50·50) = 50 three parts: 30/110, 30/110, 50/110
    assert centre({(90 / 1.5, 10 / 1.5, 50 / 1.5): 1, (10 / 1.5, 90 / 1.5, 50 / 1.5): 1}) == pytest.approx(
        (30 / 110, 30 / 110, 50 / 110)
    )


def test_a_nought_counts_as_half_a_point_and_the_other_parts_shrink_in_proportion():
    assert centre({(100, 0): 1}) == pytest.approx((0.995, 0.005))


def test_the_arithmetic_mean_weighs_every_answer_alike_whatever_its_total():
    assert arithmetic_mean({(50, 50): 1, (2, 0): 1}) == pytest.approx((0.75, 0.25))


@given(COMPOSITIONS)
def test_shares_add_up_to_the_whole(compositions):
    assert sum(centre(compositions)) == pytest.approx(1)
    assert sum(arithmetic_mean(compositions)) == pytest.approx(1)


@pytest.mark.parametrize("figure", [centre, arithmetic_mean])
def test_nothing_given_has_no_centre(figure):
    with pytest.raises(ValueError, match="no composition"):
        figure({(0.0, 0.0): 3})
