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
    german, british = page.locator("[data-item='edu1qde']"), page.locator("[data-item='edu1quk']")
    expect(german).to_be_hidden()

    country = page.locator("[data-item='socio1']")
    country.get_by_label("Germany", exact=True).check()
    expect(german).to_be_visible()
    expect(german).to_be_enabled()

    country.get_by_label("United Kingdom").check()
    expect(german).to_be_hidden()
    expect(german).to_be_disabled()
    expect(british).to_be_visible()


def test_an_answer_shown_in_a_later_text_follows_while_it_is_typed(site: Site, new_page: NewPage):
    walk = Walk(site, new_page(), XLSFORM_DEMO, "en")
    walk.start()
    page = walk.page
    page.fill("[name='your_name']", "Ada")
    page.press("[name='your_name']", "Tab")
    shown = page.locator("[data-text='name_typed']").first

    expect(shown).to_have_text("Ada")


def test_a_region_offers_its_own_districts_at_once(site: Site, new_page: NewPage):
    page = begun(site, new_page(), SOCIO_ECONOMIC).page
    district = page.locator("[data-item='district']")
    regions = page.locator("[data-item='region'] input")
    offered = []
    for place in (0, 1):
        regions.nth(place).check()
        page.wait_for_function(
            "known => { const all = [...document.querySelectorAll(\"[data-item='district'] [data-option]\")]"
            "  .filter(one => !one.hidden).map(one => one.dataset.option).join();"
            "  return all && all !== known }",
            arg=offered[0] if offered else "",
        )
        found = district.locator("[data-option]").evaluate_all(
            "all => all.filter(one => !one.hidden).map(one => one.dataset.option).join()"
        )
        offered.append(found)

    assert not set(offered[0].split(",")) & set(offered[1].split(","))


def test_without_scripts_the_districts_of_a_region_come_when_the_page_is_sent(site: Site, new_page: NewPage):
    walk = begun(site, new_page(scripts=False), SOCIO_ECONOMIC)
    district = walk.page.locator("[data-item='district']")
    assert not district.locator("[data-option]:not([hidden])").count()
    walk._answer_page()

    assert walk.where == "headofhousehold"
    assert district.locator("[data-option]:not([hidden])").count() > 1


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
