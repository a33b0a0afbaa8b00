"""One survey in six countries, each answered in its own language on a phone, and pooled."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engage.demo import six_countries, six_countries_source
from engage.instruments.document import to_document
from engage.instruments.domain.editions import national
from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import Site

pytestmark = pytest.mark.browser

SLUG = "cancer-in-six-countries"
COUNTRIES = {"NO": "nb", "SE": "sv", "DE": "de", "FR": "fr", "IT": "it", "PL": "pl"}


@pytest.fixture(scope="session")
def fielded(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the survey, in the field with drafts of translations shown."""
    file: Path = tmp_path_factory.mktemp("six") / "six.json"
    file.write_text(json.dumps(to_document(six_countries())), encoding="utf-8")
    site.engage("survey", "import", str(file), "--slug", SLUG, "--publish", "--texts", "approved")
    return f"{site.address}/en/surveys/{SLUG}"


def test_six_countries_answer_in_their_own_words_and_are_counted_together(site: Site, fielded: str, new_page: NewPage):
    sent = {}
    for country, language in COUNTRIES.items():
        page = new_page(width=360, height=740)
        page.goto(fielded)
        expect(page.locator("h1")).to_have_count(1)
        is_accessible(page, "the countries")
        fits(page, "the countries")
        edition = national(six_countries(), country)
        page.locator(f"a[href*='country={country}']").click()
        page.goto(f"{site.address}/{language}/surveys/{SLUG}?country={country}")
        assert edition.about is not None
        assert edition.about.controller is not None
        assert edition.about.controller.in_(language) in page.content()
        page.check("#age")
        page.click("button[value=start]")
        own = edition.item("E3")
        assert own is not None
        sent[country] = own.options[0]
        for _ in range(12):
            if page.url.endswith("/review"):
                break
            chosen = page.locator(f"input[name=E3][value={own.options[0].code}]")
            if chosen.count():
                assert page.get_by_text(own.options[0].label.in_(language), exact=True).count() == 1
                chosen.check()
                is_accessible(page, "a national question")
            page.click(".eng-actions button[value=next]")
        page.click(".eng-actions button[value=submit]")
        expect(page.locator(".eng-receipt__code")).to_have_count(1)

    (education,) = [item for item in site.results(SLUG)["items"] if item["name"] == "E3"]
    counted = {row["code"]: row["count"] for row in education["rows"] if row["count"]}
    assert counted == {"isced_0_2": len(COUNTRIES)}
    (where,) = [item for item in site.results(SLUG)["items"] if item["name"] == "country"]
    assert {row["code"] for row in where["rows"] if row["count"]} == set(COUNTRIES)
    assert all(option.common == "isced_0_2" for option in sent.values())


def test_every_country_of_the_demonstration_is_one_of_those_tried(fielded: str):
    assert set(six_countries_source()["editions"]) == set(COUNTRIES)
