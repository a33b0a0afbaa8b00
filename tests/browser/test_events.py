"""Events in a real browser: registering, the mailed link, changing, cancelling, moving up; and two desks."""

import itertools
import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import THOROUGH, fits, is_accessible
from tests.browser.mailbox import Mailbox
from tests.browser.site import PASSWORD, Site

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "nb", "de", "he")
TITLES = {"en": "Talk at noon", "nb": "Samtale klokken tolv", "de": "Gespräch am Mittag", "he": "שיחה בצהריים"}
SUMMARY = {"en": "Come and talk.", "nb": "Kom og snakk.", "de": "Kommen Sie ins Gespräch.", "he": "בואו לדבר."}
ROOM = {"en": "Room", "nb": "Rom", "de": "Raum", "he": "חדר"}
PATIENCE = 3.2
"""Seconds after which the form takes it that a person filled it in."""
_numbers = itertools.count(1)


def event(site: Site, **changes: Any) -> str:
    """An announced event with one place, brought in at the command line; gives its slug."""
    slug = f"talk-{next(_numbers)}"
    document = {
        "format": 1,
        "slug": slug,
        "kind": "dialogue",
        "languages": list(LANGUAGES),
        "gate": "none",
        "state": "announced",
        "title": TITLES,
        "summary": SUMMARY,
        "consent": {"en": "I agree."},
        "time_zone": "UTC",
        "starts": f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d} 12:00",
        "ends": f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d} 14:00",
        "contact": {"email": "desk@example.org"},
        "registration": {"asks": {"diet": "optional", "photos": "optional"}},
        "places": {"seats": 1, "waiting": 5},
        "sites": [{"key": "room", "name": ROOM, "address": "Street 1"}],
        **changes,
    }
    file = site.folder / f"{slug}.yaml"
    file.write_text(json.dumps(document), encoding="utf-8")
    site.engage("event", "import", str(file))
    return slug


class Somebody:
    """One person with one address, who speaks one language."""

    def __init__(self, site: Site, page: Page, slug: str, language: str) -> None:
        number = next(_numbers)
        self.site, self.page, self.slug, self.language = site, page, slug, language
        self.name, self.email = f"Person {number}", f"somebody-{number}@example.org"
        self.mails = Mailbox(site.folder, self.email)
        self.opened = 0.0

    def open_form(self) -> Page:
        self.page.goto(f"{self.site.address}/{self.language}/events/{self.slug}")
        self.page.locator(f'main a[href$="/{self.language}/events/{self.slug}/register"]').first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        self.opened = time.monotonic()
        return self.page

    def register(self) -> None:
        self.fill_in(self.open_form())

    def fill_in(self, page: Page) -> None:
        page.fill("[name=_name]", self.name)
        page.fill("[name=_email]", self.email)
        time.sleep(max(0.0, self.opened + PATIENCE - time.monotonic()))
        page.locator('main form button[value="register"]').last.click()
        expect(page).to_have_url(re.compile("/register/done"))

    def confirm(self) -> None:
        self.page.goto(self.mails.link())
        self.page.locator("main form button").first.click()
        self.sees("confirmed")

    def sees(self, done: str) -> None:
        expect(self.page).to_have_url(re.compile(f"done={done}"))

    def follow(self, end: str) -> None:
        """A link of the personal page."""
        self.page.locator(f'main a[href$="/{end}"]').first.click()

    @property
    def has_place(self) -> bool:
        return self.page.locator('main a[href$="/ticket"]').count() > 0


@pytest.mark.parametrize(
    ("language", "scripts"),
    [
        *(pytest.param(language, True, id=f"{language}-with scripts") for language in LANGUAGES),
        *(pytest.param(language, False, id=f"{language}-without") for language in ("en", "he")),
    ],
)
def test_register_confirm_change_cancel_and_the_next_moves_up(
    site: Site, new_page: NewPage, language: str, scripts: bool
) -> None:
    slug = event(site)
    ada = Somebody(site, new_page(scripts=scripts, width=360, height=740), slug, language)
    bo = Somebody(site, new_page(scripts=scripts), slug, language)

    form = bo.open_form()  # while ada fills in hers: each of them has to wait
    ada.register()
    ada.confirm()
    assert ada.has_place
    bo.fill_in(form)
    bo.confirm()
    assert not bo.has_place
    bo.mails.next()  # on the waiting list; not sent to somebody who moved up before it left

    ada.follow("change")
    ada.page.fill("[name=_name]", "Ada Changed")
    ada.page.locator('main form button[value="send"]').last.click()
    ada.sees("changed")
    expect(ada.page.locator("main")).to_contain_text("Ada Changed")
    ada.follow("cancel")
    ada.page.locator("main form button").first.click()
    ada.sees("released")
    assert not ada.has_place

    bo.page.goto(bo.mails.link())
    bo.page.locator("main form button").first.click()
    expect(bo.page.locator('main a[href$="/ticket"]').first).to_be_visible()


