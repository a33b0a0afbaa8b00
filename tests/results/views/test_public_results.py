"""Published results of a survey, for everybody."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from engage.db.session import db
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.results.models import Edition
from engage.results.publishing.figures import Filter, Option, Quote, Wave, WaveOf
from engage.surveys import queries
from tests.factories.editions_of_results import make_edition, make_published
from tests.factories.surveys import FIRST, SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

PAGE = f"/en/surveys/{SLUG}/results"
MOST_STATEMENTS = 6
GROUP = f"{PAGE}?group=_language:de"


@pytest.fixture
def publish(app: Flask) -> Callable[..., None]:
    def published(number: int = 1, **changes: Any) -> None:
        with transaction(app) as session:
            survey = queries.by_slug(session, SLUG) or make_survey(session)
            session.add(make_edition(survey.id, number, **changes))

    return published


def take_back(app: Flask, number: int) -> None:
    with transaction(app) as session:
        edition = session.scalars(select(Edition).where(Edition.number == number)).one()
        edition.withdrawn_on, edition.withdrawn_reason = date(2026, 6, 1), "A question was wrong."


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    said: list[str] = []

    def note(*of: Any) -> None:
        said.append(of[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_what_was_not_published_has_no_page(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_survey(session)

    assert browser.get(PAGE).status == browser.get("/surveys/nowhere/results").status == 404


def test_the_page_says_what_was_found_of_whom_and_what_happens_next(publish: Callable[..., None], browser: Browser):
    publish()

    page = browser.get(PAGE)

    assert page.h1 == "Screening and you"
    for words in (
        "Most people hear of screening from their doctor.",
        "About 600 people",
        "People chose to answer.",
        "Published on May 4, 2026 (edition 1)",
        "From a doctor 50% (300)",
        "Mean 3.8, median 4.",
        "We asked in waiting rooms and online.",
        "Age (Eurostat demo_pjan, 2024)",
        "The ministry answers in May.",
        "By the answers to: How was your care? From nurses",
    ):
        assert words in page


def test_small_counts_are_all_alike_and_the_page_says_why(publish: Callable[..., None], browser: Browser):
    publish()

    page = browser.get(PAGE)

    assert "Pets fewer than 10" in page
    assert "4 figures, because fewer than 10 people gave these answers." in page
    assert "whether it was 9 or nobody" in page


def test_one_chooses_a_group_with_a_form_that_needs_no_script(publish: Callable[..., None], browser: Browser):
    publish()

    assert browser.get(PAGE).asks("group")
    page = browser.get(GROUP)

    assert page.value("group") == "_language:de"
    assert "You see the answers of one group. Language: German" in page
    assert "From a doctor 48.7% (95)" in page
    assert "From nobody not shown" in page
    assert "Fewer than 10 people answered, so nothing is shown." in page
    assert "Answers by other answers" not in page
    assert f"{PAGE}/report.pdf?edition=1&group=_language:de" in page.links


def test_a_group_that_is_not_published_leads_to_everybody(publish: Callable[..., None], browser: Browser):
    publish()

    for unknown in ("_language:xx", "age:1", "%00", "heard"):
        answer = browser.raw("GET", f"{PAGE}?group={unknown}")
        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert browser.get(f"{PAGE}?group=").status == 200


def test_the_page_is_there_in_every_language_of_the_product(publish: Callable[..., None], browser: Browser):
    publish()

    for language in PUBLIC_LANGUAGES:
        page = browser.get(f"/{language}/surveys/{SLUG}/results")
        assert (page.status, page.lang) == (200, language)
        assert all(f'hreflang="{other}"' in page.html for other in PUBLIC_LANGUAGES)
    german = browser.get(f"/de/surveys/{SLUG}/results")
    assert german.h1 == "Früherkennung und Sie"
    assert "Die meisten hören es vom Arzt." in german
    assert '<div class="eng-prose" lang="en" dir="ltr"><p>We asked' in german.html


def test_a_language_of_the_survey_that_the_product_does_not_speak_has_a_page_too(
    publish: Callable[..., None], browser: Browser
):
    method = replace(make_published().method, languages=("en", "ti"))
    publish(method=method, title={"en": "Screening and you", "ti": "ምርመራ"})

    page = browser.get(f"/ti/surveys/{SLUG}/results")

    assert (page.status, page.lang, page.h1) == (200, "ti", "ምርመራ")
    assert '<h2 id="files">' in page.html
    assert re.search(r'<section class="eng-downloads"[^>]* lang="en" dir="ltr">', page.html)


def test_the_bare_address_asks_for_the_language(publish: Callable[..., None], browser: Browser):
    publish()

    answer = browser.raw("GET", f"/surveys/{SLUG}/results?group=_language:de", headers={"Accept_Language": "he"})

    assert answer.headers["Location"] == f"/he/surveys/{SLUG}/results?group=_language:de"
    assert "Accept-Language, Cookie" in answer.headers["Vary"]
    assert browser.get(f"/fi/surveys/{SLUG}/results").lang == "en"


def test_caches_may_keep_it_and_who_has_it_gets_nothing_again(publish: Callable[..., None], browser: Browser):
    publish()

    answer = browser.raw("GET", PAGE)

    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    again = browser.raw("GET", PAGE, headers={"If_None_Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = browser.raw("GET", GROUP)
    assert other.headers["ETag"] != answer.headers["ETag"]


def test_pages_and_files_read_an_edition_and_no_response(publish: Callable[..., None], app: Flask, browser: Browser):
    publish()
    files = ("data.csv", "data.xlsx", "data.json", "charts/q1.svg", "charts/c1.csv", "report.pdf", "report.docx")
    addresses = (PAGE, GROUP, *(f"{PAGE}/{file}" for file in files), "/en/results", "/en/results.atom")

    for address in addresses:
        with statements(app) as said:
            assert browser.raw("GET", address).status_code == 200, address
        read = {table for each in said for table in re.findall(r"(?:FROM|JOIN) (\w+)", each)}
        assert not {table for table in read if table.startswith(("response", "draft", "fieldwork", "text_"))}, address


def test_a_page_costs_few_statements_and_the_next_one_fewer(publish: Callable[..., None], app: Flask, browser: Browser):
    publish()

    with statements(app) as first:
        browser.get(PAGE)
    with statements(app) as second:
        browser.get(PAGE)

    assert len([each for each in first if each.startswith("SELECT")]) <= MOST_STATEMENTS
    assert len([each for each in second if each.startswith("SELECT")]) == 1


def test_a_new_edition_takes_the_place_and_the_earlier_one_stays_readable(
    publish: Callable[..., None], browser: Browser
):
    publish(1)
    browser.get(PAGE)
    publish(2, title={"en": "Screening, once more"})

    assert browser.get(PAGE).h1 == "Screening, once more"
    earlier = browser.get(f"{PAGE}?edition=1")
    assert earlier.h1 == "Screening and you"
    assert "There is a newer one." in earlier
    assert browser.get(f"{PAGE}?edition=3").status == browser.get(f"{PAGE}?edition=x").status == 404


def test_what_was_taken_back_says_so_and_shows_no_figure(publish: Callable[..., None], app: Flask, browser: Browser):
    publish(1)
    publish(2)
    browser.get(PAGE)
    take_back(app, 2)

    assert "edition 1" in browser.get(PAGE)
    gone = browser.get(f"{PAGE}?edition=2")
    assert gone.status == 410
    assert "taken back on June 1, 2026" in gone
    assert "A question was wrong." in gone
    assert "300" not in gone
    assert browser.raw("GET", f"{PAGE}/data.csv?edition=2").status_code == 404
    take_back(app, 1)
    assert browser.get(PAGE).status == 410


def test_so_few_answers_that_nothing_is_shown_are_told_plainly(publish: Callable[..., None], browser: Browser):
    publish(
        questions=(), crossings=(), filters=(), too_few=True, method=replace(make_published().method, responses=None)
    )

    page = browser.get(PAGE)

    assert "Fewer than 10 people answered. Nothing is shown" in page
    assert "Take it with you" not in page


def test_released_quotes_stand_beside_their_question(publish: Callable[..., None], browser: Browser):
    heard = Quote("heard", {"en": "My neighbour told me.", "de": "Meine Nachbarin."})
    publish(quotes=(heard, Quote("why", {"en": "Nobody asked before."})))

    page = browser.get(PAGE)

    assert "In people’s words My neighbour told me. What helped you?" in page
    assert "In people’s words Nobody asked before. How this was asked" in page
    assert "In people’s words" not in browser.get(GROUP)


def test_each_country_that_can_be_chosen_has_a_report_of_its_own(publish: Callable[..., None], browser: Browser):
    publish(filters=(Filter("_country", {"en": "Country"}, (Option("NO", {"en": "Norway"}),)),))

    page = browser.get(PAGE)

    assert "Norway: PDF" in page
    assert f"{PAGE}/report.docx?edition=1&group=_country:NO" in page.links


def test_an_earlier_survey_beside_this_one_can_be_read(publish: Callable[..., None], browser: Browser):
    heard, *others = make_published().questions
    wave = WaveOf("before", 2, {"en": "Screening before"}, "2025-03-01", "2025-04-30")
    publish(waves=(wave,), questions=(replace(heard, waves=(Wave("before", 2, heard.table),)), *others))

    page = browser.get(PAGE)

    assert "Screening before Mar 2025–Apr 2025" in page
    assert "/en/surveys/before/results?edition=2" in page.links
    assert "Now and in earlier surveys." in page


def test_the_survey_leads_to_its_results_once_they_are_published(
    publish: Callable[..., None], app: Flask, browser: Browser
):
    with transaction(app) as session:
        make_survey(session)
    assert PAGE not in browser.get(FIRST).links

    publish()
    assert PAGE in browser.get(FIRST).links
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        survey.opens_at = datetime.now(UTC) - timedelta(days=9)
        survey.closes_at = datetime.now(UTC) - timedelta(days=2)
    assert PAGE in browser.get(FIRST).links
    assert PAGE in browser.get("/en/").links
    assert PAGE in browser.get("/en/activities?when=over").links

    take_back(app, 1)
    assert PAGE not in browser.get(FIRST).links
