"""Translating with scripts: texts save themselves, by keyboard, on a phone, in another writing direction."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import CITIZEN_SURVEY, PASSWORD, Site

pytestmark = pytest.mark.browser

EMAIL = "organiser-of-texts@example.org"
BASE = "/console/instruments"


@pytest.fixture
def desk(site: Site, new_page: NewPage) -> Page:
    """The Hebrew translation of the demonstration survey, before an organiser."""
    site.publish(CITIZEN_SURVEY)
    site.add_organiser(EMAIL)
    page = new_page(width=1280)
    page.goto(f"{site.address}/console/sign-in")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{site.address}/console/surveys/{CITIZEN_SURVEY.slug}")
    page.click("text=Translate, review and approve texts")
    return page


def test_texts_are_translated_by_keyboard_and_save_themselves(desk: Page):
    is_accessible(desk, "matrix")
    desk.set_viewport_size({"width": 360, "height": 740})
    fits(desk, "matrix on a phone")
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.get_by_role("link", name="in Hebrew: What you know").click()
    is_accessible(desk, "texts")
    first, second = desk.locator("[data-pair] textarea").nth(0), desk.locator("[data-pair] textarea").nth(1)
    assert first.get_attribute("dir") == "rtl"

    first.fill("מה ידוע לכם")
    first.press("Control+Enter")
    expect(second).to_be_focused()
    pair = desk.locator("[data-pair]").nth(0)
    expect(pair.locator("[data-said]")).to_have_text("Saved")
    first.fill("מה ידוע לכם?")
    second.focus()
    expect(pair.locator("[data-said]")).to_have_text("Saved")

    desk.reload()
    expect(desk.locator("[data-pair] textarea").nth(0)).to_have_value("מה ידוע לכם?")
    desk.set_viewport_size({"width": 360, "height": 740})
    fits(desk, "texts on a phone")
    is_accessible(desk, "texts on a phone")
