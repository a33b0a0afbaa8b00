"""Hands of a room, typed in afterwards."""

import pytest
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.maturity import queries
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import MoreThanPanel, TooFewDecide
from engage.maturity.models import Assessment
from engage.maturity.rating import room
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.fixture
def talking(session: Session) -> Assessment:
    """Seven people have rated, one has not, one has declined."""
    found = make_assessment(session, stage=Stage.CONSENSUS, levels={"INC-4": 1}, rating_closed_at=utcnow())
    for _ in range(7):
        make_member(session, found)
    make_member(session, found, handed_in=False)
    make_member(session, found, declined=True, handed_in=False)
    return found


def test_what_a_room_finds_not_to_apply_has_a_reason_that_is_printed(session: Session, talking: Assessment):
    room.keep(session, talking, "INC-4", {"not-applicable": 5, "1": 1}, vote=1)

    kept = queries.levels(session, talking.id)["INC-4"]
    assert kept.not_applicable
    assert kept.reason


@pytest.mark.parametrize(
    ("hands", "refusal"),
    [
        pytest.param({"4": 1}, TooFewDecide, id="one hand"),
        pytest.param({"4": 3}, TooFewDecide, id="fewer than half of those who rated"),
        pytest.param({"4": 8, "cannot-judge": 1}, MoreThanPanel, id="more than sit on the panel"),
    ],
)
def test_a_handful_does_not_decide_for_a_panel(
    session: Session, talking: Assessment, hands: dict[str, int], refusal: type[Exception]
):
    with pytest.raises(refusal):
        room.keep(session, talking, "INC-4", hands, vote=1)

    kept = queries.levels(session, talking.id)["INC-4"]
    assert (kept.level, kept.revotes, kept.room) == (1, 0, {})


@pytest.mark.parametrize("people", [pytest.param(4, id="half of those who rated"), pytest.param(8, id="everybody")])
def test_half_of_those_who_rated_decide(session: Session, talking: Assessment, people: int):
    room.keep(session, talking, "INC-4", {"4": people}, vote=1)

    assert queries.levels(session, talking.id)["INC-4"].level == 4
