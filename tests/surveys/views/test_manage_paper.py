"""The console offers the questionnaire as a file to print."""

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import make_survey
from tests.support.databases import transaction

PAPER = "/console/surveys/health/paper"


@pytest.fixture
def organiser(sign_in):
    return sign_in(RoleName.ORGANISER)


def test_every_language_can_be_printed(app: Flask, organiser):
    with transaction(app) as session:
        make_survey(session)

    page = organiser.get(PAPER)
    assert f"{PAPER}/de.pdf" in page.links

    made = organiser.raw("GET", f"{PAPER}/de.pdf")
    assert made.content_type == "application/pdf"
    assert "health-de-v1.pdf" in made.headers["Content-Disposition"]
    assert made.data.startswith(b"%PDF-")


def test_each_country_has_its_own_sheets(app: Flask, organiser):
    with transaction(app) as session:
        make_survey_of_countries(session)

    page = organiser.get(PAPER)
    assert "Germany" in page
    assert f"{PAPER}/de.pdf?country=DE" in page.links
    assert organiser.raw("GET", f"{PAPER}/de.pdf?country=DE").status_code == 200


def test_a_language_the_survey_has_not_is_not_found(app: Flask, organiser):
    with transaction(app) as session:
        make_survey(session)

    assert organiser.raw("GET", f"{PAPER}/fi.pdf").status_code == 404
