"""A citizen answers on pages, from the first to the receipt."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Draft, Response, Survey
from tests.factories.surveys import CONSENT, FIRST, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, everything, reading, transaction

GERMAN = "/de/surveys/health"


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


@pytest.fixture
def started(browser: Browser) -> Page:
    """The first page of questions."""
    return browser.submit(FIRST)


def answers(app: Flask) -> list[dict[str, Any]]:
    with reading(app) as session:
        return list(session.scalars(select(Response.answers)))


def to_the_end(browser: Browser, page: Page, **given: Any) -> Page:
    """Answer the first page, skip the rest, send."""
    browser.press(page, given, action="next")
    return browser.submit(f"{FIRST}/review", action="submit")


# -- there and back


def test_a_citizen_answers_page_by_page_and_gets_a_receipt(app: Flask, browser: Browser):
    page = browser.submit(FIRST)
    assert page.path == f"{FIRST}/about-you"

    page = browser.press(page, age=44, smoker="no", action="next")
    assert page.path == f"{FIRST}/views"
    given = {"topics": ["care", "else"], "topics/other": "Sleep", "trust/doctor": "high"}
    page = browser.press(page, given, action="next")
    assert page.path == f"{FIRST}/review"
    assert "Sleep" in page
    page = browser.press(page, action="submit")

    assert page.path == f"{FIRST}/done"
    assert len(page.code.replace("-", "")) == 16
    assert answers(app) == [
        {"age": 44, "smoker": "no", "topics": ["care", "else"], "topics/other": "Sleep", "trust/doctor": "high"}
    ]


@ON_SQLITE
def test_everything_can_be_skipped_that_is_not_required(app: Flask, browser: Browser, started: Page):
    page = browser.press(browser.press(started, action="next"), action="next")

    assert browser.press(page, action="submit").path == f"{FIRST}/done"
    assert answers(app) == [{}]


@ON_SQLITE
def test_going_back_keeps_what_was_typed_also_what_is_wrong(browser: Browser, started: Page):
    views = browser.press(started, age=44, action="next")

    page = browser.press(views, topics=["care"], action="back")
    assert page.path == f"{FIRST}/about-you"
    assert page.value("age") == "44"

    page = browser.press(page, age="many", action="back")
    assert page.path == FIRST
    assert browser.get(f"{FIRST}/about-you").value("age") == "many"


@ON_SQLITE
def test_an_answer_that_does_not_fit_is_said_at_the_top_and_at_the_item_with_everything_kept(
    browser: Browser, started: Page
):
    page = browser.press(started, age="many", smoker="no", action="next")

    assert page.status == 422
    assert page.root.all("title")[0].text.startswith("Error:")
    assert page.errors == ["Write a number in figures, for example 12."]
    assert page.value("age") == "many"
    assert page.value("smoker") == "no"
    control = next(c for c in page.root.all("input") if c["name"] == "age")
    assert control["aria-invalid"] == "true"
    link = next(a for box in page.root.walk() if "data-errors" in box for a in box.all("a"))
    assert link["href"] == f"#{control['id']}"


@ON_SQLITE
def test_questions_that_open_are_shown_before_going_on(browser: Browser, started: Page):
    assert not started.asks("brand")

    page = browser.press(started, smoker="yes", action="next")

    assert page.path.startswith(f"{FIRST}/about-you")
    assert page.asks("brand")
    assert "More questions have opened" in page


@ON_SQLITE
def test_what_became_irrelevant_is_offered_again_when_it_is_relevant_again(app: Flask, browser: Browser, started: Page):
    page = browser.press(started, smoker="yes", action="next")
    browser.press(page, brand="North", action="next")
    browser.submit(f"{FIRST}/about-you", smoker="no", action="next")
    page = browser.submit(f"{FIRST}/about-you", smoker="yes", action="next")

    assert page.value("brand") == "North"
    to_the_end(browser, page, smoker="no")
    assert answers(app) == [{"smoker": "no"}]


@ON_SQLITE
def test_what_is_missing_is_listed_before_sending_with_links_to_it(app: Flask, browser: Browser, started: Page):
    browser.press(started, smoker="yes", action="next")

    page = browser.submit(f"{FIRST}/review", action="submit")

    assert page.status == 422
    assert page.errors == ["Write an answer."]
    assert f"{FIRST}/smoking#i-reason" in page.links
    assert answers(app) == []


@ON_SQLITE
def test_a_section_that_is_not_on_the_path_leads_to_one_that_is(browser: Browser, started: Page):
    assert browser.get(f"{FIRST}/smoking").path == f"{FIRST}/about-you"
    assert browser.raw("GET", f"{FIRST}/no-such-section").status_code == 404


# -- languages


@ON_SQLITE
def test_switching_the_language_keeps_what_was_typed_also_what_is_wrong(browser: Browser, started: Page):
    page = browser.press(started, {"age": "viele", "smoker": "yes"}, language="de")

    assert page.path == f"{GERMAN}/about-you"
    assert page.lang == "de"
    assert "Frage age?" in page
    assert page.value("age") == "viele"
    assert page.value("smoker") == "yes"


@ON_SQLITE
def test_switching_on_the_review_page_stays_there(browser: Browser, started: Page):
    browser.press(started, age=44, action="next")

    page = browser.press(browser.get(f"{FIRST}/review"), language="de")

    assert page.path == f"{GERMAN}/review"
    assert "44" in page


@ON_SQLITE
def test_the_response_has_the_language_it_was_sent_in(app: Flask, browser: Browser, started: Page):
    page = browser.press(started, age=44, language="de")
    browser.press(page, action="next")
    browser.submit(f"{GERMAN}/review", action="submit")

    with reading(app) as session:
        assert session.scalars(select(Response.language)).all() == ["de"]


# -- consent


@ON_SQLITE
def test_special_category_questions_are_not_asked_without_consent(browser: Browser, started: Page):
    assert CONSENT in browser.get(FIRST)
    assert not started.asks("illness")


@ON_SQLITE
def test_a_forged_answer_to_a_question_that_was_not_asked_is_not_kept(app: Flask, browser: Browser, started: Page):
    path, data = browser.filled(started, {"age": 44}, action="next")

    browser.post(path, data | {"illness": "asthma", "_seen": ["illness", "brand"], "brand": "North", "secret": "x"})

    browser.submit(f"{FIRST}/review", action="submit")
    assert answers(app) == [{"age": 44}]


def test_consent_can_be_taken_back_on_the_review_page(app: Flask, browser: Browser):
    started = browser.submit(FIRST, _consent="yes")
    browser.press(started, illness="asthma", age=44, action="next")
    page = browser.get(f"{FIRST}/review")
    assert "asthma" in page

    page = browser.press(page, action="no-consent")

    assert page.path == f"{FIRST}/review"
    assert "asthma" not in page
    browser.press(page, action="submit")
    assert answers(app) == [{"age": 44}]


# -- later, elsewhere, never mind


def test_answers_are_gone_on_with_on_another_device_by_the_code(app: Flask, browser: Browser, started: Page):
    saved = browser.press(started, age="44", action="save")
    assert saved.path == f"{FIRST}/resume"
    other = Browser(app)

    page = other.submit(f"{FIRST}/resume", code=saved.code.lower().replace("-", " "), action="resume")

    assert page.path == f"{FIRST}/about-you"
    assert page.value("age") == "44"


@ON_SQLITE
@pytest.mark.parametrize("code", ["", "no", "0000-0000-0000-0000-0000-0000-00", "U" * 26, "<script>", "7" * 200])
def test_a_wrong_code_is_said_kindly_and_kept(browser: Browser, code: str):
    page = browser.submit(f"{FIRST}/resume", code=code, action="resume")

    assert page.status == 422
    assert "We cannot find answers with this code" in page
    assert page.value("code") == code[:60]


@ON_SQLITE
@pytest.mark.parametrize("code", ["", "7K3M-9QXP-0000-0000", "not a code", "É" * 16])
def test_a_wrong_receipt_is_said_kindly_and_deletes_nothing(app: Flask, browser: Browser, started: Page, code: str):
    to_the_end(browser, started, age=44)

    page = Browser(app).submit(f"{FIRST}/withdraw", code=code, action="withdraw")

    assert page.status == 422
    assert "We cannot find a response with this code" in page
    assert answers(app) == [{"age": 44}]


def test_a_response_is_withdrawn_with_its_receipt_from_any_device(app: Flask, browser: Browser, started: Page):
    receipt = to_the_end(browser, started, age=44).code

    page = Browser(app).submit(f"{FIRST}/withdraw", code=receipt, action="withdraw")

    assert "Your answers have been deleted" in page
    assert answers(app) == []


@ON_SQLITE
def test_a_response_can_be_withdrawn_from_a_survey_that_is_closed(app: Flask, browser: Browser, started: Page):
    receipt = to_the_end(browser, started, age=44).code
    with transaction(app) as session:
        session.execute(update(Survey).values(status=SurveyStatus.CLOSED, revision=Survey.revision + 1))

    Browser(app).submit(f"{FIRST}/withdraw", code=receipt, action="withdraw")

    assert answers(app) == []


def test_stopping_asks_once_and_then_deletes_everything(app: Flask, browser: Browser, started: Page):
    page = browser.press(started, age=44, action="stop")
    assert page.path == f"{FIRST}/withdraw"
    assert everything(app)["draft"] == 1

    page = browser.press(page, action="stop")

    assert "Your answers have been deleted" in page
    assert everything(app)["draft"] == 0
    assert "s-health" not in browser.cookies


@ON_SQLITE
def test_the_next_person_on_this_device_sees_nothing_of_the_first(app: Flask, browser: Browser, started: Page):
    done = to_the_end(browser, started, age=44)
    path, data = browser.filled(done, {}, action="leave")

    left = browser.raw("POST", path, data=data)

    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert browser.cookies == {}
    for place in ("done", "review", "about-you"):
        assert browser.get(f"{FIRST}/{place}").path == FIRST


@ON_SQLITE
def test_the_next_person_begins_anew_while_the_first_goes_on_by_code(app: Flask, browser: Browser, started: Page):
    saved = browser.press(started, age=44, action="save")
    browser.press(saved, action="leave")

    fresh = browser.submit(FIRST)

    assert fresh.value("age") == ""
    assert Browser(app).submit(f"{FIRST}/resume", code=saved.code, action="resume").value("age") == "44"


def test_start_goes_on_with_the_draft_there_is(app: Flask, browser: Browser, started: Page):
    browser.press(started, age=44, action="next")

    page = browser.submit(FIRST)

    assert page.path == f"{FIRST}/views"
    assert everything(app)["draft"] == 1


# -- surveys that take no answers


@ON_SQLITE
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        pytest.param({"status": SurveyStatus.PAUSED}, "This survey is paused", id="paused"),
        pytest.param({"status": SurveyStatus.CLOSED}, "This survey is closed", id="closed"),
        pytest.param({"opens_at": datetime.now(UTC) + timedelta(days=2)}, "not open yet", id="not yet open"),
        pytest.param({"closes_at": datetime.now(UTC) - timedelta(days=2)}, "This survey is closed", id="over"),
        pytest.param({"most_responses": 0}, "has all the answers it needs", id="full"),
    ],
)
def test_a_survey_that_takes_no_answers_says_so_kindly(
    app: Flask, browser: Browser, columns: dict[str, Any], words: str
):
    started = browser.submit(FIRST)
    with transaction(app) as session:
        session.execute(update(Survey).values(revision=Survey.revision + 1, **columns))
    before = everything(app)

    assert words in browser.get(FIRST)
    saving = browser.press(started, age=44, action="next")
    sending = browser.press(browser.get(f"{FIRST}/review"), action="submit")
    starting = Browser(app).post(FIRST)

    for page in (saving, sending, starting):
        assert page.status == 409
        assert words in page
    assert everything(app) == before


@ON_SQLITE
@pytest.mark.parametrize("status", [None, SurveyStatus.DRAFT])
def test_a_survey_that_was_never_published_does_not_exist(app: Flask, browser: Browser, status: SurveyStatus | None):
    with transaction(app) as session:
        make_survey(session, slug="hidden", publish=status is not None, **({"status": status} if status else {}))

    for path in ("/surveys/hidden", "/en/surveys/hidden", "/en/surveys/hidden/resume", "/en/surveys/hidden/about-you"):
        assert browser.raw("GET", path).status_code == 404


# -- what pages leave behind


@ON_SQLITE
def test_the_first_page_sets_no_cookie_and_may_be_cached(browser: Browser):
    response = browser.raw("GET", FIRST)

    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=60"


def personal(browser: Browser, started: Page) -> Iterator[str]:
    browser.press(started, age=44, action="next")
    yield from (f"{FIRST}/{place}" for place in ("about-you", "review", "resume", "withdraw"))
    browser.submit(f"{FIRST}/review", action="submit")
    yield f"{FIRST}/done"


@ON_SQLITE
def test_personal_pages_are_never_stored_by_a_browser(browser: Browser, started: Page):
    for path in personal(browser, started):
        response = browser.raw("GET", path)
        assert response.status_code == 200, path
        assert response.headers["Cache-Control"] == "no-store", path


@ON_SQLITE
def test_pages_after_a_post_are_never_stored_by_a_browser(browser: Browser, started: Page):
    path, data = browser.filled(started, {"age": "x"}, action="next")

    assert browser.raw("POST", path, data=data).headers["Cache-Control"] == "no-store"


def test_opening_every_page_changes_nothing(app: Flask, browser: Browser, started: Page):
    """A robot, or a mail program that looks ahead, follows every link there is."""
    browser.press(started, age=44, action="next")
    before = everything(app)
    seen: set[str] = set()
    waiting = [FIRST, "/", f"{FIRST}/resume", f"{FIRST}/withdraw", f"{FIRST}/review", f"{FIRST}/about-you?opened=1"]

    while waiting:
        path = waiting.pop().split("#")[0]
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        if path.endswith((".ics", ".atom")):
            assert browser.raw("GET", path).status_code == 200
            continue
        page = browser.get(path)
        waiting += [link for link in page.links if "month=" not in link]  # the calendar's months are all alike

    assert len(seen) > 12
    assert everything(app) == before


def test_a_robot_that_only_looks_stores_nothing(app: Flask, browser: Browser):
    browser.get(FIRST)
    browser.get(f"{GERMAN}/about-you")

    assert everything(app)["draft"] == 0


def test_answers_lie_nowhere_in_the_database_in_clear_while_under_way(app: Flask, browser: Browser, database_url: str):
    page = browser.press(browser.submit(FIRST), smoker="yes", action="next")
    browser.press(page, brand="Canary-brand", action="next")

    with reading(app) as session:
        stored = session.scalars(select(Draft.sealed)).one()
    assert b"Canary" not in stored
    if database_url.startswith("sqlite"):
        files = list(Path(database_url.removeprefix("sqlite:///")).parent.glob("engage.db*"))
        assert files
        assert not [file.name for file in files if b"Canary" in file.read_bytes()]


def test_scripts_learn_which_questions_open_and_nothing_is_stored(app: Flask, browser: Browser, started: Page):
    path, data = browser.filled(started, {"smoker": "yes"})
    with reading(app) as session:
        before = session.scalars(select(Draft.sealed)).one()

    response = browser.raw("POST", path, data=data | {"_action": "refresh"})

    assert response.json is not None
    assert response.json["items"] == {"brand": True}
    assert response.json["texts"] == {}
    assert response.headers["Cache-Control"] == "no-store"
    with reading(app) as session:
        assert session.scalars(select(Draft.sealed)).one() == before
