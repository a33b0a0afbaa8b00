"""A device that many people use, one after the other."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.surveys.domain.channels import Channel
from engage.surveys.models import Draft, FieldworkCount, Response
from tests.factories.links import make_link
from tests.factories.surveys import FIRST, SLUG
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
CODE = "K7P0Q"
START = f"/surveys/{SLUG}/kiosk/{CODE}"
KIOSK = f"{FIRST}/kiosk/{CODE}"


@pytest.fixture(autouse=True)
def _link(app: Flask) -> None:
    with transaction(app) as session:
        make_link(session, Channel.KIOSK, code=CODE, idle_seconds=75)


@pytest.fixture
def begun(browser: Browser) -> Page:
    return browser.press(browser.get(KIOSK), action="start")


def drafts(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.count()).select_from(Draft)) or 0


def test_the_short_address_leads_to_a_start_page_with_every_language(browser: Browser):
    page = browser.get(f"/go/{CODE}")
    assert page.path == START
    assert {KIOSK, f"/de/surveys/{SLUG}/kiosk/{CODE}"} <= set(page.links)
    assert "Your health" in page
    assert "Ihre Gesundheit" in page


def test_the_whole_way_stays_on_the_device_and_ends_at_the_start(app: Flask, browser: Browser, begun: Page):
    assert begun.path == f"{KIOSK}/about-you"
    page = browser.press(begun, age=44, action="next")
    page = browser.press(browser.press(page, action="next"), action="submit")
    assert page.path == f"{KIOSK}/done"
    assert "take a picture of it now" in page
    assert f"http://localhost{FIRST}/withdraw" in page
    assert "data-print" not in page.html

    page = browser.press(page, action="leave")
    assert page.path == START
    assert browser.cookies == {}
    with reading(app) as session:
        assert session.scalars(select(Response.channel)).all() == ["kiosk"]


def test_finishing_in_between_deletes_what_was_begun(app: Flask, browser: Browser, begun: Page):
    browser.press(begun, age=44, action="next")
    response = browser.raw("POST", START)

    assert response.headers["Location"] == START
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert drafts(app) == 0
    assert browser.get(f"{KIOSK}/about-you").path == KIOSK
    with reading(app) as session:
        assert session.scalars(select(FieldworkCount.outcome)).all() == ["deleted"]


def test_the_start_page_clears_what_somebody_left_who_walked_away(browser: Browser, begun: Page):
    browser.press(begun, age=44, action="next")
    answer = browser.raw("GET", START)

    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.cookies == {}
    assert browser.get(f"{KIOSK}/about-you").path == KIOSK


def test_whoever_starts_is_another_person(app: Flask, browser: Browser, begun: Page):
    browser.press(begun, age=44, action="next")
    page = browser.press(browser.get(KIOSK), action="start")

    assert page.value("age") in (None, "")
    assert drafts(app) == 1


def test_a_form_of_the_person_before_is_refused_and_leads_to_the_start(browser: Browser, begun: Page):
    target, data = browser.filled(begun, {"age": 44}, action="next")
    browser.press(browser.get(KIOSK), action="start")

    assert browser.raw("POST", target, data=data).headers["Location"] == START
    assert browser.press(browser.get(KIOSK), action="start").value("age") in (None, "")


def test_no_code_to_go_on_is_offered(browser: Browser, begun: Page):
    assert "Save and go on later" not in begun
    assert "have a code" not in browser.get(KIOSK)
    assert browser.press(begun, {"age": 44}, action="next").path == f"{KIOSK}/views"
    assert browser.get(f"{KIOSK}/resume").path == f"{KIOSK}/views"


def test_what_was_begun_elsewhere_in_the_same_browser_is_not_touched(browser: Browser):
    browser.press(browser.submit(FIRST), age=30, action="next")
    browser.press(browser.get(KIOSK), action="start")
    browser.raw("POST", START)

    assert browser.get(f"{FIRST}/about-you").value("age") == "30"


def test_without_scripts_it_is_asked_whether_somebody_is_there_and_then_cleared(browser: Browser, begun: Page):
    asked = f"/surveys/{SLUG}/kiosk/{CODE}/still-there/en"
    assert f'<meta http-equiv="refresh" content="300; url={asked}">' in begun.html
    page = browser.get(asked)
    assert page.h1 == "Are you still there?"
    assert f'content="75; url={START}"' in page.html
    assert f"{KIOSK}/about-you" in page.links

    browser.raw("POST", START)
    assert browser.get(asked).path == START


def test_no_link_leads_away_and_nothing_typed_before_is_offered(browser: Browser, begun: Page):
    for page in (browser.get(START), browser.get(KIOSK), begun, browser.get("/en/surveys/health/kiosk/K7P0Q/withdraw")):
        for link in page.root.all("a"):
            assert link["href"].startswith("#") or f"/kiosk/{CODE}" in link["href"]
        assert all(form.element["autocomplete"] == "off" for form in page.forms)
        assert all(one["autocomplete"] in ("", "off") for one in page.root.all("input"))


def test_every_page_has_the_question_and_a_way_to_finish(browser: Browser, begun: Page):
    for page in (browser.get(KIOSK), begun):
        assert 'data-kiosk="75"' in page.html
        assert "Finish and clear this device for the next person" in page
        assert "Yes, I need more time" in page.html
    assert "data-kiosk" not in browser.get(FIRST).html
    assert "data-kiosk" not in browser.get(f"{FIRST}?channel=kiosk").html


def test_stopping_deletes_and_says_so(app: Flask, browser: Browser, begun: Page):
    page = browser.press(browser.press(begun, age=44, action="stop"), action="stop")
    assert "Your answers have been deleted" in page
    assert drafts(app) == 0
    assert 'data-kiosk="75"' in page.html
