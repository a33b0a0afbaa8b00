"""The library and the models on a phone: a team adds a guide, everybody finds it, nothing is left to sighted eyes."""

from importlib.resources import files

import pytest

from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import PASSWORD, Site

pytestmark = pytest.mark.browser
EMAIL = "librarian@example.org"
MODEL = "/console/models/ncmh-citizen-engagement/0.2.0"


def test_a_team_adds_a_guide_on_a_phone_and_it_is_found_in_any_language(site: Site, new_page: NewPage):
    model = files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml"
    site.engage("maturity", "model", "import", str(model), "--use")
    site.add_organiser(EMAIL)
    page = new_page(width=360, height=740, bypass_csp=True)
    page.goto(f"{site.address}/console/sign-in?next=/console/library/new")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")

    for name, words in (("url", "https://example.org/guide"), ("owner", "Institute"), ("title-en", "Who is missing?")):
        page.fill(f"[name={name}]", words)
    page.get_by_text("INC Inclusion and reach").click()
    page.get_by_role("group", name="INC-1 Knowing who is missing").get_by_label("level 2").check()
    page.get_by_role("button", name="Save").click()
    page.locator("[data-errors]").wait_for()  # the licence is missing
    is_accessible(page, "an entry with an error")
    fits(page, "an entry with an error")
    page.fill("[name=licence]", "CC BY 4.0")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Who is missing?").wait_for()

    addresses = ("/he/library?about=INC&level=2", "/console/library", "/console/library/import", "/console/models")
    for address in (*addresses, MODEL, f"{MODEL}/texts"):
        page.goto(f"{site.address}{address}")
        is_accessible(page, address)
        fits(page, address)
        assert address != addresses[0] or page.get_by_role("link", name="Who is missing?").is_visible()
