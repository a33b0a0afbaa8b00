"""Somebody on a panel rates on a small phone, right to left, without scripts, by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.assessing import invited
from tests.browser.conftest import NewPage
from tests.browser.keys import choose, press, types
from tests.browser.looking import fits, is_accessible
from tests.browser.site import Site


def test_a_citizen_rates_by_keyboard_from_the_link_to_handing_in(site: Site, new_page: NewPage) -> None:
    page, looking = new_page(scripts=False, width=360, height=740), new_page(width=360, height=740)
    page.goto(f"{site.address}/he/assessments/{invited(site, 'he')}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    _looked_at(page, looking, "the first page")
    _press(page, "main a.govuk-button")

    for number in range(1, 12):
        expect(page.locator(".eng-progress")).to_contain_text(str(number))
        if number == 1:
            _looked_at(page, looking, "a question")
        choose(page, "answer", downs=1)
        if number == 1:
            types(page, "reason", "ראיתי את זה בעצמי")
        _press(page, "main button[value=next]")

    _looked_at(page, looking, "the overview")
    _press(page, "main form button")
    assert page.url.endswith("/done")
    _looked_at(page, looking, "thanks")


def _looked_at(page: Page, looking: Page, what: str) -> None:
    """The same page with scripts, for axe is one."""
    fits(page, what)
    looking.goto(page.url)
    is_accessible(looking, what)


def _press(page: Page, what: str) -> None:
    press(page, page.locator(what).last)
