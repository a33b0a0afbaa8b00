"""The start page of the console says what waits, what goes on and how to go on, by role."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Person
from engage.accounts.roles import RoleName
from engage.instruments.translating.models import Assignment
from engage.surveys.domain.status import SurveyStatus
from engage.web import desk
from engage.web.desk import Guide, GuideStep
from tests.factories.people import make_person
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]
NOW = datetime.now(UTC)


def test_an_organiser_reads_what_is_open_and_what_is_not_published(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_survey(session, closes_at=NOW + timedelta(days=10))
        make_survey(session, slug="paused", status=SurveyStatus.PAUSED)
        make_survey(session, slug="draft", publish=False)
    page = sign_in(RoleName.ORGANISER).get("/console/")

    assert "Your health is not published yet" in page
    assert page.links.count("/console/surveys/draft") == 1
    assert page.links.count("/console/surveys/health") == 1
    assert "0 responses, until" in page
    assert "/console/surveys/paused" not in page.links


def test_nobody_is_told_to_do_what_they_may_not(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_survey(session, slug="draft", publish=False)

    assert "Nothing waits for you now" in sign_in(RoleName.ANALYST).get("/console/")
    assert "Nothing waits for you now" in sign_in(RoleName.ASSESSOR).get("/console/")


def test_a_translator_reads_what_they_are_asked_for_until_it_is_done(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        survey = make_survey(session)
        person = make_person(session, RoleName.TRANSLATOR)
        days = {"due_on": (NOW + timedelta(days=3)).date(), "given_at": NOW}
        asked = {"instrument_id": survey.instrument_id, "sections": [], "person_id": person.id}
        session.add(Assignment(language="de", **asked, **days))
        session.add(Assignment(language="fr", done_at=NOW, **asked, **days))
        key = session.scalars(select(Person.fs_uniquifier).where(Person.id == person.id)).one()
    browser = Browser(app)
    browser.sign_in(key)
    page = browser.get("/console/")

    assert "Translate Your health into Deutsch (Due in 3 days)" in page
    assert "Français" not in page


def test_the_guide_is_shown_while_it_is_unfinished(app: Flask, sign_in: SignIn):
    steps = (GuideStep("Say who you are", "/console/a", True), GuideStep("Publish something", "/console/b", False))
    left = [Guide("Your first steps", steps), None]
    desk.guide(app, lambda session: left[0])
    browser = sign_in(RoleName.ANALYST)  # whom the product's own guide does not lead
    page = browser.get("/console/")

    assert "Your first steps" in page
    assert "/console/b" in page.links
    assert "/console/a" not in page.links
    left.pop(0)
    assert "Your first steps" not in browser.get("/console/")


def test_what_is_urgent_comes_first(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_survey(session, publish=False)
    desk.todo(app, lambda session: [desk.ToDo("Somebody waits", "/console/x", "Look", urgent=True)])
    page = sign_in(RoleName.ORGANISER).get("/console/")

    assert page.text.index("Somebody waits") < page.text.index("is not published yet")


@pytest.mark.parametrize("role", list(RoleName))
def test_every_role_has_a_start_page(sign_in: SignIn, role: RoleName):
    assert sign_in(role).get("/console/").status == 200
