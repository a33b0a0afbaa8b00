"""Answers that are long or strange are kept as they are, or given back to whoever wrote them."""

import pytest
from flask import Flask
from sqlalchemy import select

from engage.instruments.domain.typed import LONGEST_TEXT
from engage.surveys.models import Response
from tests.factories.surveys import instrument, item, make_survey, section
from tests.support.browser import Browser, Page
from tests.support.databases import reading, transaction

FIRST = "/en/surveys/words"
FORMS = instrument(section("only", item("word", multiline=True)))


@pytest.fixture
def words_app(app: Flask) -> Flask:
    with transaction(app) as session:
        make_survey(session, FORMS, slug="words")
    return app


def answered(browser: Browser, word: str) -> Page:
    browser.post(FIRST, {"_action": "start"})
    return browser.submit(f"{FIRST}/only", {"word": word})


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        pytest.param("\U0001f9d1\u200d\U0001f52c" * (LONGEST_TEXT // 3), None, id="as many pictures as are taken"),
        pytest.param("שלום مرحبا", None, id="right to left"),
        pytest.param("a\u202eb\u202c\u0000c", "abc", id="direction marks and a zero byte are left out"),
        pytest.param("e\u0301 \ufffe ß \u2028 a", None, id="signs that are put together, and a line of another kind"),
        pytest.param("'; DROP TABLE response; --", None, id="a statement"),
    ],
)
def test_strange_answers_are_stored_as_they_were_written(words_app: Flask, word: str, kept: str | None):
    browser = Browser(words_app)
    page = answered(browser, word)
    browser.submit(page.path, action="submit")

    with reading(words_app) as session:
        assert [row["word"] for row in session.scalars(select(Response.answers))] == [kept or word]


def test_an_answer_that_is_too_long_stays_on_the_page_which_says_how_long_it_may_be(words_app: Flask):
    long = "x" * 15_000

    page = answered(Browser(words_app), long)

    assert page.status == 422
    assert page.value("word") == long
    assert [line for line in page.errors if "5000" in line or "5,000" in line], page.errors


def test_what_no_page_can_hold_is_refused_and_nothing_is_stored(words_app: Flask):
    page = answered(Browser(words_app), "ü" * 100_000)

    assert page.status == 413
    with reading(words_app) as session:
        assert session.scalars(select(Response.id)).all() == []
