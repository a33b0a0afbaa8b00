"""Some pages in every state; the long proof (`make assurance PART=access`) looks at all that each role can reach."""

import pytest
from playwright.sync_api import Page

from assurance.access import forms, rules, states
from tests.browser.assessing import signed_in
from tests.browser.conftest import NewPage
from tests.browser.site import CITIZEN_SURVEY, Site

pytestmark = pytest.mark.browser
EMAIL = "sampled@example.org"


@pytest.fixture(scope="module")
def sampled(site: Site) -> str:
    site.publish(CITIZEN_SURVEY)
    site.add_organiser(EMAIL)
    return EMAIL


def begun(site: Site, page: Page) -> str:
    """On the page with the most kinds of questions."""
    page.goto(f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}")
    page.check("#age")
    page.click("button[value='start']")
    return f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}/what-matters"


def in_every_state(page: Page, address: str) -> dict[str, list[str]]:
    page.goto(address)
    found = dict(states.looked_at(page))
    page.emulate_media(reduced_motion="no-preference")
    source = page.context.request.get(address).text()
    return {name: words for name, words in {**found, "served": rules.title_and_faults(source)[1]}.items() if words}


def test_pages_are_right_in_every_state(site: Site, new_page: NewPage, sampled: str) -> None:
    page = new_page(bypass_csp=True)
    assert in_every_state(page, begun(site, page)) == {}

    desk = signed_in(site, new_page(bypass_csp=True), sampled)
    assert in_every_state(desk, f"{site.address}/console/") == {}


def test_a_form_that_comes_back_says_what_is_wrong_and_leads_there(site: Site, new_page: NewPage, sampled: str) -> None:
    page = new_page(bypass_csp=True)
    for address in ("/console/sign-in/forgotten", f"/en/surveys/{CITIZEN_SURVEY.slug}/resume"):
        answered = list(forms.sent(page, f"{site.address}{address}", 0))
        assert [(status, words) for _, status, words in answered] == [(422, [])] * 2


CHOSEN = """selector => {
  const before = location.href
  for (const one of document.querySelectorAll(selector)) {
    if (!one.checkVisibility() || one.disabled) continue
    one.focus()
    if (one.tagName === 'SELECT') one.selectedIndex = one.options.length - 1
    else one.checked = !one.checked
    one.dispatchEvent(new Event('input', { bubbles: true }))
    one.dispatchEvent(new Event('change', { bubbles: true }))
    if (location.href !== before || document.activeElement !== one) return one.outerHTML
  }
  return ''
}"""


def test_choosing_leads_nowhere_and_keeps_the_focus(site: Site, new_page: NewPage, sampled: str) -> None:
    page = new_page()
    page.goto(begun(site, page))
    desk = signed_in(site, new_page(), sampled, "/console/surveys")
    for each in (page, desk):
        address = each.url
        assert each.evaluate(CHOSEN, "select, [type=radio], [type=checkbox]") == ""
        each.wait_for_timeout(400)  # longer than scripts wait before they ask the server
        assert each.url == address
