"""The directory of hubs and their pages, as everybody sees them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from engage.db.session import db
from engage.demo import hub_file
from engage.hubs import importing, queries, service
from engage.hubs.domain.kinds import LifeCycle
from engage.hubs.domain.reading import Step
from tests.factories.surveys import make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _hubs(app: Flask) -> None:
    with transaction(app) as session:
        importing.bring_in(session, hub_file(), now=NOW)


def listed(page: Page) -> set[str]:
    return {link.rpartition("/")[2] for table in page.root.all("table") for link in _links(table)}


def _links(element) -> list[str]:
    return [link["href"] for link in element.all("a")]


def test_the_directory_lists_every_hub_with_where_it_stands(browser: Browser):
    page = browser.get("/en/hubs")

    assert page.h1 == "Cancer Mission Hubs in Europe"
    assert "14 hubs" in page
    assert listed(page) == {hub.slug for hub in hub_file().hubs}
    assert "Paused since September 1, 2026" in page


def test_the_map_links_countries_with_a_hub_and_names_all_others(browser: Browser):
    page = browser.get("/en/hubs")
    picture = page.root.all("svg")[0]
    links = {link["aria-label"]: link["href"] for link in picture.all("a")}

    assert links["Norway: Active"] == "/en/hubs/default"
    assert links["Poland: Paused"] == "/en/hubs/poland"
    assert len(links) == 12
    titles = {title.text for title in picture.all("title")}
    assert "Malta: Nothing yet" in titles
    assert "Too far away for this map: Canada, New Zealand, South Korea." in page
    assert "<svg" in page.html
    assert " style=" not in page.html


def test_countries_without_a_hub_are_there_and_spoken_to_kindly(browser: Browser):
    page = browser.get("/en/hubs?status=nothing")

    assert "Nothing yet, and still part of it" in page
    assert "Switzerland Associated to Horizon Europe" in page
    assert "Malta" in page
    assert listed(page) == set()


NARROWED = {
    "q=tromso": {"norway-tromso"},
    "q=NORWAY+north": {"norway-north"},
    "q=норвегия": set(),
    "status=suspended": {"poland"},
    "country=NO": {"default", "norway-north", "norway-tromso"},
    "scope=local": {"norway-tromso"},
    "language=ga": {"ireland"},
    "status=active&scope=regional": {"norway-north"},
}


def test_it_is_narrowed_by_the_address_and_words_need_no_accents(browser: Browser):
    assert {query: listed(browser.get(f"/en/hubs?{query}")) for query in NARROWED} == NARROWED


def test_what_is_not_on_offer_narrows_nothing_and_breaks_nothing(browser: Browser):
    for query in ("status=asleep", "country=%27--", "scope=1", "language=%00", "q=%25", "q=%00"):
        assert browser.get(f"/en/hubs?{query}").status == 200, query


def test_the_directory_costs_few_statements_however_many_hubs_there_are(app: Flask, browser: Browser):
    counted: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    browser.get("/en/hubs")

    assert len([each for each in counted if each.startswith("SELECT")]) <= 2


def test_a_hub_has_a_page_in_the_languages_it_speaks(browser: Browser):
    page = browser.get("/nb/hubs/default")

    assert page.h1 == "Kreftmisjonens knutepunkt Norge (demonstrasjon)"
    assert "Dette er et oppdiktet lag" in page
    assert 'hreflang="nb"' in page.html


def test_the_page_says_who_is_in_it_where_it_stands_and_who_is_responsible(browser: Browser):
    page = browser.get("/en/hubs/default")

    for words in (
        "Cancer Mission Hub Norway (demonstration)",
        "Active since March 3, 2025",
        "Applied (round 1) November 18, 2024",
        "Patients' Forum North (invented), Tromsø",
        "Northern Hub (demonstration)",
        "dpo.no@example.org (example)",
        "In the directory since March 3, 2025.",
        "+47 00 00 00 00",
    ):
        assert words in page, words


def test_a_language_without_an_interface_is_served_with_the_nearest_one(browser: Browser):
    page = browser.get("/uk/hubs/ukraine")

    assert page.h1 == "Осередок Місії проти раку, Україна (демонстрація)"
    assert page.root.all("h1")[0]["lang"] == "uk"
    assert page.lang == "en"


def test_in_a_language_that_the_hub_does_not_speak_its_own_words_are_marked(browser: Browser):
    heading = browser.get("/he/hubs/default").root.all("h1")[0]

    assert (heading["lang"], heading["dir"]) == ("nb", "ltr")


@pytest.mark.parametrize("path", ["/hubs", "/hubs/default"])
def test_bare_addresses_lead_to_the_language_of_the_browser(browser: Browser, path: str):
    answer = browser.raw("GET", path, headers={"Accept-Language": "nb"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/nb{path}")
    assert answer.headers["Vary"].startswith("Accept-Language, Cookie")


def test_a_hub_that_is_not_published_is_not_there(app: Flask, browser: Browser):
    with transaction(app) as session:
        hub = queries.by_slug(session, "norway-north")
        assert hub is not None
        service.unpublish(hub, now=NOW)

    assert browser.get("/en/hubs/norway-north").status == 404
    assert browser.raw("GET", "/hubs/norway-north").status_code == 404
    assert "norway-north" not in browser.get("/en/hubs").html
    assert "norway-north" not in browser.get("/en/hubs/default").html


def test_a_step_in_the_future_is_not_shown(app: Flask, browser: Browser):
    with transaction(app) as session:
        hub = queries.by_slug(session, "sweden")
        assert hub is not None
        service.add_step(session, hub, Step(LifeCycle.SUSPENDED, date(2199, 1, 1)), now=NOW)

    assert "2199" not in browser.get("/en/hubs/sweden")


def test_a_hub_shows_what_it_and_its_parts_do(app: Flask, browser: Browser):
    with transaction(app) as session:
        hub = queries.by_slug(session, "norway-north")
        assert hub is not None
        make_survey(session).activity.hub = hub

    for slug in ("norway-north", "default"):
        page = browser.get(f"/en/hubs/{slug}")
        assert "What you can take part in now" in page
        assert "/en/surveys/health" in page.links
    assert "nothing to take part in at the moment" in browser.get("/en/hubs/sweden")


def test_no_cookie_is_set(browser: Browser):
    assert "Set-Cookie" not in browser.get("/en/hubs").headers
    assert "Set-Cookie" not in browser.get("/en/hubs/default").headers
