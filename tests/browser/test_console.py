"""The console's frame in a real browser: on a phone, on a wide screen, by keyboard, without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import CITIZEN_SURVEY, PASSWORD, Site

pytestmark = pytest.mark.browser

EMAIL = "organiser-at-the-desk@example.org"
Desk = Callable[..., Page]


@pytest.fixture(scope="module")
def organiser(site: Site) -> str:
    site.publish(CITIZEN_SURVEY)
    site.add_organiser(EMAIL)
    hubs = site.folder / "two-hubs.yaml"
    hubs.write_text("hubs: [{slug: north, name: North}, {slug: south, name: South}]", encoding="utf-8")
    site.engage("hub", "import", str(hubs))
    return EMAIL


@pytest.fixture
def desk(site: Site, new_page: NewPage, organiser: str) -> Desk:
    def signed_in(**how: object) -> Page:
        page = new_page(**how)
        page.goto(f"{site.address}/console/sign-in?next=/console/surveys")
        page.fill("[name=email]", organiser)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        return page

    return signed_in


def test_on_a_phone_the_navigation_is_behind_a_button_that_keys_open_and_close(desk: Desk):
    page = desk(width=360, height=740, bypass_csp=True)
    menu, link = page.locator(".eng-nav__fold"), page.locator(".eng-nav__link").first
    fits(page, "surveys on a phone")
    is_accessible(page, "surveys on a phone")

    expect(link).to_be_hidden()
    menu.focus()
    menu.press("Enter")
    expect(link).to_be_visible()
    fits(page, "with the menu open")
    is_accessible(page, "with the menu open")
    link.focus()
    link.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()


def test_on_a_wide_screen_everything_is_in_view_and_one_key_finds_it(desk: Desk):
    page = desk(width=1280, bypass_csp=True)

    expect(page.locator(".eng-nav__link").first).to_be_visible()
    expect(page.locator(".eng-nav__fold")).to_be_hidden()
    page.get_by_role("link", name="Responses").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Responses")
    is_accessible(page, "sorted")
    page.locator("#top-q").fill("CÁNCER")
    page.locator("#top-q").press("Enter")
    expect(page.locator(".eng-hits__item").first).to_be_visible()
    is_accessible(page, "search")
    account = page.locator(".eng-top__account summary")
    account.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    is_accessible(page, "with the menu of the account")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    page.get_by_role("link", name="Start").first.click()
    is_accessible(page, "start")


def test_without_scripts_the_menu_opens_and_wide_screens_show_it_open(desk: Desk):
    page = desk(width=360, height=740, scripts=False)
    expect(page.locator(".eng-nav__link").first).to_be_hidden()
    page.locator(".eng-nav__fold").click()
    expect(page.locator(".eng-nav__link").first).to_be_visible()

    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    expect(page.locator(".eng-nav__link").first).to_be_visible()
    expect(page.locator(".eng-nav__fold")).to_be_hidden()
