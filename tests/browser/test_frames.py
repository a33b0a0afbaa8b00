"""Pages within pages of the console: the tab key goes into them, and one sees where it stops."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.site import PASSWORD, Site
from tests.browser.stops import Stop, walk_through

pytestmark = pytest.mark.browser

TITLE = "Seen through a frame"


@pytest.fixture
def page(site: Site, new_page: NewPage) -> Page:
    email = "looks-through-frames@example.org"
    site.add_organiser(email)
    page = new_page()
    page.goto(f"{site.address}/console/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/console/**")
    return page


def stops_in_frames(page: Page) -> list[Stop]:
    page.evaluate("document.getElementById('main').focus()")
    every = list(walk_through(page))
    assert [fault for each in every for fault in each.faults] == []
    return [each for each in every if each.text.startswith("<iframe")]


@pytest.mark.parametrize("kind", ["surveys.invited", "events.event-cancelled"])
def test_the_focus_shows_in_the_preview_of_a_mail_with_and_without_links(site: Site, page: Page, kind: str):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site.address}/console/mails/texts/1/{kind}/en/preview")

    assert stops_in_frames(page)

    mail = page.frame_locator(".eng-mail-frame").locator("body")
    mail.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(500)
    assert mail.evaluate("body => body.ownerDocument.scrollingElement.scrollTop") > 0, "keys roll it"


def test_the_tab_key_goes_into_the_preview_of_a_questionnaire_once_something_stands_there(site: Site, page: Page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/preview/**", hold)
    page.goto(f"{site.address}/console/surveys/write")
    page.fill("#i-title", TITLE)
    page.click("main form .govuk-button")
    expect(page.locator("iframe")).to_be_attached()

    assert stops_in_frames(page) == []

    for each in held:
        each.continue_()
    expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    expect(page.locator("iframe")).not_to_have_attribute("tabindex", "-1")
    assert stops_in_frames(page)