def test_the_way_to_a_place_can_be_gone_by_keyboard_alone(site: Site, new_page: NewPage) -> None:
    person = Somebody(site, new_page(), event(site), "en")
    page = person.open_form()
    page.locator("[name=_name]").focus()
    page.keyboard.type(person.name)
    page.keyboard.press("Tab")
    page.keyboard.type(person.email)
    time.sleep(PATIENCE)

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/register/done"))
    page.goto(person.mails.link())
    button = page.locator("main form button").first
    for _ in range(30):
        if button.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    person.sees("confirmed")
    assert person.has_place


@pytest.mark.parametrize("language", ["en", "he"] if THOROUGH else ["he"])
def test_the_pages_fit_a_phone_and_are_accessible(site: Site, new_page: NewPage, language: str) -> None:
    person = Somebody(site, new_page(width=360, height=740, bypass_csp=True), event(site), language)
    page = person.page
    page.goto(f"{site.address}/{language}/events/{person.slug}")
    _looked_at(page, "an event")
    person.open_form()
    _looked_at(page, "the form")
    page.locator('main form button[value="register"]').last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    _looked_at(page, "the form with mistakes")
    person.register()
    _looked_at(page, "registered")
    link = person.mails.link()
    page.goto(link)
    _looked_at(page, "confirming")
    person.page.locator("main form button").first.click()
    for end in ("", "/ticket", "/change", "/cancel", "/coming", "/hand-over"):
        page.goto(link.removesuffix("/confirm") + end)
        _looked_at(page, end or "my registration")


def _looked_at(page: Page, what: str) -> None:
    fits(page, what)
    is_accessible(page, what)


def test_two_desks_agree_on_who_is_in(site: Site, new_page: NewPage) -> None:
    now = datetime.now(UTC)
    slug = event(
        site,
        starts=f"{now + timedelta(minutes=3):%Y-%m-%d %H:%M}",
        ends=f"{now + timedelta(hours=5):%Y-%m-%d %H:%M}",
        places={"seats": 3},
    )
    person = Somebody(site, new_page(scripts=False), slug, "en")
    person.register()
    person.confirm()
    person.follow("ticket")
    code = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", person.page.inner_text("main"))
    assert code
    first, second = (_desk(site, new_page(width=360, height=740), slug, name) for name in ("Left", "Right"))

    first.fill("[name=code]", code.group().lower())
    first.keyboard.press("Enter")
    expect(first.locator("#desk-result")).to_contain_text("Welcome, come in")
    second.fill("[name=code]", code.group().replace("-", " "))
    second.keyboard.press("Enter")
    expect(second.locator("#desk-result")).to_contain_text(re.compile("Already in since .*“Left”", re.DOTALL))
    second.get_by_role("button", name="Take it back").click()
    expect(second.locator("#desk-result")).to_contain_text("Taken back: not in")
    first.get_by_role("link", name="Refresh the numbers").click()
    expect(first.locator("#desk-counts")).to_contain_text("0 of 1 are in")
    fits(first, "the desk")


def _desk(site: Site, page: Page, slug: str, name: str) -> Page:
    """A desk of today, behind the link that an organiser makes."""
    organiser = f"desk-{next(_numbers)}@example.org"
    site.add_organiser(organiser)
    page.goto(f"{site.address}/console/sign-in?next=/console/events/{slug}/desk")
    page.fill("[name=email]", organiser)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    form = page.locator("main form[action$='/desk/links']")
    form.locator("[name=name]").fill(name)
    form.locator("button").last.click()
    page.goto(page.locator("tr", has_text=name).locator(".eng-helper-link").inner_text())
    expect(page.locator("[name=code]")).to_be_visible()
    return page
