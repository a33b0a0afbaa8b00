"""Closing later, and opening again what is closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from engage.surveys import closing
from engage.surveys.domain.status import SurveyStatus
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=9)


def test_a_survey_closes_later_and_says_so_where_its_activity_is_shown(session: Session):
    survey = make_survey(session)

    closing.close_at(session, survey, LATER, now=NOW)

    assert survey.closes_at == LATER
    assert survey.activity.ends_on == date(2026, 12, 1)


def test_a_closed_survey_opens_again_with_a_later_time(session: Session):
    survey = make_survey(session, status=SurveyStatus.CLOSED)

    closing.close_at(session, survey, LATER, now=NOW)

    assert survey.status is SurveyStatus.OPEN


def test_a_paused_one_stays_paused(session: Session):
    survey = make_survey(session, status=SurveyStatus.PAUSED)

    closing.close_at(session, survey, LATER, now=NOW)

    assert survey.status is SurveyStatus.PAUSED


def test_without_a_time_it_stays_open_until_somebody_closes_it(session: Session):
    survey = make_survey(session)
    survey.closes_at = NOW

    closing.close_at(session, survey, None, now=NOW)

    assert survey.closes_at is None


def test_nothing_is_closed_in_the_past_or_before_it_opens(session: Session):
    survey = make_survey(session)
    survey.opens_at = NOW + timedelta(days=2)

    for moment in (NOW - timedelta(minutes=1), NOW + timedelta(days=1)):
        with pytest.raises(closing.TooEarly):
            closing.close_at(session, survey, moment, now=NOW)


def test_nobody_answers_after_the_day_until_which_responses_are_kept(session: Session):
    survey = make_survey(session)
    survey.keep_until = date(2026, 11, 30)

    with pytest.raises(closing.AfterKeeping):
        closing.close_at(session, survey, LATER, now=NOW)
