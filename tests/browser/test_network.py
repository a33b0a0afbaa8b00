"""The figures of the network as an evaluator sees them, on a phone and wide, and by axe."""

import pytest

from tests.browser.conftest import NewPage
from tests.browser.looking import fits, is_accessible
from tests.browser.site import PASSWORD, Site

pytestmark = pytest.mark.browser
EMAIL = "evaluator@example.org"


def test_an_evaluator_reads_the_figures_of_the_network_on_a_phone_and_wide(site: Site, new_page: NewPage):
    site.engage("user", "add", EMAIL, "--role", "analyst", "--password-stdin", typed=PASSWORD)
    page = new_page(width=360, height=740, bypass_csp=True)
    page.goto(f"{site.address}/console/sign-in?next=/console/network")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.get_by_role("heading", name="Figures of the network").wait_for()

    for address in (
        "/console/network?from=2026-13",
        "/console/network/figures/hubs?from=2025-01&until=2026-06",
        "/console/network/reports",
        "/console/network/targets",
        "/console/network/corrections?lang=de",
        "/console/network?from=2026-01&until=2026-06",
    ):
        page.goto(f"{site.address}{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        is_accessible(page, address)
        fits(page, address)
    page.set_viewport_size({"width": 1280, "height": 800})
    is_accessible(page, "wide")
    fits(page, "wide")
    page.get_by_label("From the month").fill("2025-07")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("July 2025 to June 2026 · the whole network").wait_for()
