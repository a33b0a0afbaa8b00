"""The page of an event in a real browser: on a phone and on a desk, in both directions, with and without scripts."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import Site

pytestmark = pytest.mark.browser

DAY = datetime.now(UTC) + timedelta(days=20)


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """Of an event with parallel tracks, without its language: brought in at the command line."""
    both = {"en": "Talk", "he": "שיחה"}
    document = {
        "format": 1,
        "slug": "page-of-an-event",
        "kind": "dialogue",
        "languages": ["en", "he"],
        "gate": "none",
        "state": "announced",
        "title": both,
        "summary": both,
        "consent": {"en": "I agree."},
        "time_zone": "Europe/Oslo",
        "starts": f"{DAY:%Y-%m-%d} 12:00",
        "ends": f"{DAY:%Y-%m-%d} 14:00",
        "contact": {"email": "desk@example.org"},
        "places": {"seats": 40, "waiting": 5},
        "sites": [{"key": "room", "name": both, "address": "Street 1", "languages": ["nb", "he"]}],
        "tracks": [{"key": key, "name": {"en": f"Track {key}"}} for key in ("one", "two")],
        "programme": [
            {
                "key": key,
                "track": key,
                "title": {"en": f"Talk {key}", "he": f"שיחה {key}"},
                "starts": f"{DAY:%Y-%m-%d} 12:00",
                "ends": f"{DAY:%Y-%m-%d} 13:00",
                "languages": ["en"],
                "interpreted": ["he"],
            }
            for key in ("one", "two")
        ],
    }

    file = site.folder / "page-of-an-event.yaml"
    file.write_text(json.dumps(document), encoding="utf-8")
    site.engage("event", "import", str(file))
    return f"{site.address}/{{}}/events/page-of-an-event"


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("en", 1280), ("he", 360), ("he", 1280)])
def test_everybody_can_read_the_page_on_every_screen(new_page: NewPage, address: str, language: str, width: int):
    page = new_page(width=width)

    page.goto(address.format(language))

    fits(page, "the page of an event")
    is_accessible(page, "the page of an event")


def test_a_script_adds_the_time_where_the_visitor_is(new_page: NewPage, address: str):
    there = new_page(timezone_id="Asia/Jerusalem")
    there.goto(address.format("en"))
    expect(there.get_by_text(re.compile(r"Where you are: 13:00.15:00"))).to_be_visible()

    here = new_page(timezone_id="Europe/Berlin")
    here.goto(address.format("en"))
    expect(here.get_by_text("Where you are:")).to_be_hidden()


def test_without_scripts_one_says_where_one_is_by_keyboard(new_page: NewPage, address: str):
    page = new_page(scripts=False, width=360)
    page.goto(address.format("en"))

    page.locator(".eng-zone summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Where are you?").select_option(label="Jerusalem")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show these times").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text(re.compile(r"Jerusalem: 13:00.+15:00"))).to_be_visible()
    fits(page, "the page of an event by another clock")
