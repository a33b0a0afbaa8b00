"""Rating is closed when its last day is over, by the clock of the hub."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.maturity.domain.kinds import LevelState, Stage
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating import closing
from engage.maturity.rating.closing import NotRating
from engage.maturity.rounds import opening
from tests.factories.maturity import make_assessment


@pytest.mark.parametrize(
    ("zone", "now", "closed"),
    [
        pytest.param("Europe/Oslo", datetime(2026, 3, 14, 22, 59, tzinfo=UTC), False, id="a minute before midnight"),
        pytest.param("Europe/Oslo", datetime(2026, 3, 14, 23, 0, tzinfo=UTC), True, id="midnight"),
        pytest.param("Pacific/Auckland", datetime(2026, 3, 14, 12, 0, tzinfo=UTC), True, id="east of us"),
        pytest.param("Atlantic/Azores", datetime(2026, 3, 15, 0, 30, tzinfo=UTC), False, id="west of us"),
    ],
)
def test_rating_closes_at_the_end_of_its_last_day_by_the_clock_of_the_hub(session: Session, zone, now, closed):
    hubs.default(session).time_zone = zone
    found = make_assessment(session, stage=Stage.RATING, members=[{"submitted_on": date(2026, 3, 10)}, {}])
    found.rating_until = date(2026, 3, 14)
    for level, member in enumerate(session.scalars(select(Member).order_by(Member.name)), 1):
        session.add(Rating(member_id=member.id, indicator="MAN-1", level=level))
    session.flush()

    count = opening.job(closing.close)(session, now)

    assert (count, found.stage) == ((1, Stage.CONSENSUS) if closed else (0, Stage.RATING))
    if closed:  # what was not handed in does not count
        level = session.get_one(AssessedLevel, (found.id, "MAN-1"))
        assert (level.level, level.state) == (1, LevelState.AGREED)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.RATING])
def test_a_round_at_another_stage_is_left_alone(session: Session, stage: Stage):
    found = make_assessment(session, stage=stage, members=[{}])
    found.rating_until = date(2020, 1, 1)
    session.flush()

    assert opening.job(closing.close)(session, datetime(2026, 1, 1, tzinfo=UTC)) == 0
    assert found.stage is stage


def test_a_round_that_somebody_closes_in_the_same_moment_does_not_hold_up_the_others(session: Session):
    numbers = []
    for _ in range(2):
        found = make_assessment(session, stage=Stage.RATING, members=[{}])
        found.rating_until = date(2020, 1, 1)
        numbers.append(found.id)
    session.commit()

    def close(session: Session, found: Assessment, *, now: datetime) -> None:
        if found.id == numbers[0]:
            raise NotRating
        closing.close(session, found, now=now)

    assert opening.job(close)(session, datetime(2026, 1, 1, tzinfo=UTC)) == 1
    assert session.get_one(Assessment, numbers[1]).stage is Stage.CONSENSUS
