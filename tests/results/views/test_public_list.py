"""Published results of all hubs."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from flask import Flask

from engage.activities.domain.kinds import ActivityState
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.surveys.models import Survey
from tests.factories.editions_of_results import make_edition
from tests.factories.surveys import make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

ATOM = "{http://www.w3.org/2005/Atom}"


def publish(app: Flask, slug: str, day: int = 4, *, areas: tuple[str, ...] = (), title: str = "") -> None:
    with transaction(app) as session:
        survey: Survey = make_survey(session, slug=slug)
        survey.activity.mission_areas = list(areas)
        if title:
            survey.activity.title = {"en": title}
        edition = make_edition(survey.id)
        edition.published_at = datetime(2026, 5, day, 9, 0, tzinfo=UTC)
        session.add(edition)


def listed(page: Page) -> list[str]:
    return [link.text for head in page.root.all("h2") for link in head.all("a")]


def test_before_anything_is_published_the_page_says_so(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_survey(session)

    page = browser.get("/en/results")

    assert "No results are published yet" in page
    assert not page.asks("q")


def test_results_of_all_hubs_stand_here_the_newest_first(app: Flask, browser: Browser):
    publish(app, "one", 4, title="Screening")
    publish(app, "two", 9, title="Care")

    page = browser.get("/en/results")

    assert listed(page) == ["Care", "Screening"]
    assert "/en/surveys/two/results" in page.links
    assert "Published on May 9, 2026. Edition 1" in page


def test_the_list_is_narrowed_by_words_country_topic_and_language(app: Flask, browser: Browser):
    publish(app, "one", 4, title="Screening", areas=("prevention",))
    publish(app, "two", 9, title="Care")

    assert listed(browser.get("/en/results?q=SCREEN")) == ["Screening"]
    assert listed(browser.get("/en/results?area=prevention")) == ["Screening"]
    assert listed(browser.get("/en/results?language=de")) == ["Care", "Screening"]
    nothing = browser.get("/en/results?q=nothing%20of%20it&area=prevention")
    assert "Nothing fits what you chose" in nothing
    for odd in ("area=x", "country=%00", "language=../", "page=0", "page=99", "page=x"):
        assert listed(browser.get(f"/en/results?{odd}")) == ["Care", "Screening"], odd


def test_what_stands_in_no_list_stands_not_in_this_one(app: Flask, browser: Browser):
    publish(app, "one", title="Secret")
    with transaction(app) as session:
        survey = session.get(Survey, 1)
        assert survey is not None
        survey.activity.state = ActivityState.DRAFT

    assert listed(browser.get("/en/results")) == []
    assert browser.get("/en/surveys/one/results").status == 200


def test_the_list_is_there_in_every_language_and_found_from_every_page_of_the_portal(app: Flask, browser: Browser):
    publish(app, "one")

    for language in PUBLIC_LANGUAGES:
        page = browser.get(f"/{language}/results")
        assert (page.status, page.lang) == (200, language)
    assert browser.get("/results").lang == "en"
    assert "/en/results" in browser.get("/en/").links
    assert "/en/results" in browser.get("/en/hubs").links


@pytest.mark.parametrize("garbage", ["endpoint=x", "available=x", "_method=POST", "_external=1&_scheme=ftp"])
def test_the_bare_address_keeps_what_narrows_the_list_and_nothing_else(browser: Browser, garbage: str):
    response = browser.raw("GET", f"/results?area=care&{garbage}", headers={"Accept-Language": "de"})

    assert (response.status_code, response.headers["Location"]) == (302, "/de/results?area=care")


def test_programs_subscribe_to_new_results(app: Flask, browser: Browser):
    publish(app, "one", 4, title="Screening & care")
    publish(app, "two", 9, title="Care")

    answer = browser.raw("GET", "/en/results.atom")
    feed = ElementTree.fromstring(answer.data)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [each.findtext(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")] == ["Care", "Screening & care"]
    assert feed.findtext(f"{ATOM}updated") == "2026-05-09T09:00:00+00:00"
    assert feed.find(f"{ATOM}entry/{ATOM}link").get("href") == "http://localhost/en/surveys/two/results"  # type: ignore[union-attr]
    again = browser.raw("GET", "/en/results.atom", headers={"If_None_Match": answer.headers["ETag"]})
    assert again.status_code == 304
