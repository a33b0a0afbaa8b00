"""axe-core finds nothing, with the target-size rule on, on a screen of 360 px.

Every page on the way, of every real input, in every language of its file.
"""

import pytest

from engage.i18n.locales import PUBLIC_LANGUAGES
from tests.browser.assessing import invited, looked_at
from tests.browser.conftest import NewPage
from tests.browser.looking import THOROUGH, findings, is_accessible
from tests.browser.site import CITIZEN_SURVEY, REAL_INPUTS, Site
from tests.browser.walking import Manner, Walk

pytestmark = [pytest.mark.browser, pytest.mark.corpora]

WRITTEN_OTHERWISE = ("he", "ti")
"""`make test` takes these, and the first language of each input."""
WHOLE = [
    pytest.param(given, language, id=f"{given.slug}-{language}")
    for given in REAL_INPUTS
    for language in given.languages
    if THOROUGH or language == given.languages[0] or language in WRITTEN_OTHERWISE
]


def looking(site: Site, new_page: NewPage, given, language) -> Walk:
    page = new_page(width=360, height=740, bypass_csp=True)
    return Walk(site, page, given, language, Manner.HURRIED, look=is_accessible)


@pytest.mark.parametrize(("given", "language"), WHOLE)
def test_every_page_on_the_way_is_accessible(site: Site, new_page: NewPage, given, language):
    walk = looking(site, new_page, given, language)

    walk.through()

    assert {"first", "review", "done"} < set(walk.seen)


@pytest.mark.parametrize("language", ["en", "he"] if THOROUGH else ["he"])
def test_pages_beside_the_way_are_accessible(site: Site, new_page: NewPage, language):
    """What is wrong, the code to go on later, stopping, and both pages that ask for a code."""
    walk = looking(site, new_page, CITIZEN_SURVEY, language)
    page = walk.page
    site.publish(CITIZEN_SURVEY)
    page.goto(walk.first_address)
    page.click("button[value='start']")
    assert findings(page) == []  # the age was not confirmed

    walk.start()
    for action in ("save", "stop"):
        page.click(f"button[value='{action}']")
        page.wait_for_load_state()
        assert findings(page) == []
        page.go_back()
    page.context.clear_cookies()
    for name in ("resume", "withdraw"):
        page.goto(f"{walk.first_address}/{name}")
        page.fill("#code", "no such code")
        page.press("#code", "Enter")
        page.locator("[data-errors]").wait_for()
        assert findings(page) == []


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES if THOROUGH else ("de",))
def test_pages_of_a_panel_are_accessible(site: Site, new_page: NewPage, language):
    """What somebody on a panel reads, answers and looks over, and the library; Hebrew by itself in `test_rating`."""
    page = new_page(width=360, height=740, bypass_csp=True)
    own = f"{site.address}/{language}/assessments/{invited(site, language)}"
    parts = ("", "/about", "/rate/MAN-3", "/review", "/workshop")
    for address in (*(f"{own}{part}" for part in parts), f"{site.address}/{language}/library"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        looked_at(page, address)
