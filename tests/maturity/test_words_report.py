"""What is said of a profile."""

import pytest
from flask import Flask

from engage.maturity import words_report
from engage.maturity.domain.kinds import LevelState
from engage.maturity.domain.signed import SignedLevel
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(SignedLevel(LevelState.AGREED), "all said the same", id="no vote in the room"),
        pytest.param(
            SignedLevel(LevelState.REVOTED, room={"1": 3, "cannot-judge": 1}),
            "agreed in the workshop; 4 people decided",
            id="a vote of four",
        ),
    ],
)
def test_where_the_room_voted_it_is_said_how_many_decided(app: Flask, given: SignedLevel, said: str):
    with app.test_request_context():
        assert words_report.came(given) == said
