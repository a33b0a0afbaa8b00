"""What a member of a panel finds behind the personal link."""

from datetime import date, timedelta

import pytest

from engage.maturity.domain.door import Door, door
from engage.maturity.domain.kinds import Stage

LAST = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("stage", "last", "handed_in", "declined", "found"),
    [
        pytest.param(Stage.PREPARING, LAST, False, False, Door.NOT_YET, id="being prepared"),
        pytest.param(Stage.PREPARING, LAST, False, True, Door.DECLINED, id="declined before it began"),
        pytest.param(Stage.RATING, LAST, False, False, Door.OPEN, id="the last day counts"),
        pytest.param(Stage.RATING, LAST - timedelta(days=1), False, False, Door.OVER, id="a day late"),
        pytest.param(Stage.RATING, None, False, False, Door.OPEN, id="no end is set"),
        pytest.param(Stage.RATING, LAST - timedelta(days=1), True, False, Door.HANDED_IN, id="handed in in time"),
        pytest.param(Stage.RATING, LAST, False, True, Door.DECLINED, id="declined"),
        pytest.param(Stage.CONSENSUS, LAST, True, False, Door.CLOSED, id="closed"),
        pytest.param(Stage.SIGNED, LAST, False, True, Door.CLOSED, id="signed"),
        pytest.param(Stage.CANCELLED, LAST, True, False, Door.CANCELLED, id="called off"),
    ],
)
def test_a_door_is_open_while_people_rate_and_says_why_it_is_not(stage, last, handed_in, declined, found):
    assert door(stage, last, LAST, handed_in=handed_in, declined=declined) is found
