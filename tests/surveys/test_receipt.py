"""The receipt: a code, the day, and what is known about questions with a right answer."""

from flask import Flask

from engage.instruments.domain.definition import ItemType
from tests.factories.surveys import FIRST, instrument, item, make_survey, options, section, text
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

KNOWN = {
    "options": options("yes", "no"),
    "answer": "yes",
}
SMOKING = item("smoking", ItemType.SINGLE, explanation=text("Smoking causes **most** lung cancer."), **KNOWN)
AIR = item("air", ItemType.SINGLE, explanation=text("So does bad air, less often."), **KNOWN)
NAME = item("name")
QUIZ = instrument(section("quiz", NAME, SMOKING, AIR), closing=text("Thank you, ${name}.", "Danke, ${name}."))


def receipt(app: Flask, browser: Browser, given: dict[str, str]) -> Page:
    with transaction(app) as session:
        make_survey(session, QUIZ)
    page = browser.press(browser.submit(FIRST), given, action="next")
    return browser.press(page, action="submit")


def test_what_is_known_is_told_about_the_questions_that_were_answered(app: Flask, browser: Browser):
    page = receipt(app, browser, {"smoking": "no"})

    assert "What is known about the questions with a right answer" in page
    assert "Smoking causes most lung cancer." in page
    assert "So does bad air, less often." not in page


def test_who_answered_none_of_them_is_told_nothing(app: Flask, browser: Browser):
    page = receipt(app, browser, {"name": "Ada"})

    assert "What is known about the questions with a right answer" not in page


def test_a_closing_text_that_shows_an_answer_shows_a_gap(app: Flask, browser: Browser):
    """The answers have been sent: their receipt repeats none."""
    page = receipt(app, browser, {"name": "Ada"})

    assert "Thank you, …." in page


def test_the_receipt_reads_in_the_language_of_its_address_with_the_same_code(app: Flask, browser: Browser):
    english = receipt(app, browser, {"smoking": "yes"})
    german = browser.get(english.path.replace("/en/", "/de/"))

    assert german.code == english.code
    assert "Vielen Dank. Ihre Antworten sind angekommen." in german
    assert "Danke, …." in german
