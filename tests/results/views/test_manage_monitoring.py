"""The page of fieldwork, opened as hub teams do, on a survey small enough to count by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.core.ids import random_id
from engage.instruments.domain.definition import Quota
from engage.results.domain.populations import composition
from engage.results.models import Population, Target
from engage.results.monitoring import targets
from engage.results.weighting import keeping
from engage.surveys import quotas
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Response, Survey
from engage.surveys.models_reach import Participant
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import HEALTH, SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
PAGE = f"/console/surveys/{SLUG}/fieldwork"
SMOKERS = Quota(name="Smokers", limit=50, when={"smoker": ("yes",)})


def put(session: Session, survey: Survey, number: int, *, day: int = 20, **more: Any) -> None:
    columns = {"language": "en", "channel": "open", "day": date(2026, 11, day)} | more
    session.add_all(
        Response(id=random_id(), survey_id=survey.id, version_id=survey.version_id, **columns) for _ in range(number)
    )
    session.flush()


def fill(session: Session) -> Survey:
    """4 young and 96 older people; of the young, there are 11 of 100 in the population."""
    survey = make_survey(session, replace(HEALTH, quotas=(SMOKERS,)))
    put(session, survey, 4, answers={"age": 20, "smoker": "yes"}, seconds=120)
    put(session, survey, 90, answers={"age": 50, "smoker": "no"}, seconds=300, day=21)
    put(session, survey, 6, answers={"age": 60, "smoker": "no"}, language="de", channel="poster", seconds=600)
    made = composition("Age", ["age"], [[[["..29"]], 11], [[["30.."]], 89]])
    keeping.keep(session, survey, [made], "Statistics Norway, 2026")
    return survey


@pytest.fixture
def organiser(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    with transaction(app) as session:
        fill(session)
    return sign_in(RoleName.ORGANISER)


def test_who_is_missing_is_said_in_words_with_how_many_more_it_takes(organiser: Browser) -> None:
    page = organiser.get(PAGE)

    assert "29 or less: 4 of 100 answers, and 11 of 100 people. It takes 8 more answers from them." in page
    assert "29 or less 4 4% 11% −7 −9.4 … −1.2" in page.text.replace("\u2066", "").replace("\u2069", "")
    assert "Representation gap D: 0.07" in page
    assert "Source: Statistics Norway, 2026" in page
    assert "small numbers are not hidden here" in page


def test_days_languages_ways_and_durations_are_shown(organiser: Browser) -> None:
    page = organiser.get(PAGE)

    assert "Nov 20, 2026 10" in page
    assert "Nov 21, 2026 90" in page
    assert "English 94" in page
    assert "German 6" in page
    assert "Poster or card 6" in page
    assert "English 94 5" in page  # minutes, the median
    assert "German 6 10" in page


def test_every_chart_can_be_kept_as_a_picture_and_its_table_as_csv(organiser: Browser) -> None:
    page = organiser.get(PAGE)
    files = [link for link in page.links if link.startswith(f"{PAGE}/")]
    assert len(files) == 3 * page.html.count("<figure")

    drawn, png, table = (organiser.raw("GET", f"{PAGE}/0.{kind}") for kind in ("svg", "png", "csv"))

    assert "Answers and population" in drawn.text
    assert "Exact figures for hub staff" in drawn.text
    assert png.data.startswith(b"\x89PNG")
    assert "29 or less,4,4%,11%" in table.text
    assert organiser.raw("GET", f"{PAGE}/99.csv").status_code == 404


def test_a_goal_is_set_in_two_steps_and_counted(app: Flask, organiser: Browser) -> None:
    form = organiser.get(f"/console/surveys/{SLUG}/targets/new?item=smoker&item=age&item=")
    page = organiser.press(form, name="Young smokers", wanted="8", **{"codes:smoker": ["yes"], "codes:age": "<30"})

    assert "Young smokers 4 8 4" in page
    assert "4 of 8" in page
    with transaction(app) as session:
        assert session.scalars(select(Target)).one().who == [["smoker", ["yes"]], ["age", ["..29"]]]


def test_what_is_wrong_with_a_goal_is_said(app: Flask, organiser: Browser) -> None:
    form = organiser.get(f"/console/surveys/{SLUG}/targets/new?item=smoker&item=age")
    page = organiser.press(form, name="", wanted="none", **{"codes:age": "young"})

    assert page.status == 422
    for sentence in ("Give it a name", "Enter a whole number", "Choose one answer", "“young” is no answer"):
        assert sentence in page
    with transaction(app) as session:
        assert session.scalars(select(Target)).all() == []


def test_a_goal_can_be_changed_deleted_and_brought_back(app: Flask, organiser: Browser) -> None:
    organiser.press(organiser.get(f"/console/surveys/{SLUG}/targets/new?item="), name="All", wanted="200")
    with transaction(app) as session:
        number = session.scalars(select(Target.id)).one()

    page = organiser.submit(f"/console/surveys/{SLUG}/targets/{number}", wanted="100")
    assert "Reached" in page

    token = page.value("_csrf")
    after = organiser.post(f"/console/surveys/{SLUG}/targets/{number}/remove", {"_csrf": token})
    assert "No goal is set." in after
    organiser.post("/console/undo", {name: after.value(name) or "" for name in ("_csrf", "undo", "next")})
    assert "Reached" in organiser.get(PAGE)


def test_quotas_of_the_questionnaire_stand_beside_goals(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        quotas.count(session, survey.id, [SMOKERS])

    assert "Smokers 1 50 49" in organiser.get(PAGE)


def test_of_the_invited_only_steps_of_ten_are_told(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        session.add_all(
            Participant(
                survey_id=survey.id,
                channel=Channel.INVITATION,
                email=f"p{n}@example.org",
                invited_on=date(2026, 11, 20),
                answered=n < 37,
            )
            for n in range(60)
        )

    page = organiser.get(PAGE)
    assert "Invited 60" in page
    assert "Answered, at least 30" in page
    assert "37" not in page.text.partition("Invited 60")[2], "before it stands the address of who is signed in"


def test_feedback_shows_nothing_before_enough_have_answered(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        session.scalars(select(Survey)).one().shown_from = 101

    page = organiser.get(PAGE)
    assert "Not enough answers yet" in page
    assert "of 100 people" not in page


def test_a_survey_without_answers_says_what_to_do_first(app: Flask, sign_in: Callable[..., Browser]) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = sign_in(RoleName.ORGANISER).get(PAGE)

    assert "Nobody has answered yet" in page
    assert "Bring figures of the population" in page


# -- in several countries


@pytest.fixture
def of_countries(app: Flask) -> None:
    """Four responses in Germany, two in Norway; a population and a goal of each country."""
    with transaction(app) as session:
        survey = make_survey_of_countries(session)
        put(session, survey, 4, country="DE", answers={"school": "high"})
        put(session, survey, 2, country="NO", answers={"school": "low"})
        for country in ("DE", "NO"):
            made = composition(f"School in {country}", ["school"], [[[["low"]], 1], [[["high"]], 1]], country)
            keeping.keep(session, survey, [made], "Eurostat")
            wish = targets.Wish(f"Goal of {country}", (("_country", (country,)),), 10)
            targets.add(session, survey, wish)


def test_a_partner_sees_its_country_its_population_and_its_goal_only(
    of_countries: None, sign_in: Callable[..., Browser]
) -> None:
    browser = sign_in(RoleName.COORDINATOR, hub="germany")

    page = browser.get(PAGE)
    assert "You see the responses of Germany." in page
    assert "4 of 10" in page
    assert "Goal of DE" in page
    for foreign in ("Goal of NO", "School in NO", "Norway"):
        assert foreign not in page
    assert "School in NO" not in browser.get(f"/console/surveys/{SLUG}/populations")


def test_a_partner_brings_populations_of_its_own_country_only(
    app: Flask, of_countries: None, sign_in: Callable[..., Browser]
) -> None:
    browser = sign_in(RoleName.COORDINATOR, hub="germany")
    file = f"/console/surveys/{SLUG}/populations/file"

    page = browser.submit(file, text="only_country,school,n\nNO,low,1\nNO,high,3\n", source="S", country="DE")
    assert page.status == 422
    assert "There is a country in it whose responses you do not see." in page

    browser.press(browser.submit(file, text="school,n\nlow,1\nhigh,3\n", source="S", country="DE"), action="keep")
    with transaction(app) as session:
        assert {row.country for row in session.scalars(select(Population)) if row.source == "S"} == {"DE"}


def test_weights_are_of_all_responses_and_only_for_who_sees_them_all(
    of_countries: None, sign_in: Callable[..., Browser]
) -> None:
    page = f"/console/surveys/{SLUG}/weights"

    assert sign_in(RoleName.COORDINATOR, hub="germany").get(page).status == 404
    assert sign_in(RoleName.COORDINATOR, hub="default").get(page).status == 200


def test_the_lead_sees_every_country(of_countries: None, sign_in: Callable[..., Browser]) -> None:
    page = sign_in(RoleName.COORDINATOR, hub="default").get(PAGE)

    assert "Germany 4" in page
    assert "Norway 2" in page
    assert "6 responses" in page


def test_the_page_before_a_reminder_leads_to_who_is_missing(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        given = {"survey_id": survey.id, "channel": Channel.INVITATION, "invited_on": date(2026, 11, 20)}
        session.add(Participant(email="p@example.org", **given))

    page = organiser.get(f"/console/surveys/{SLUG}/invitations/remind")

    assert PAGE in page.links
