"""A team at its desk without a mouse: from signing in to the results, and an event from its making to its people."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.keys import press, reach, tick, types
from tests.browser.site import CITIZEN_SURVEY, PASSWORD, Site

pytestmark = pytest.mark.browser


def signed_in(site: Site, page: Page, name: str) -> Page:
    """The password comes as a password manager pastes it."""
    email = f"{name}@example.org"
    site.add_organiser(email)
    page.goto(f"{site.address}/console/sign-in")
    types(page, "email", email)
    reach(page, page.locator("[name=password]"))
    page.keyboard.insert_text(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def test_a_team_signs_in_writes_publishes_and_reads_results_by_keyboard(site: Site, new_page: NewPage) -> None:
    site.publish(CITIZEN_SURVEY)
    page = signed_in(site, new_page(), "without-a-mouse")

    page.goto(f"{site.address}/console/surveys/write")
    types(page, "title", "Written by keyboard")
    press(page, page.locator("main form .govuk-button"))
    press(page, page.locator("main .govuk-button", has_text="Add a question"))
    press(page, page.get_by_role("button", name="Whole number").first)
    expect(page).to_have_url(re.compile("/items/"))
    reach(page, page.locator("#i-label"))
    page.keyboard.press("Control+a")
    page.keyboard.type("How often did you see a doctor this year?")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.goto(f"{site.address}/console/surveys/written-by-keyboard/publish")
    tick(page, page.locator("#i-without_check"))
    types(page, "reason", "Tried by keyboard.")
    press(page, page.locator("form[action$=publish] .govuk-button").first)
    expect(page.locator("main")).to_contain_text("is published")

    page.goto(f"{site.address}/console/surveys/{CITIZEN_SURVEY.slug}")
    press(page, page.locator("main a[href$='/results']").first)
    expect(page.locator("h1")).to_contain_text("Results")


def test_an_event_is_made_and_its_list_is_read_by_keyboard(site: Site, new_page: NewPage) -> None:
    page = signed_in(site, new_page(width=360, height=740), "host-without-a-mouse")
    page.goto(f"{site.address}/console/events/new")
    types(page, "title", "Held by keyboard")
    press(page, page.locator("main form button[type=submit]"))
    day = f"{datetime.now(UTC) + timedelta(days=30):%m%d%Y}"
    for name, hour in (("starts_at", "10:00"), ("ends_at", "12:00")):
        types(page, name, day)
        types(page, f"{name}-time", hour)
    types(page, "site", "Community house")
    press(page, page.locator("main form button[value=make]:not(.eng-default)"))
    expect(page).to_have_url(re.compile(r"/console/events/held-by-keyboard"))
    expect(page.locator("h1")).to_contain_text("Held by keyboard")

    page.goto(f"{site.address}/console/events/held-by-keyboard")
    press(page, page.locator("main a[href$='/people']").first)
    press(page, page.locator("main a[href*='/people/list']").first)
    expect(page).to_have_url(re.compile("/people/list"))
    expect(page.locator("main .eng-empty, main table").first).to_be_visible()
