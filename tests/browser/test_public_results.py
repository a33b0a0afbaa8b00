"""Published results in a real browser: on a phone and on a desk, in both directions, by keyboard, on paper."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.db import engine as database
from engage.surveys.models import Survey
from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import CITIZEN_SURVEY, Site
from tests.factories.editions_of_results import make_edition

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """Of published results, without the language."""
    site.publish(CITIZEN_SURVEY)
    url = Settings(data_dir=site.folder).sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        survey = session.scalars(select(Survey).where(Survey.slug == CITIZEN_SURVEY.slug)).one()
        session.add(make_edition(survey.id))
        session.commit()
    engine.dispose()
    return f"{site.address}/{{}}/surveys/{CITIZEN_SURVEY.slug}/results"


def open_tables(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("he", 360), ("he", 1280)])
def test_everybody_can_read_results_on_every_screen(new_page: NewPage, address: str, language: str, width: int):
    page = new_page(width=width)

    page.goto(address.format(language))
    open_tables(page)

    fits(page, "published results")
    is_accessible(page, "published results")


def test_the_list_of_results_is_readable_on_a_phone(new_page: NewPage, address: str, site: Site):
    page = new_page(width=360)

    page.goto(f"{site.address}/he/results")

    fits(page, "the list of results")
    is_accessible(page, "the list of results")


def test_a_group_is_chosen_by_keyboard_and_without_scripts(new_page: NewPage, address: str):
    page = new_page(scripts=False, width=360)
    page.goto(address.format("en"))

    page.get_by_label("Whose answers you see").focus()
    page.keyboard.type("German")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("You see the answers of one group.")).to_be_visible()
    expect(page.locator("svg text", has_text="fewer than 10").first).to_be_visible()


def test_what_is_folded_away_is_printed(new_page: NewPage, address: str):
    page = new_page()
    page.goto(address.format("en"))

    page.emulate_media(media="print")

    expect(page.get_by_role("cell", name="43.4%")).to_be_visible()
    expect(page.get_by_text("Picture as SVG").first).to_be_hidden()
