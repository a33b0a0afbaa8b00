"""The console page of a survey in several countries."""

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.surveys import queries
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE, reading, transaction

PAGE = "/console/surveys/health/countries"


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey_of_countries(session)


def fielding(app: Flask) -> dict[str, str]:
    with reading(app) as session:
        survey = queries.by_slug(session, "health")
        assert survey is not None
        return {partner.country: partner.hub.slug for partner in queries.partners(session, survey.id)}


@ON_SQLITE
def test_each_country_says_who_fields_it_and_how_to_share_it(sign_in):
    page = sign_in(RoleName.COORDINATOR).get(PAGE)

    assert "Hub Germany" in page
    assert any("country=NO" in link for link in page.links)


@ON_SQLITE
def test_each_country_says_what_it_asks_differently(sign_in):
    page = sign_in(RoleName.COORDINATOR).get(PAGE)

    assert "own words, 2 own answers" in page
    assert "every question is asked as for all" in page
    assert any(link.endswith("/edit/countries/DE/items/school") for link in page.links)
    assert any(link.endswith("/edit/countries") for link in page.links)


def test_a_country_is_given_to_a_hub_and_back_to_the_lead(app: Flask, sign_in):
    browser = sign_in(RoleName.COORDINATOR)

    page = browser.submit(PAGE, action="NO", hub="germany")
    assert "Hub Germany fields the edition of Norway now" in page
    assert fielding(app) == {"DE": "germany", "NO": "germany"}

    browser.submit(PAGE, action="DE", hub="default")
    assert fielding(app) == {"NO": "germany"}


@ON_SQLITE
def test_a_survey_without_editions_has_no_such_page(app: Flask, sign_in):
    with transaction(app) as session:
        make_survey(session, slug="plain")

    assert sign_in(RoleName.COORDINATOR).raw("GET", "/console/surveys/plain/countries").status_code == 404
