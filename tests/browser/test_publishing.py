"""From responses to what every citizen can read: planned, made, looked at, published; then read on a phone."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assessing import looked_at, signed_in
from tests.browser.conftest import NewPage
from tests.browser.keys import press, reach
from tests.browser.listening import answered, put_in_the_field
from tests.browser.looking import fits
from tests.browser.site import Site

pytestmark = pytest.mark.browser
SLUG, ORGANISER = "told-to-all", "organiser-of-publishing@example.org"
LEAD = {"en": "Most hear of it from a doctor.", "he": "רוב האנשים שומעים על כך מרופא."}
SECONDS_TO_PROVE = 60


@pytest.fixture
def desk(site: Site, new_page: NewPage) -> Page:
    """An organiser on a small phone."""
    put_in_the_field(site, SLUG)
    answered(site, SLUG)
    site.add_organiser(ORGANISER)
    return signed_in(site, new_page(width=360, bypass_csp=True), ORGANISER)


def test_what_is_published_by_keyboard_is_read_on_a_phone_from_right_to_left(
    site: Site, new_page: NewPage, desk: Page
) -> None:
    desk.goto(f"{site.address}/console/surveys/{SLUG}/publishing")
    looked_at(desk, "nothing is planned")
    plan(desk)
    have_made(desk)
    look_at_preview(desk)
    press(desk, desk.get_by_role("button", name="Publish for everybody"))
    expect(desk.locator("main")).to_contain_text("Edition 1 is published")
    looked_at(desk, "published")

    public = f"{site.address}/he/surveys/{SLUG}/results"
    read_by_a_citizen(new_page(width=360, height=740, bypass_csp=True), public)
    read_without_scripts(new_page(width=360, height=740, scripts=False), public)


def plan(desk: Page) -> None:
    press(desk, desk.get_by_role("link", name="Choose what is published"))
    looked_at(desk, "an empty plan")
    for name, value in (("item", "heard"), ("item", "trust/doctors"), ("filter", "_language")):
        reach(desk, desk.locator(f"[name='{name}'][value='{value}']"))
        desk.keyboard.press("Space")
    for name, downs in (("rows-0", 5), ("columns-0", 1)):
        reach(desk, desk.locator(f"[name={name}]"))
        for _ in range(downs):
            desk.keyboard.press("ArrowDown")
    expect(desk.locator("[name=rows-0]")).to_have_value("trust/nurses")
    expect(desk.locator("[name=columns-0]")).to_have_value("sex")
    for language, said in LEAD.items():
        reach(desk, desk.locator(f"[name=lead-{language}]"))
        desk.keyboard.insert_text(said)
    press(desk, desk.get_by_role("button", name="Keep the plan"))
    expect(desk.locator("main")).to_contain_text("4 questions · 1 crossing · 1 way to group")
    looked_at(desk, "a plan")


def have_made(desk: Page) -> None:
    """The server's own worker makes the figures."""
    press(desk, desk.get_by_role("button", name="Make the figures"))
    looked_at(desk, "figures are made")
    publish = desk.get_by_role("button", name="Publish for everybody")
    until = time.monotonic() + SECONDS_TO_PROVE
    while not publish.count() and time.monotonic() < until:
        desk.wait_for_timeout(500)
        desk.reload()
    expect(desk.locator("section[aria-labelledby=figures]")).to_contain_text("Proven safe")
    looked_at(desk, "figures that are safe", 360, 1280)


def look_at_preview(desk: Page) -> None:
    desk.set_viewport_size({"width": 360, "height": 740})
    press(desk, desk.locator("main a[hreflang=he]"))
    expect(desk.get_by_text(LEAD["he"])).to_be_visible()
    expect(desk.locator("html")).to_have_attribute("dir", "rtl")
    looked_at(desk, "a preview")
    desk.go_back()


def read_by_a_citizen(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.get_by_text(LEAD["he"])).to_be_visible()
    phone.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    looked_at(phone, "published results", 360, 1280)
    few = phone.locator("article tr", has_text="חברים או משפחה").first.locator("td").first
    expect(few).to_contain_text(re.compile(r"\D10$|10 "))
    expect(phone.locator("section[aria-labelledby=method]")).to_contain_text("10")
    expect(phone.locator("section[aria-labelledby=crossings] table").first).to_be_visible()
    for link in phone.locator(".eng-downloads a, .eng-published__files a").all():
        found = phone.request.get(link.evaluate("one => one.href"))
        assert found.ok, found.url
        assert found.body(), found.url


def read_without_scripts(phone: Page, address: str) -> None:
    phone.goto(address)
    fits(phone, "published results without scripts")
    groups = phone.locator("[name=group]")
    groups.select_option("_language:he")
    phone.locator(".eng-choose button").click()
    expect(phone).to_have_url(re.compile("group="))
    expect(phone.locator("#figures .eng-notice")).to_contain_text("עברית")
    fits(phone, "one group without scripts")
