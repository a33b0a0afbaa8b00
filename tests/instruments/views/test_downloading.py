"""The questionnaire as a file for other programs."""

from collections.abc import Callable

from flask import Flask

from engage.accounts.roles import RoleName
from engage.instruments.readers.open import read
from tests.factories.surveys import HEALTH, SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


def test_a_survey_leads_to_its_questionnaire_as_an_xlsform(app: Flask, sign_in: Callable[..., Browser], tmp_path):
    with transaction(app) as session:
        make_survey(session)
    organiser = sign_in(RoleName.ORGANISER)
    address = "/console/instruments/1/instrument.xlsx"

    assert address in organiser.get(f"/console/surveys/{SLUG}").html
    response = organiser.client.get(address)

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    path = tmp_path / "health.xlsx"
    path.write_bytes(response.data)
    assert read(path).instrument == HEALTH
