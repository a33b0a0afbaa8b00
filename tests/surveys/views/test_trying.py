"""Trying a survey by a test link: the real pages, comments, and nothing that counts."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.i18n.text import TextState
from engage.instruments.domain.definition import ItemType
from engage.instruments.domain.translations import with_states
from engage.surveys import answering, fielding, queries, trials
from engage.surveys.models import Draft, FieldworkCount, Response
from engage.surveys.models_before_field import FindingState
from tests.factories.surveys import FIRST, HEALTH, SLUG, instrument, item, make_survey, section
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def link(app: Flask, language: str = "en", *, publish: bool = False) -> str:
    """A survey with a test link: its address."""
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG) or make_survey(session, publish=publish)
        token = trials.make_link(session, survey, language, by="kari@example.org", now=NOW).token
    return f"/{language}/surveys/{SLUG}/test/{token}"


def go(browser: Browser, page: Page, _action: str = "next", **values: str) -> Page:
    """Send a page of questions, at its own address, with its own token."""
    return browser.post(page.path, {"_csrf": page.value("_csrf") or "", "_action": _action, **values})


def stored(app: Flask) -> tuple[int, int, int]:
    """Drafts, responses, counters."""
    with reading(app) as session:
        counts = [
            session.scalar(select(func.count()).select_from(table)) for table in (Draft, Response, FieldworkCount)
        ]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0


def test_a_tester_walks_the_real_pages_of_an_unpublished_survey_and_leaves_no_answer(
    app: Flask, browser: Browser
) -> None:
    address = link(app)

    first = browser.get(address)
    page = browser.post(address, {"_tester": "Ola N."})
    assert "This is a test." in first
    assert "This is a test." in page
    assert page.path == f"{address}/about-you"
    page = go(browser, page, age="44", smoker="no")
    assert page.path == f"{address}/views"
    page = go(browser, page, topics="care")
    assert page.path == f"{address}/review"
    assert "44" in page
    page = go(browser, page, "submit")

    assert page.path == f"{address}/done"
    assert "None of your answers were stored" in page
    assert stored(app) == (0, 0, 0)
    assert browser.get(FIRST).status == 404


def test_a_tester_sends_a_file_as_large_as_a_citizen_may_and_comments_on_it(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, instrument(section("papers", item("letter", ItemType.FILE)), section("more", item("x"))))
    page = browser.submit(link(app))
    target, data = browser.filled(page, {"_comment:letter": "Which letter?"}, action="next")
    file = {"letter": (io.BytesIO(b"%PDF-" + bytes(500_000)), "a.pdf")}

    response = browser.raw("POST", target, data=data | file, content_type="multipart/form-data")

    assert response.status_code == 303
    with reading(app) as session:
        assert [finding.words for finding in queries.findings(session, 1)] == ["Which letter?"]


def test_every_address_of_the_pages_keeps_the_test_link(app: Flask, browser: Browser) -> None:
    address = link(app, publish=True)

    for page in (browser.get(address), browser.post(address, {})):
        own = [href for href in page.links if f"/surveys/{SLUG}" in href]
        assert own
        assert all(href.startswith(address) for href in own)


def test_what_testers_begin_is_in_no_figure_and_goes_without_being_counted(app: Flask, browser: Browser) -> None:
    address = link(app, publish=True)
    browser.post(address, {})

    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        assert queries.fieldwork(session, survey.id) == []
        assert answering.expire_drafts(session, before=datetime.now(UTC).date() + timedelta(days=60)) == 0

    assert stored(app) == (0, 0, 0)


def test_who_stops_a_trial_is_not_counted_either(app: Flask, browser: Browser) -> None:
    address = link(app, publish=True)
    page = go(browser, browser.post(address, {}), "stop")

    go(browser, page, "stop")

    assert stored(app) == (0, 0, 0)


def test_a_tester_and_a_respondent_in_one_browser_do_not_disturb_each_other(app: Flask, browser: Browser) -> None:
    address = link(app, publish=True)
    page = browser.post(FIRST, {})
    go(browser, page, age="44", smoker="no")
    browser.post(address, {})

    assert "44" in browser.get(f"{FIRST}/about-you").html
    assert 'value="44"' not in browser.get(f"{address}/about-you").html
    assert stored(app)[0] == 2


@pytest.mark.parametrize(
    "theirs", [True, False], ids=["a tester's code on citizens' pages", "a code of citizens in a trial"]
)
def test_a_code_opens_only_pages_of_its_own_kind(app: Flask, browser: Browser, theirs: bool) -> None:
    address = link(app, publish=True)
    begun, other = (address, FIRST) if theirs else (FIRST, address)
    code = re.search(r"([0-9A-Z]{4,5}[- ]){3,}[0-9A-Z]+", go(browser, browser.post(begun, {}), "save").text)
    assert code
    stranger = Browser(app)
    form = stranger.get(f"{other}/resume")

    page = stranger.post(f"{other}/resume", {"_csrf": form.value("_csrf") or "", "code": code.group(0)})

    assert page.status == 422


def test_comments_are_kept_by_item_with_language_version_and_who(app: Flask, browser: Browser) -> None:
    address = link(app, "de")
    page = browser.post(address, {"_tester": "Ola Nørd"})

    wrong = go(browser, page, age="1000", **{"_comment:age": "In Jahren?", "_comment:smoker": "  ", "_comment:x": "?"})
    right = go(browser, page, age="44", **{"_comment:smoker": "Auch Vaping?"})
    done = browser.post(f"{address}/done", {"_comment:": "Zu lang."})

    assert wrong.status == 422
    for shown in (wrong, right, done):
        assert "eng-notice--success" in shown.html
    with reading(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        said = queries.findings(session, survey.id)
        assert {(each.item, each.words) for each in said} == {
            ("age", "In Jahren?"),
            ("smoker", "Auch Vaping?"),
            ("", "Zu lang."),
        }
        assert {(each.language, each.version, each.tester, each.state) for each in said} == {
            ("de", 1, "Ola Nørd", FindingState.OPEN)
        }


def test_citizens_pages_have_no_room_for_comments_and_keep_none(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)
    page = browser.post(FIRST, {})

    go(browser, page, age="44", **{"_comment:age": "?"})

    assert "_comment" not in page.html
    with reading(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        assert queries.findings(session, survey.id) == []


def test_a_revoked_link_opens_nothing_and_a_new_one_replaces_the_old(app: Flask, browser: Browser) -> None:
    old = link(app)
    new = link(app)
    assert browser.get(old).status == 404
    browser.post(new, {})

    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        (found,) = queries.trial_links(session, survey.id)
        trials.revoke(session, found, now=NOW)

    assert browser.get(new).status == 404
    assert browser.get(f"{new}/about-you").status == 404
    assert browser.get(f"/en/surveys/{SLUG}/test/{'0' * 32}").status == 404


def test_a_link_is_for_one_language_even_before_its_texts_are_approved(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, with_states(HEALTH, TextState.DRAFT), publish=False)
    address = link(app, "de")

    page = browser.get(address)

    assert page.lang == "de"
    assert browser.get(address.replace("/de/", "/en/")).path == address


def test_a_trial_shows_the_newest_state_while_citizens_see_the_published_one(app: Flask, browser: Browser) -> None:
    address = link(app, publish=True)
    with transaction(app) as session:
        changed = replace(HEALTH, sections=(*HEALTH.sections, section("more", item("late"))))
        make_survey(session, changed, publish=False)

    page = browser.post(address, {})
    seen = go(browser, page, age="44", smoker="no")
    seen = go(browser, seen, topics="care")

    assert seen.path == f"{address}/more"
    browser.post(FIRST, {})
    assert browser.get(f"{FIRST}/more").status == 404


def test_pages_of_a_trial_are_kept_by_no_cache_and_found_by_no_search(app: Flask, browser: Browser) -> None:
    answer = browser.raw("GET", link(app))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_test_link_cannot_fill_the_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "MOST_FINDINGS", 1)
    with transaction(app) as session:
        survey = make_survey(session)
        words = {"age": "a", "smoker": "b"}
        kept = trials.say(session, survey.id, words, version=1, language="en", tester="", now=NOW)

        assert kept == 1
        assert fielding.newest_number(session, survey) == 1
