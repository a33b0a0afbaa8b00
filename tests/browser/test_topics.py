"""A topic, from a phone without scripts to the public list: proposed in Hebrew, shown by the team, supported."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from engage.core.clock import utcnow
from engage.events.domain.spam import LEAST
from tests.browser.conftest import NewPage
from tests.browser.keys import press, tick, types
from tests.browser.looking import fits, is_accessible
from tests.browser.site import PASSWORD, Site

pytestmark = pytest.mark.browser
EMAIL = "listener@example.org"
WORDS = "יותר אוטובוסים למרפאה, אומרת רות"
PHONE = {"width": 360, "height": 740, "bypass_csp": True}


def test_a_topic_is_proposed_by_keyboard_on_a_phone_shown_by_the_team_and_supported_by_somebody_else(
    site: Site, new_page: NewPage
):
    _hub(site)
    team = _signed_in(site, new_page(**PHONE))
    team.goto(f"{site.address}/console/topics/boxes/galil")
    team.get_by_label("People can propose topics and ask questions").check()
    team.get_by_role("button", name="Save").click()

    own = _proposed(site, new_page(scripts=False, **PHONE))

    team.goto(f"{site.address}/console/topics")
    _looks_right(team, "what waits")
    team.get_by_role("link", name=WORDS).click()
    _looks_right(team, "one that waits")
    assert team.locator("blockquote").inner_text() == WORDS
    assert team.input_value("[name=text-he]") == WORDS
    team.fill("[name=title-he]", "אוטובוסים למרפאה")
    team.fill("[name=text-he]", "יותר אוטובוסים.")
    team.get_by_role("button", name="Show it to everybody").click()
    team.get_by_text("Everybody sees it now.").wait_for()
    _looks_right(team, "one that is shown")
    own.reload()
    assert own.get_by_role("heading", level=1).inner_text() == "אוטובוסים למרפאה"

    other = new_page(scripts=False, **PHONE)
    other.goto(f"{site.address}/he/hubs/galil/topics")
    assert "רות" not in other.content()
    fits(other, "the list")
    other.locator("button[value=support]").click()
    other.locator("button[value=withdraw]").wait_for()

    reader = new_page(**PHONE)  # axe is a script
    for address in ("/topics", "/topics/propose", own.url.partition("/galil")[2]):
        reader.goto(f"{site.address}/he/hubs/galil{address}")
        _looks_right(reader, address)
        assert "propose" in address or reader.locator("button[value=support]").count() == 1


def _hub(site: Site) -> None:
    file = site.folder / "galil.yaml"
    file.write_text("hubs: [{slug: galil, name: גליל, languages: [he], published: true}]", encoding="utf-8")
    site.engage("hub", "import", str(file))
    site.engage("user", "add", EMAIL, "--role", "organiser", "--hub", "galil", "--password-stdin", typed=PASSWORD)


def _signed_in(site: Site, page: Page) -> Page:
    page.goto(f"{site.address}/console/sign-in?next=/console/topics")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    return page


def _proposed(site: Site, page: Page) -> Page:
    """At the page of the proposal: where whoever proposed it comes back to."""
    page.goto(f"{site.address}/he/hubs/galil")
    press(page, page.locator("a[href='/he/hubs/galil/topics']").first)
    press(page, page.locator("a[href='/he/hubs/galil/topics/propose']").first)
    opened = utcnow()
    press(page, page.locator("main button[value=send]"))
    page.locator("[data-errors]").wait_for()
    fits(page, "the form with errors")
    tick(page, page.locator("[name=kind][value=topic]"))
    types(page, "words", WORDS)
    left = opened + LEAST + timedelta(seconds=0.2) - utcnow()
    page.wait_for_timeout(max(0.0, left.total_seconds()) * 1000)
    press(page, page.locator("main button[value=send]"))
    page.locator(".eng-notice--success").wait_for()
    assert page.get_by_role("link", name=page.url.partition("?")[0]).is_visible()
    assert WORDS not in page.content()
    fits(page, "the page after it")
    return page


def _looks_right(page: Page, what: str) -> None:
    is_accessible(page, what)
    fits(page, what)
