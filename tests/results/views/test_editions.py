"""Results of a survey in several countries: each hub sees its own, the lead all."""

import io
import json
from datetime import date

import openpyxl
import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.surveys import fielding
from tests.factories.editions import make_survey_of_countries
from tests.support.databases import transaction

RESULTS = "/console/surveys/health/results"


@pytest.fixture(autouse=True)
def _responses(app: Flask) -> None:
    german = {"country": "DE", "school": "high", "school/national": "abitur", "why": "Bücher"}
    norwegian = {"country": "NO", "school": "low", "why": "Bøker"}
    with transaction(app) as session:
        survey = make_survey_of_countries(session)
        row = {"version_id": survey.version_id, "language": "en", "channel": "open", "day": date(2026, 11, 20)}
        fielding.add_responses(
            session,
            survey,
            [row | {"country": "DE", "answers": german}, row | {"country": "NO", "answers": norwegian}],
        )


def test_the_lead_sees_all_countries_by_common_codes(sign_in):
    page = sign_in(RoleName.COORDINATOR, hub="default").get(RESULTS)

    assert "2 responses" in page
    assert "Abitur" in page


def test_a_partner_sees_the_responses_of_its_country_and_no_others(sign_in):
    browser = sign_in(RoleName.COORDINATOR, hub="germany")

    page = browser.get(RESULTS)
    assert "1 response" in page
    assert "You see the responses of Germany." in page
    assert "Bücher" in browser.get(f"{RESULTS}/texts/why")
    assert "Bøker" not in browser.get(f"{RESULTS}/texts/why")


def test_a_partner_is_told_how_many_answered_in_its_own_country_only(sign_in):
    browser = sign_in(RoleName.COORDINATOR, hub="germany")

    assert "1 response" in browser.get("/console/surveys/health")
    assert "seen by its own hub" in browser.get("/console/surveys/health/countries")
    assert "2 responses" in sign_in(RoleName.COORDINATOR, hub="default").get("/console/surveys/health")


def test_a_partners_file_has_its_country_only_with_national_codes_beside_the_common_ones(sign_in):
    lines = sign_in(RoleName.COORDINATOR, hub="germany").raw("GET", f"{RESULTS}.csv").text.splitlines()

    head, row = lines[0].split(","), lines[1].split(",")
    cells = dict(zip(head, row, strict=True))
    assert len(lines) == 2
    assert (cells["_country"], cells["school"], cells["school/national"]) == ("DE", "high", "abitur")


@pytest.mark.parametrize("format_", ["parquet", "json", "sav", "xlsx"])
def test_a_partner_has_its_country_only_in_every_format(sign_in, format_):
    data = {"format": format_, "language": "en"}
    browser = sign_in(RoleName.COORDINATOR, hub="germany")
    page = next(form for form in browser.get(f"{RESULTS}/files").forms if form.element["action"].endswith("/files"))
    given = {name: values[0] for name, values in page.values().items() if values}
    content = browser.raw("POST", f"{RESULTS}/files", data=given | data).data
    if format_ == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        content = str([cell.value for row in book["responses"] for cell in row]).encode()

    assert "Bücher".encode() in content or json.dumps("Bücher").encode() in content
    assert "Bøker".encode() not in content
    assert json.dumps("Bøker").encode() not in content


def test_a_hub_that_fields_no_country_sees_nothing(sign_in, app):
    from engage.hubs.models import Hub

    with transaction(app) as session:
        session.add(Hub(slug="far", name="Far", country="PT", support={}, revision=1))
    browser = sign_in(RoleName.ANALYST, hub="far")

    assert browser.raw("GET", RESULTS).status_code == 404
    assert "Your health" not in browser.get("/console/surveys")
