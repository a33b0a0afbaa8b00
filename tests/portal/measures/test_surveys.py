"""Metrics of surveys: closed, in which languages, completed, with consent and a last day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.hubs import queries as hubs
from engage.instruments.domain.definition import About, Instrument
from engage.portal.measures import surveys
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import FieldworkCount, Response, Survey
from tests.factories.surveys import HEALTH, make_survey, text
from tests.support.databases import ON_SQLITE

TODAY = utcnow().date()
SINCE = TODAY - timedelta(days=730)
DECISION = replace(HEALTH, about=About(decision=text("The plan of 2027")))


def answer(session: Session, survey: Survey, number: int, **columns: Any) -> None:
    given = {"language": "en", "channel": "web", "day": TODAY - timedelta(days=20), "answers": {}} | columns
    session.add_all(
        Response(id=random_id(), survey_id=survey.id, version_id=survey.version_id, **given) for _ in range(number)
    )
    session.flush()


def closed(session: Session, slug: str, answers: int, *, ago: int = 10, what: Instrument = HEALTH) -> Survey:
    survey = make_survey(session, what, slug=slug, status=SurveyStatus.CLOSED)
    survey.activity.starts_on = TODAY - timedelta(days=ago + 30)
    survey.activity.ends_on = TODAY - timedelta(days=ago)
    answer(session, survey, answers)
    return survey


def measure(session: Session, which: Any) -> dict[str, Any]:
    hub = hubs.default(session)
    return dict(which(session, hub, SINCE, TODAY).figures)


def test_a_closed_survey_counts_from_thirty_valid_answers_in_the_last_twelve_months(session: Session):
    closed(session, "enough", 30)
    closed(session, "few", 29)
    closed(session, "old", 30, ago=400)
    make_survey(session, slug="open")

    found = surveys.closed(session, hubs.default(session), SINCE, TODAY)

    assert (found.figures["closed"], found.figures["answers"]) == (1, 30)
    assert {row.arguments["slug"]: row.counts for row in found.rows} == {"enough": True, "few": False, "old": False}


@ON_SQLITE
def test_questions_asked_again_in_the_same_words_are_counted_over_the_whole_period(session: Session):
    closed(session, "new", 30)
    closed(session, "old", 30, ago=400)

    assert measure(session, surveys.closed)["repeated_items"] == len(
        [each for each in HEALTH.items if each.is_question]
    )


@ON_SQLITE
def test_a_survey_is_linked_to_a_decision_where_its_first_page_names_one(session: Session):
    closed(session, "one", 30)
    closed(session, "two", 30, what=DECISION)

    assert measure(session, surveys.closed)["linked_share"] == 50.0


def test_answers_that_were_deleted_in_time_still_count(session: Session):
    survey = closed(session, "gone", 0)
    survey.keep_until = TODAY - timedelta(days=1)
    session.add(
        FieldworkCount(survey_id=survey.id, day=TODAY, language="en", section="", outcome="submitted", count=40)
    )
    session.flush()

    assert measure(session, surveys.closed)["answers"] == 40


@ON_SQLITE
@pytest.mark.parametrize(
    "which",
    [
        pytest.param(surveys.closed, id="closed"),
        pytest.param(surveys.languages, id="languages"),
        pytest.param(surveys.completion, id="completion"),
        pytest.param(surveys.consent, id="consent"),
    ],
)
def test_a_hub_without_surveys_has_nothing_measured(session: Session, which: Any):
    assert which(session, hubs.default(session), SINCE, TODAY).empty


@ON_SQLITE
@pytest.mark.parametrize(
    ("official", "share", "further"),
    [
        pytest.param(["en", "de"], 100.0, 0, id="all there"),
        pytest.param(["en", "nb"], 50.0, 1, id="one is missing, another is there besides"),
        pytest.param(["nb"], 0.0, 2, id="none"),
    ],
)
def test_a_language_is_complete_when_every_text_of_every_survey_is_reviewed(
    session: Session, official: list[str], share: float, further: int
):
    hubs.default(session).languages = official
    make_survey(session)

    found = measure(session, surveys.languages)

    assert (found["official_share"], found["further"]) == (share, further)


@ON_SQLITE
def test_one_unreviewed_survey_makes_its_language_incomplete(session: Session):
    hubs.default(session).languages = ["en", "de"]
    make_survey(session, slug="whole")
    make_survey(session, replace(HEALTH, welcome=text("Hello", " ")), slug="gaps")

    assert measure(session, surveys.languages)["official_share"] == 50.0


def test_completion_is_what_was_sent_of_what_was_begun_and_ended(session: Session):
    survey = make_survey(session)
    session.add_all(
        FieldworkCount(survey_id=survey.id, day=TODAY, language=tag, section="", outcome=how, count=number)
        for tag, how, number in [
            ("en", "submitted", 80),
            ("en", "left", 20),
            ("de", "submitted", 10),
            ("de", "left", 30),
        ]
    )
    session.flush()

    found = measure(session, surveys.completion)

    assert found == {"surveys": 1, "started": 140, "completion": 64.3, "lowest_language": 25.0}


def test_a_survey_needs_a_consent_of_its_own_and_a_last_day_and_what_is_kept_longer_is_overdue(session: Session):
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
    make_survey(session, slug="sound", keep_until=tomorrow)
    make_survey(session, slug="no-day")
    make_survey(session, replace(HEALTH, consent=None), slug="no-consent", keep_until=tomorrow)
    late = make_survey(session, slug="late", keep_until=yesterday)
    answer(session, late, 1)

    found = surveys.consent(session, hubs.default(session), SINCE, TODAY)

    assert found.figures == {"surveys": 4, "share": 50.0, "overdue": 1}
    assert {row.arguments["slug"] for row in found.rows if row.counts} == {"sound"}


@ON_SQLITE
def test_a_period_before_the_survey_does_not_see_it(session: Session):
    closed(session, "enough", 30)

    found = surveys.closed(session, hubs.default(session), date(2020, 1, 1), date(2020, 12, 31))

    assert found.empty
