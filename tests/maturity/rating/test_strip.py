"""The picture of a spread: a dot a person over the level given."""

import pytest

from engage.maturity.rating.strip import strip


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param({}, id="nobody"),
        pytest.param({0: 1, 4: 1}, id="one at each end"),
        pytest.param({2: 14}, id="many at one level"),
    ],
)
def test_there_is_a_dot_for_each_person_within_the_picture_and_none_on_another(levels):
    made = strip(levels, 4)

    assert len(set(made.dots)) == sum(levels.values())
    assert all(0 < x < made.width and 0 < y < made.axis for x, y in made.dots)


def test_where_people_read_from_the_right_level_0_stands_on_the_right():
    left, right = strip({0: 1, 3: 2}, 4), strip({0: 1, 3: 2}, 4, rtl=True)

    assert [(round(right.width - x, 1), y) for x, y in right.dots] == list(left.dots)
    assert right.levels[0][0] > right.levels[-1][0]
