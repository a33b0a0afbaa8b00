"""A citizen answers on pages, from the first to the receipt."""

import pytest
from flask import Flask

from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import transaction


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


def test_a_citizen_answers_page_by_page_and_gets_a_receipt(browser: Browser):
    page = browser.submit(FIRST)
    assert page.path == f"{FIRST}/about-you"

    page = browser.press(page, age=44, smoker="no", action="next")
    assert page.path == f"{FIRST}/views"
    page = browser.press(
        page, {"topics": ["care", "else"], "topics/other": "Sleep", "trust/doctor": "high"}, action="next"
    )
    assert page.path == f"{FIRST}/review"
    assert "Sleep" in page
    page = browser.press(page, action="submit")

    assert page.path == f"{FIRST}/done"
    assert page.code
