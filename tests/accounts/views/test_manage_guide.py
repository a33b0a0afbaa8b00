"""The guide after the first sign-in."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.surveys.models import Survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


def press(browser: Browser, page: Page, deed: str) -> Page:
    """Press one of the guide's buttons."""
    data = next(form.values() for form in page.forms if form.values().get("deed") == [deed])
    return browser.post("/console/guide/", data)


def test_an_organiser_is_led_to_a_survey_that_people_can_answer(app: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)
    page = browser.get("/console/guide/")
    assert "Begin a first survey" in page

    page = browser.submit("/console/guide/survey", {"language": "nb", "example": "yes", "standard": ["age_group"]})
    assert page.path == "/console/guide/"
    preview = next(link for link in page.links if "/preview/nb" in link)
    assert browser.raw("GET", preview).status_code == 200
    page = press(browser, page, "done")
    publish = next(link for link in page.links if link.endswith("/publish"))
    browser.submit(publish, {"without_check": "yes", "reason": "a first survey of four questions"})
    page = browser.get("/console/guide/")

    assert "This is how your hub listens" in page
    with reading(app) as session:
        slug = session.scalars(select(Survey.slug)).one()
    assert f"http://localhost/surveys/{slug}" in page.links
    assert "Kreft: Hva bør bli bedre der du bor?" in Browser(app).get(f"/surveys/{slug}")


def test_the_guide_can_be_left_and_resumed(sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)
    assert "First steps" in browser.get("/console/").root.all("h2")[0].text

    page = press(browser, browser.get("/console/guide/"), "leave")
    assert page.path == "/console/"
    assert "They end in something" not in page

    page = press(browser, browser.get("/console/guide/"), "resume")
    assert "They end in something" in browser.get("/console/")


def test_a_step_can_be_passed_over(sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)

    page = press(browser, browser.get("/console/guide/"), "skip")

    assert "Passed over" in page


def test_a_first_survey_wants_questions_and_then_a_title(sign_in: SignIn):
    browser = sign_in(RoleName.ORGANISER)

    page = browser.submit("/console/guide/survey", {"example": None, "standard": None})

    assert page.status == 422
    assert len(page.errors) == 2


def test_who_publishes_nothing_reads_what_they_can_do_and_where(sign_in: SignIn):
    page = sign_in(RoleName.TRANSLATOR).get("/console/guide/")

    assert page.h1 == "What you can do"
    assert "Translates the texts that somebody asks them for." in page
    assert "/console/translating" in " ".join(page.links)
