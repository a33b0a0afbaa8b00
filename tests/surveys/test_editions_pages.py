"""One survey, six countries: each meets its own edition, and the answers can be pooled."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.surveys import pages
from engage.surveys.models import Response
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import FIRST
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

GERMAN = FIRST.replace("/en/", "/de/")


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey_of_countries(session)


def link(page: Page, words: str) -> str:
    """Where the link with these words leads."""
    return next(element["href"] for element in page.root.all("a") if element.text == words)


def stored(app: Flask) -> list[tuple[str, dict[str, Any]]]:
    with reading(app) as session:
        return [(row.country, row.answers) for row in session.execute(select(Response.country, Response.answers))]


@ON_SQLITE
def test_whatever_stands_for_a_country_in_an_address_no_edition_is_made_for_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    browser.get(FIRST)
    monkeypatch.setattr(pages, "_load", lambda *_: pytest.fail("an edition is made"))

    for junk in ("ZZ", "\u0130", "%00", "'\""):
        assert "Question country?" in browser.get(f"{FIRST}?country={junk}")


@ON_SQLITE
def test_the_first_question_is_the_country_and_choosing_it_stores_nothing(app: Flask, browser: Browser):
    page = browser.get(FIRST)

    assert "Question country?" in page
    assert "Germany" in page
    assert "Another country" in page
    assert link(page, "Germany") == f"{FIRST}?country=DE"


@ON_SQLITE
def test_an_address_can_name_the_country_itself(browser: Browser):
    page = browser.get(f"{FIRST}?country=de")

    assert "Das deutsche Zentrum" not in page
    assert "The German hub" in page
    assert "16" in page
    assert "bonn@example.org" in page


@ON_SQLITE
def test_the_country_stays_when_the_language_changes(browser: Browser):
    page = browser.get(f"{FIRST}?country=DE")

    assert link(page, "Deutsch") == f"{GERMAN}?country=DE"
    assert "Das deutsche Zentrum" in browser.get(f"{GERMAN}?country=DE")


def test_people_of_a_country_answer_its_own_questions_and_count_with_all(app: Flask, browser: Browser):
    page = browser.submit(f"{FIRST}?country=DE", _age="yes")
    assert "Welchen Schulabschluss haben Sie?" in page
    assert "Question country?" not in page

    page = browser.press(page, school="abitur", action="next")
    page = browser.press(page, why="Books", action="next")
    assert "Abitur" in page
    browser.press(page, action="submit")

    assert stored(app) == [("DE", {"country": "DE", "school": "high", "school/national": "abitur", "why": "Books"})]


def test_people_of_a_country_without_an_edition_are_asked_where_they_live(app: Flask, browser: Browser):
    page = browser.submit(f"{FIRST}?country=other")
    assert "Question country?" in page

    page = browser.press(page, country="FR", school="low", action="next")
    browser.press(page, action="submit")

    assert stored(app) == [("", {"country": "FR", "school": "low"})]


@ON_SQLITE
def test_the_minimum_age_is_that_of_the_country(browser: Browser):
    refused = browser.submit(f"{FIRST}?country=DE")
    assert refused.status == 422
    assert "16" in refused

    assert browser.submit(f"{FIRST}?country=NO").status == 200


@ON_SQLITE
def test_starting_without_a_country_leads_back_to_the_question(browser: Browser):
    assert browser.post(FIRST).path == FIRST


def test_the_hub_of_a_country_stands_behind_its_pages(browser: Browser):
    assert "Hub Germany" in browser.get(f"{FIRST}?country=DE")
    assert "Hub Germany" not in browser.get(f"{FIRST}?country=NO")


@ON_SQLITE
def test_a_bare_address_keeps_the_country_and_the_channel(browser: Browser):
    found = browser.get("/surveys/health?country=DE&channel=kiosk", Accept_Language="de")

    assert found.path.startswith(GERMAN)
    assert "Das deutsche Zentrum" in found


@ON_SQLITE
def test_the_receipt_page_is_still_that_of_the_country(app: Flask, browser: Browser):
    page = browser.submit(f"{FIRST}?country=DE", _age="yes")
    page = browser.press(page, school="haupt", action="next")

    assert "bonn@example.org" in browser.press(page, action="submit")
