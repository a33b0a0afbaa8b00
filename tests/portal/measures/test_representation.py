"""Metric M04: how far those who answered lie from the population."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.hubs import queries as hubs
from engage.portal.measures import representation
from engage.results.domain.populations import composition
from engage.results.weighting import keeping
from engage.surveys.models import Response, Survey
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
TODAY = utcnow().date()
SINCE = TODAY - timedelta(days=364)


def answered(session: Session, slug: str, smokers: int, others: int, *, ends: date | None = None) -> Survey:
    survey = make_survey(session, slug=slug)
    survey.activity.starts_on, survey.activity.ends_on = (ends or TODAY) - timedelta(days=30), ends
    given: dict[str, Any] = {"version_id": survey.version_id, "language": "en", "channel": "open", "day": TODAY}
    session.add_all(
        Response(id=random_id(), survey_id=survey.id, answers={"smoker": code}, **given)
        for code in ["yes"] * smokers + ["no"] * others
    )
    session.flush()
    return survey


def compared(session: Session, survey: Survey, yes: float, no: float, name: str = "Smoking") -> None:
    made = composition(name, ["smoker"], [[[["yes"]], yes], [[["no"]], no]])
    keeping.keep(session, survey, [made], "Statistics")


def measured(session: Session) -> dict[str, Any]:
    return dict(representation.gap(session, hubs.default(session), SINCE, TODAY).figures)


def test_the_gap_is_that_of_the_population_that_is_farthest_off(session: Session):
    survey = answered(session, "one", 10, 40)
    compared(session, survey, 30, 70)
    compared(session, survey, 25, 75, name="Another")

    assert measured(session) == {"computed": 1, "share": 100.0, "largest": 0.1, "fall": None}


def test_surveys_with_fifty_answers_and_no_population_are_without_a_gap(session: Session):
    compared(session, answered(session, "one", 20, 30), 30, 70)
    answered(session, "two", 25, 25)
    compared(session, answered(session, "few", 0, 49), 30, 70)

    found = representation.gap(session, hubs.default(session), SINCE, TODAY)

    assert (found.figures["computed"], found.figures["share"]) == (1, 50.0)
    assert {row.arguments["slug"]: row.counts for row in found.rows} == {"one": True, "two": False}


def test_it_says_how_far_the_gap_fell_since_the_span_before(session: Session):
    compared(session, answered(session, "before", 50, 0, ends=SINCE - timedelta(days=10)), 30, 70)
    compared(session, answered(session, "now", 25, 25), 30, 70)

    assert measured(session)["fall"] == 0.5


def test_where_nothing_was_large_enough_nothing_is_measured(session: Session):
    compared(session, answered(session, "few", 10, 10), 30, 70)

    assert representation.gap(session, hubs.default(session), SINCE, TODAY).empty
