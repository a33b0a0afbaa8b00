"""Poisoned pages in a real browser: nothing runs, nothing is refused by the policy, nothing is asked of elsewhere.

Requests are answered by the application itself, in this process.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.browser import Browser
from tests.threats.walks import Walks
from tests.threats.world import WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3_000 if WHOLE else 300)]
MOST = 400 if WHOLE else 6
WATCH = """
window.__refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__refused.push(event.violatedDirective + " " + event.blockedURI));
"""
WIDE = ("results", "edit", "network", "activities/", "events/", "account/devices")
"""Of the sample: charts, the editor, figures, data for scripts, and what browsers say of themselves."""


@pytest.mark.parametrize("role", ["nobody", "coordinator"])
def test_nothing_that_is_stored_acts_in_a_browser(walked: Walks, chromium: Any, role: str):
    walk = walked.by_role[role]
    wrong: list[str] = []
    context = chromium.new_context()
    context.add_init_script(WATCH)
    context.route("**/*", lambda route: _answer(route, walk.browser, wrong))
    page = context.new_page()
    page.on("dialog", lambda dialog: (wrong.append(f"{page.url}: a dialog"), dialog.dismiss()))
    try:
        for address in pages(walk.crawl.read, walk.browser):
            page.goto(f"http://localhost{address}")
            page.wait_for_load_state("networkidle")
            wrong += [f"{address}: {each}" for each in page.evaluate("window.__refused")]
            assert page.evaluate("window.__xss") is None, address
            assert page.locator("[onload], [onerror], [onmouseover]").count() == 0, address
    finally:
        context.close()

    assert not wrong


def pages(read: dict[str, int], browser: Browser) -> list[str]:
    """Pages that were read, those first in which scripts have most to do."""
    found = [address for address, status in read.items() if status == 200]
    first = [next((each for each in found if part in each), "") for part in WIDE]
    ordered = dict.fromkeys([*filter(None, first), *found])
    html = (each for each in ordered if browser.raw("GET", each).mimetype == "text/html")
    return [address for address, _ in zip(html, range(MOST), strict=False)]


def _answer(route: Any, browser: Browser, wrong: list[str]) -> None:
    asked = route.request
    target = urlsplit(asked.url)
    if target.netloc != "localhost" or "__xss" in target.path:
        wrong.append(f"asked for {asked.url}")
        route.abort()
        return
    path = target.path + (f"?{target.query}" if target.query else "")
    response = browser.raw(asked.method, path, data=asked.post_data_buffer)
    route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.data)
    response.close()
