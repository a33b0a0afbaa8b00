"""The whole demonstration survey by keyboard alone: Tab, Space, Enter, arrows, letters."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.keys import press, reach, tick, types
from tests.browser.site import CITIZEN_SURVEY, Site
from tests.browser.stops import FOCUSED, MOST_STOPS

pytestmark = pytest.mark.browser


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def through_page(self, button: str) -> None:
        """Answer what Tab leads to, one stop after another, and press the button when it has the focus."""
        last = -1
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop: dict[str, Any] = self.page.evaluate(FOCUSED)
            assert stop["tag"] != "BODY", f"{self.page.url}: Tab has left the page before {button}"
            assert stop["place"] != last, f"{self.page.url}: stuck at {stop['text']}"
            assert stop["seen"], f"{self.page.url}: the focus does not show at {stop['text']}"
            assert stop["inView"], f"{self.page.url}: the focus is out of view at {stop['text']}"
            assert not stop["under"], f"{self.page.url}: {stop['under']} hides {stop['text']}"
            last = stop["place"]
            if (stop["tag"], stop["value"]) == ("BUTTON", button):
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            self._answer(stop)
        raise AssertionError(f"{self.page.url}: no {button} after {MOST_STOPS} stops")

    def _answer(self, stop: dict[str, Any]) -> None:
        if stop["apart"]:
            return
        match stop["tag"], stop["type"]:
            case "INPUT", "radio" if stop["checked"]:
                self.page.keyboard.press("ArrowDown")
            case "INPUT", "radio":
                self.page.keyboard.press("Space")
            case "INPUT", "checkbox" if not stop["chosen"]:
                self.page.keyboard.press("Space")
            case "INPUT", "text":
                self.page.keyboard.type("20")
            case "TEXTAREA", _:
                self.page.keyboard.type("More time to talk.")
            case "SELECT", _:
                self.page.keyboard.press("ArrowDown")


def test_the_whole_survey_can_be_answered_and_sent_by_keyboard(site: Site, new_page: NewPage):
    site.publish(CITIZEN_SURVEY)
    page = new_page()
    keyboard = Keyboard(page)
    page.goto(f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}")
    keyboard.through_page("start")
    for number in range(1, 6):
        expect(page.locator(".eng-progress__text")).to_have_text(f"Step {number} of 5")
        keyboard.through_page("next")
        if "opened=1" in page.url:  # faster than the script: the page came again with what has opened
            keyboard.through_page("next")
    keyboard.through_page("submit")

    expect(page.locator(".eng-receipt__code")).to_be_visible()
    site.submitted[CITIZEN_SURVEY.slug, "en"] += 1


def test_ranking_needs_no_mouse(site: Site, new_page: NewPage):
    """The buttons that rank stand in the order of Tab, keep the focus when things move, and set what is sent."""
    site.publish(CITIZEN_SURVEY)
    page = new_page()
    page.goto(f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}")
    page.check("#age")
    page.click("button[value='start']")
    page.goto(f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}/what-matters")
    page.focus("summary")
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUSED)["seen"]
        assert page.evaluate("document.activeElement.matches('.eng-ranking button')")

    assert page.locator(".eng-ranking__item--placed").count() >= 1
    assert page.locator(".eng-ranking select").evaluate_all("all => all.some(one => one.value === '1')")


def test_going_on_later_being_told_and_withdrawing_need_no_mouse(site: Site, new_page: NewPage):
    site.publish(CITIZEN_SURVEY)
    page = new_page(width=360, height=740)
    first = f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}"
    page.goto(first)
    tick(page, page.locator("#age"))
    press(page, page.locator("button[value=start]"))
    press(page, page.locator("button[value=save]"))
    code = page.locator(".eng-receipt__code").inner_text()

    page.context.clear_cookies()
    page.goto(first)
    press(page, page.locator("a[href$='/resume']").first)
    types(page, "code", "ABCD")
    page.keyboard.press("Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    press_in(page, page.locator("[data-errors] a"))
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(5):
        press(page, page.locator("button[value=next]:not(.eng-default)"))
    press(page, page.locator("button[value=submit]:not(.eng-default)"))
    receipt = page.locator(".eng-receipt__code").inner_text()

    types(page, "email", "told-by-keyboard@example.org")
    press(page, page.locator("button[value=news]"))
    expect(page).to_have_url(re.compile("asked="))
    page.goto(first)
    press_in(page, page.locator("main details summary").first)
    press(page, page.locator("a[href$='/withdraw']").first)
    types(page, "code", receipt)
    press(page, page.locator("button[value=withdraw]"))
    expect(page.locator("main")).to_contain_text("deleted")


def press_in(page: Page, wanted: Locator) -> None:
    """What leads nowhere else: a link within the page, or what folds."""
    reach(page, wanted)
    page.keyboard.press("Enter")
