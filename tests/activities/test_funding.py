"""Where funders are named: on the first page of a survey, in mails, on paper."""

from datetime import timedelta

from flask import Flask

from engage.accounts.roles import RoleName
from engage.activities import funding, service
from engage.activities.models import Funding
from engage.activities.service import Paid
from engage.core.clock import utcnow
from engage.demo.pictures import waves
from engage.mail import ports
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
SAID = {"en": "Paid for by a fund.", "de": "Bezahlt von einem Fonds."}
PAID = Paid("A fund", SAID, {"en": "The emblem", "de": "Das Zeichen"}, None, None)


def test_a_surveys_first_page_names_who_pays_as_soon_as_it_is_said_and_until_the_last_day(app: Flask, browser: Browser):
    with transaction(app) as session:
        number = make_survey(session).activity_id
    assert SAID["en"] not in browser.get(FIRST)

    with transaction(app) as session:
        kept = service.fund(session, None, PAID, hub_id=None, activity_id=number, emblem=waves(1)).id
    page = browser.get("/de/surveys/health")
    assert SAID["de"] in page
    assert "Das Zeichen" in [image["alt"] for image in page.root.all("img")]

    with transaction(app) as session:
        found = session.get_one(Funding, kept)
        found.ends_on = utcnow().date() - timedelta(days=1)
        service.look_anew(session, found)
    assert SAID["de"] not in browser.get("/de/surveys/health")


def test_mails_and_paper_name_who_pays(app: Flask, sign_in):
    with transaction(app) as session:
        survey = make_survey(session)
        service.fund(session, None, PAID, hub_id=survey.activity.hub_id, activity_id=None, emblem=waves(2))
        [said] = ports.statements_of(app, session, survey.activity.hub_id, survey.activity_id, "de")
        assert (said.words, said.emblem_type, said.emblem_text) == (SAID["de"], "image/png", "Das Zeichen")
        assert said.emblem[:4] == b"\x89PNG"
        assert funding.for_mails(session, None, None, "de") == ()

    printed = sign_in(RoleName.ORGANISER).raw("GET", "/console/surveys/health/paper/en.pdf")
    assert printed.status_code == 200
    assert printed.data.startswith(b"%PDF")
