"""What scripts add on the pages of real questionnaires, and what they leave as it is without them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.site import CITIZEN_SURVEY, RESEARCH_SOFTWARE, SOCIO_ECONOMIC, XLSFORM_DEMO, RealInput, Site
from tests.browser.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.corpora]


def begun(site: Site, page: Page, given: RealInput, language: str = "en") -> Walk:
    """On the first page of questions."""
    walk = Walk(site, page, given, language)
    walk.start()
    return walk


def at(walk: Walk, section: str) -> Page:
    walk.page.goto(f"{walk.first_address}/{section}")
    return walk.page


def test_a_country_opens_its_own_questions_at_once_and_closes_those_of_another(site: Site, new_page: NewPage):
    page = begun(site, new_page(), RESEARCH_SOFTWARE).page
    german, british = (page.locator(f"select[name='edu1q{country}']") for country in ("de", "uk"))
    expect(german).to_be_hidden()

    country = page.locator("select[name='socio1']")
    country.select_option(label="Germany")
    expect(german).to_be_visible()
    expect(german).to_be_enabled()

    country.select_option(label="United Kingdom of Great Britain and Northern Ireland")
    expect(german).to_be_hidden()
    expect(german).to_be_disabled()
    expect(british).to_be_visible()


def test_an_answer_shown_in_later_texts_follows_at_once(site: Site, new_page: NewPage):
    walk = begun(site, new_page(), XLSFORM_DEMO)
    while walk.where != "hh-rpt":
        walk.answer_page()
    walk.page.locator("a[href$='/hh-rpt/1']").first.click()  # the page of the list's first entry
    shown = walk.page.locator("[data-text='firstname']").first
    expect(shown).to_have_text("…")

    walk.page.fill("[name='firstname_raw']", "Ada")
    walk.page.press("[name='firstname_raw']", "Tab")

    expect(shown).to_have_text("Ada")


OFFERED = """() => [...document.querySelectorAll("select[name='district'] option[value]:not([value=''])")]
    .filter(one => !one.hidden && !one.disabled).map(one => one.value)"""


def test_a_region_offers_its_own_districts_at_once(site: Site, new_page: NewPage):
    page = begun(site, new_page(), SOCIO_ECONOMIC).page
    assert page.evaluate(OFFERED) == []
    offered: list[list[str]] = []
    for place in (1, 2):
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.select_option("select[name='region']", index=place)
        page.wait_for_function(
            f"known => {{ const now = ({OFFERED})(); return now.length && now.join() !== known }}",
            arg=",".join(offered[-1]) if offered else "",
        )
        offered.append(page.evaluate(OFFERED))

    assert not set(offered[0]) & set(offered[1])


def test_without_scripts_the_districts_of_a_region_come_when_the_page_is_sent(site: Site, new_page: NewPage):
    walk = begun(site, new_page(scripts=False), SOCIO_ECONOMIC)
    assert walk.page.evaluate(OFFERED) == []

    walk.answer_page()

    assert walk.where == "headofhousehold"
    assert walk.page.evaluate(OFFERED)


def test_the_error_summary_takes_the_focus_and_each_link_leads_into_its_question(site: Site, new_page: NewPage):
    page = begun(site, new_page(), RESEARCH_SOFTWARE).page
    page.click(".govuk-button[value='next']")
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()

    links = summary.locator("a")
    assert links.count() > 1
    for place in range(links.count()):
        target = (links.nth(place).get_attribute("href") or "").removeprefix("#")
        links.nth(place).click()
        expect(page.locator(f"[id='{target}']")).to_be_focused()
        assert page.evaluate("Boolean(document.activeElement.closest('.eng-item--error, .eng-matrix__row--error'))")


def test_a_double_click_on_send_makes_one_response(site: Site, new_page: NewPage):
    walk = Walk(site, new_page(), SOCIO_ECONOMIC, "en")
    walk.start()
    walk.answer_all()
    before = site.results(SOCIO_ECONOMIC.slug)["responses"]

    walk.page.dblclick("button[value='submit']:not(.eng-default)")
    expect(walk.page.locator(".eng-receipt__code")).to_be_visible()
    site.submitted[SOCIO_ECONOMIC.slug, "en"] += 1

    assert site.results(SOCIO_ECONOMIC.slug)["responses"] == before + 1


def test_points_are_added_up_and_choices_counted_while_answering(site: Site, new_page: NewPage):
    page = at(begun(site, new_page(), CITIZEN_SURVEY), "what-matters")
    points = page.locator(".eng-allocation__points")
    points.nth(0).fill("60")
    total = page.locator(".eng-allocation__total output")
    expect(total).to_have_text("40 points left")
    points.nth(1).fill("40")
    expect(total).to_have_text("All 100 points are given")

    item = page.locator(".eng-item:has([data-max])").first
    for box in item.locator("input[type='checkbox']").all()[:4]:
        box.check()
    expect(item.locator(".eng-count")).to_contain_text("4 chosen, at most 3")


def test_what_is_typed_is_there_in_the_other_language(site: Site, new_page: NewPage):
    page = at(begun(site, new_page(), CITIZEN_SURVEY), "what-matters")
    page.locator(".eng-allocation__points").first.fill("a lot")

    page.click("button[name='_language'][value='he']")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".eng-allocation__points").first).to_have_value("a lot")
