"""However often and from wherever the button is pressed: one response, one receipt. Real threads, both databases."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.surveys import answering, queries
from engage.surveys.models import Draft, FieldworkCount, Response, Survey
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import reading, transaction

AT_ONCE = 20


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


def begun(app: Flask, **answers: str) -> Browser:
    browser = Browser(app)
    browser.press(browser.submit(FIRST), answers or {"age": "44"}, action="next")
    return browser


def beside(browser: Browser) -> Browser:
    """Another tab of the same browser: the same cookies, a client of its own."""
    tab = Browser(browser.app)
    for name, value in browser.cookies.items():
        tab.client.set_cookie(name, value)
    return tab


def all_at_once(actions: list[Callable[[], object]]) -> list[object]:
    """Run each in a thread, begun together; what they return or raise, in order."""
    gate, found = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = action()
        except Exception as failure:
            found[place] = failure

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_twenty_parallel_submits_of_one_draft_store_one_response_and_show_one_receipt(app: Flask):
    browser = begun(app)
    path, data = browser.filled(browser.get(f"{FIRST}/review"), {}, action="submit")
    tabs = [beside(browser) for _ in range(AT_ONCE)]

    answers = all_at_once([lambda tab=tab: tab.raw("POST", path, data=data) for tab in tabs])

    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["Location"] for answer in answers} == {f"{FIRST}/done"}
    assert len({tab.get(f"{FIRST}/done").code for tab in tabs}) == 1
    with reading(app) as session:
        assert [row.answers for row in session.scalars(select(Response))] == [{"age": 44}]
        assert session.scalars(select(Draft)).all() == []
        assert session.scalars(select(FieldworkCount.count)).all() == [1]


def test_tabs_that_save_at_the_same_moment_lose_nothing(app: Flask):
    browser = begun(app)
    pages = {"about-you": {"smoker": "no"}, "views": {"topics": "care"}}
    sent = [browser.filled(browser.get(f"{FIRST}/{slug}"), answers, action="next") for slug, answers in pages.items()]

    for _ in range(3):
        tabs = [(beside(browser), *each) for each in sent]
        answers = all_at_once([lambda t=t, p=p, d=d: t.raw("POST", p, data=d) for t, p, d in tabs])
        assert {answer.status_code for answer in answers} == {303}

    browser.submit(f"{FIRST}/review", action="submit")
    with reading(app) as session:
        assert session.scalars(select(Response.answers)).one() == {"age": 44, "smoker": "no", "topics": ["care"]}


def test_respondents_who_send_at_once_are_all_counted(app: Flask):
    browsers = [begun(app, age=str(age)) for age in range(8)]

    pages = all_at_once([lambda b=b: b.submit(f"{FIRST}/review", action="submit") for b in browsers])

    assert len({page.code for page in pages}) == 8
    with reading(app) as session:
        stored = session.scalars(select(Response.answers)).all()
        assert sorted(answers["age"] for answers in stored) == list(range(8))
        assert session.scalars(select(FieldworkCount.count)).all() == [8]


def test_a_retry_after_a_lost_connection_shows_the_same_receipt(app: Flask):
    browser = begun(app)
    page = browser.get(f"{FIRST}/review")
    first = browser.press(page, action="submit")

    again = browser.press(page, action="submit")

    assert again.path == f"{FIRST}/done"
    assert again.code == first.code


@pytest.mark.parametrize("place", ["about-you", "review"])
def test_pages_opened_before_submitting_lead_to_the_receipt_and_change_nothing(app: Flask, place: str):
    browser = begun(app)
    early = browser.get(f"{FIRST}/{place}")
    receipt = browser.submit(f"{FIRST}/review", action="submit").code

    page = browser.press(early, action="next" if place == "about-you" else "save")

    assert page.path == f"{FIRST}/done"
    assert page.code == receipt
    with reading(app) as session:
        assert session.scalars(select(Response.answers)).one() == {"age": 44}


def test_who_comes_when_the_last_place_is_gone_is_told_so(app: Flask):
    browsers = [begun(app, age=str(age)) for age in range(4)]
    with transaction(app) as session:
        session.execute(update(Survey).values(most_responses=1))

    pages = all_at_once([lambda b=b: b.submit(f"{FIRST}/review", action="submit") for b in browsers])

    with reading(app) as session:
        stored = len(session.scalars(select(Response)).all())
    assert stored >= 1
    assert sum(page.status == 409 for page in pages) == len(browsers) - stored


@pytest.mark.parametrize(
    ("page", "action", "answers", "between"),
    [
        pytest.param("views", "next", {"topics": ["care"]}, (queries, "state"), id="a page saved"),
        pytest.param("review", "submit", {}, (answering, "complete"), id="the answers sent"),
    ],
)
def test_who_was_overtaken_by_another_tab_reads_anew_and_loses_nothing_of_either(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    action: str,
    answers: dict[str, list[str]],
    between: tuple[object, str],
):
    """The other tab saves exactly between this one's reading and its writing."""
    browser = begun(app)
    other = beside(browser)
    about = other.get(f"{FIRST}/about-you")
    usual, calls = getattr(*between), []

    def overtaken(*given: object, **more: object) -> object:
        calls.append(given)
        if len(calls) == 1:
            other.press(about, age="45", action="next")
        return usual(*given, **more)

    target = browser.filled(browser.get(f"{FIRST}/{page}"), answers, action=action)
    monkeypatch.setattr(*between, overtaken)
    browser.post(*target)
    monkeypatch.undo()

    assert len(calls) > 1
    if page == "views":
        browser.submit(f"{FIRST}/review", action="submit")
    with reading(app) as session:
        assert session.scalars(select(Response.answers)).all() == [{"age": 45, **answers}]
