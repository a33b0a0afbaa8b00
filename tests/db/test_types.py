"""Moments and words come back from both databases as they went in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from engage.jobs.models import ScheduledRun
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Survey
from tests.factories.surveys import make_survey


def test_a_moment_comes_back_in_utc(session: Session):
    oslo = timezone(timedelta(hours=1))
    session.add(ScheduledRun(name="a", last_at=datetime(2026, 11, 21, 12, 30, tzinfo=oslo)))
    session.commit()

    found = session.scalars(select(ScheduledRun.last_at)).one()

    assert found == datetime(2026, 11, 21, 11, 30, tzinfo=UTC)
    assert found.utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_refused(session: Session):
    session.add(ScheduledRun(name="a", last_at=datetime(2026, 11, 21, 12, 30)))  # noqa: DTZ001

    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()


def test_a_state_is_stored_as_its_word(session: Session):
    make_survey(session)
    session.commit()

    assert session.execute(text("SELECT status FROM survey")).scalar() == "open"
    assert session.scalars(select(Survey.status)).one() is SurveyStatus.OPEN


def test_a_word_that_is_no_state_is_refused_by_the_database(session: Session):
    make_survey(session)

    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE survey SET status = 'lost'"))
