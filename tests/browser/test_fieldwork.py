"""What people answered, as its team works with it in a real browser: who is missing, weights, crossing, quality."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assessing import looked_at, signed_in
from tests.browser.conftest import NewPage
from tests.browser.listening import answered, put_in_the_field
from tests.browser.site import Site

pytestmark = pytest.mark.browser
SLUG, ORGANISER = "who-is-missing", "organiser-of-fieldwork@example.org"
POPULATION = b"item;code;number\nsex;f;51\nsex;m;49\nage;18-39;35\nage;40+;65\n"


@pytest.fixture
def desk(site: Site, new_page: NewPage) -> Page:
    """An organiser on a small phone."""
    put_in_the_field(site, SLUG)
    answered(site, SLUG)
    site.add_organiser(ORGANISER)
    return signed_in(site, new_page(width=360, bypass_csp=True), ORGANISER)


def test_a_team_sees_who_is_missing_weights_crosses_and_leaves_out(site: Site, desk: Page) -> None:
    desk.goto(f"{site.address}/console/surveys/{SLUG}/fieldwork")
    looked_at(desk, "fieldwork before a population", 360, 1280)
    desk.get_by_role("link", name="Bring a population").click()
    looked_at(desk, "no population")
    bring_population(desk)
    desk.goto(f"{site.address}/console/surveys/{SLUG}/fieldwork")
    looked_at(desk, "fieldwork", 360, 1280)
    missing = desk.locator("section[aria-labelledby=missing]")
    expect(missing.locator("li").filter(has_text="A man")).to_be_visible()

    make_weights(desk)
    cross(site, desk)
    leave_out(site, desk)
    for part in ("results", "results/waves", "results/languages", "results/files", "targets/new"):
        desk.goto(f"{site.address}/console/surveys/{SLUG}/{part}")
        looked_at(desk, part)


def bring_population(desk: Page) -> None:
    desk.get_by_role("link", name="Bring a CSV file").click()
    desk.set_input_files(
        "[name=file]", {"name": "figures.csv", "mimeType": "text/csv", "buffer": POPULATION + b"sex;q;1\n"}
    )
    desk.get_by_label("Source").fill("A statistical office, 1 January 2026")
    desk.get_by_role("button", name="Look at it first").click()
    expect(desk.locator(".eng-finding--error")).to_contain_text("q")
    looked_at(desk, "a table that cannot be taken in")
    desk.set_input_files("[name=file]", {"name": "figures.csv", "mimeType": "text/csv", "buffer": POPULATION})
    desk.get_by_role("button", name="Look at it first").click()
    looked_at(desk, "what the table says")
    desk.get_by_role("button", name="Keep these populations").click()
    expect(desk.locator("h2", has_text="How old are you?")).to_be_visible()
    looked_at(desk, "populations")


def make_weights(desk: Page) -> None:
    desk.locator("main").get_by_role("link", name="Weights").click()
    desk.get_by_role("link", name="New weights").click()
    desk.get_by_label("Name").fill("Age and sex")
    for each in desk.locator("[name=population]").all():
        each.check()
    looked_at(desk, "new weights")
    desk.get_by_role("button", name="Calculate the weights").click()
    expect(desk.locator("main")).to_contain_text("tell as much as")
    looked_at(desk, "weights", 360, 1280)


def cross(site: Site, desk: Page) -> None:
    desk.goto(f"{site.address}/console/surveys/{SLUG}/results/crossing")
    looked_at(desk, "crossing before a choice")
    rows, columns = desk.locator("main form select").nth(0), desk.locator("main form select").nth(1)
    rows.select_option("heard")
    columns.select_option("sex")
    desk.get_by_label("Weighting").select_option(label="Age and sex")
    desk.get_by_role("button", name="Make the table").click()
    expect(desk.locator("main")).to_contain_text("Weighted, the responses are as precise as")
    looked_at(desk, "crossing", 360, 1280)


def leave_out(site: Site, desk: Page) -> None:
    desk.goto(f"{site.address}/console/surveys/{SLUG}/quality")
    looked_at(desk, "quality", 360, 1280)
    desk.get_by_label(re.compile("on every page")).check()
    desk.get_by_role("button", name="Do not count them").click()
    looked_at(desk, "no reason is given")
    desk.get_by_label(re.compile("on every page")).check()
    desk.get_by_label("Reason").fill("Given without reading: all the same, in seconds.")
    desk.get_by_role("button", name="Do not count them").click()
    expect(desk.locator("h2", has_text="Decisions")).to_be_visible()
    desk.goto(f"{site.address}/console/surveys/{SLUG}/fieldwork")
    expect(desk.locator(".eng-tile__number").first).to_have_text("235")
