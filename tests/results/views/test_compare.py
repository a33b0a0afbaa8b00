"""Waves and languages compared, opened as hub teams do."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.surveys import fielding
from engage.surveys.models import Survey
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import SLUG, make_survey
from tests.results.views.test_manage import fill
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]
WAVES = f"/console/surveys/{SLUG}/results/waves"
LANGUAGES = f"/console/surveys/{SLUG}/results/languages"


@pytest.fixture
def two(app: Flask) -> tuple[int, int]:
    """This survey, and one that asked the same before."""
    with transaction(app) as session:
        before = make_survey(session, slug="before")
        now = make_survey(session)
        fill(session, *([{"smoker": "yes"}] * 8), {"smoker": "no"}, {"smoker": "no"}, survey=before)
        fill(session, {"smoker": "yes"}, *([{"smoker": "no"}] * 9), survey=now)
        return before.id, now.id


def test_without_an_earlier_survey_the_page_says_what_can_be_said_here(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        make_survey(session)

    assert "Your hub has no other survey that has been published." in sign_in(RoleName.COORDINATOR).get(WAVES)


def test_an_earlier_survey_is_chosen_and_its_answers_stand_beside(
    two: tuple[int, int], app: Flask, sign_in: SignIn
) -> None:
    coordinator = sign_in(RoleName.COORDINATOR)

    page = coordinator.submit(WAVES, earlier=str(two[0]))

    assert "1 question was asked in both of the last waves and can be compared." in page
    assert "Yes 80% (8) 10% (1) -70 (more than chance)" in page
    assert page.value("earlier") == str(two[0])
    with transaction(app) as session:
        survey = session.get(Survey, two[1])
        assert survey is not None
        assert survey.earlier_id == two[0]


def test_a_hub_that_fields_one_country_does_not_choose_for_the_others(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        make_survey_of_countries(session)
    partner = sign_in(RoleName.ANALYST, hub="germany")
    token = partner.get(f"/console/surveys/{SLUG}/quality").value("_csrf")

    assert not partner.get(WAVES).asks("earlier")
    assert partner.post(WAVES, {"_csrf": token, "earlier": ""}).status == 404


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_chart_and_the_figures_of_waves_can_be_kept(two: tuple[int, int], sign_in: SignIn, kind: str) -> None:
    coordinator = sign_in(RoleName.COORDINATOR)
    coordinator.submit(WAVES, earlier=str(two[0]))

    assert coordinator.raw("GET", f"{WAVES}/chart-0.{kind}").status_code == 200
    assert coordinator.raw("GET", f"{WAVES}/chart-9.{kind}").status_code == 404
    assert b",80.0,1,10.0,-70.0," in coordinator.raw("GET", f"{WAVES}.csv").data


def test_a_survey_does_not_come_before_the_one_before_it(two: tuple[int, int], sign_in: SignIn) -> None:
    coordinator = sign_in(RoleName.COORDINATOR)
    coordinator.submit(WAVES, earlier=str(two[0]))

    page = coordinator.submit("/console/surveys/before/results/waves", earlier=str(two[1]))

    assert page.status == 422
    assert "That survey comes after this one." in page


def test_a_survey_that_is_not_offered_is_refused(two: tuple[int, int], sign_in: SignIn) -> None:
    coordinator = sign_in(RoleName.COORDINATOR)
    token = coordinator.get(WAVES).value("_csrf")

    page = coordinator.post(WAVES, {"_csrf": token, "earlier": "999"})

    assert page.status == 422
    assert "Choose one of the surveys in the list." in page


def in_language(session: Session, survey: Survey, language: str, **answers: int) -> None:
    rows = [
        {
            "version_id": survey.version_id,
            "language": language,
            "channel": "link",
            "day": date(2026, 11, 1),
            "seconds": 300 if language == "en" else 600,
            "answers": {"smoker": answer},
        }
        for answer, number in answers.items()
        for _ in range(number)
    ]
    fielding.add_responses(session, survey, rows)


def test_with_one_language_there_is_nothing_to_compare(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        fill(session, {"smoker": "yes"})

    assert "Only one language so far" in sign_in(RoleName.ORGANISER).get(LANGUAGES)


def test_what_one_language_answers_differently_is_listed_with_the_reason_and_never_called_an_error(
    app: Flask, sign_in: SignIn
) -> None:
    with transaction(app) as session:
        survey = make_survey(session)
        in_language(session, survey, "en", yes=10, no=50)
        in_language(session, survey, "de", yes=50, no=10)
    organiser = sign_in(RoleName.ORGANISER)

    page = organiser.get(LANGUAGES)

    assert "In German 83.3% said “Yes”, in the other languages 16.7%" in page
    assert "That is no error" in page
    assert "German 60 10 min 1" in page
    assert organiser.raw("GET", f"{LANGUAGES}/durations.svg").status_code == 200
    assert b"In German 83.3%" in organiser.raw("GET", f"{LANGUAGES}.csv").data
