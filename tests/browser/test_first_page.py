"""The first page of a survey, as a phone on a slow line meets it."""

import urllib.request

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import NewPage
from tests.browser.site import CITIZEN_SURVEY, Site

pytestmark = pytest.mark.browser

MOST_BYTES = 40_000


def compressed_size(address: str) -> int:
    """What goes over the line for one address: the head of the answer and the compressed body."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return len(str(response.headers).encode()) + len(response.read())


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_first_page_weighs_at_most_40_kb_with_all_that_belongs_to_it(site: Site, new_page: NewPage, language):
    site.publish(CITIZEN_SURVEY)
    page = new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 -- playwright takes no bound append

    page.goto(f"{site.address}/{language}/surveys/{CITIZEN_SURVEY.slug}", wait_until="networkidle")

    addresses = {response.url for response in loaded if not response.url.startswith("data:")}
    kinds = {response.request.resource_type for response in loaded}
    assert {"document", "stylesheet", "script"} <= kinds
    assert sum(compressed_size(address) for address in addresses) <= MOST_BYTES


def test_files_with_a_hash_in_their_name_are_kept_for_ever(site: Site, new_page: NewPage):
    site.publish(CITIZEN_SURVEY)
    page = new_page()
    with page.expect_response(lambda response: response.request.resource_type == "stylesheet") as sheet:
        page.goto(f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}")

    assert sheet.value.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sheet.value.headers["content-encoding"] in ("br", "gzip", "zstd")


def test_looking_at_the_first_page_leaves_no_cookie(site: Site, new_page: NewPage):
    site.publish(CITIZEN_SURVEY)
    page = new_page()

    page.goto(f"{site.address}/en/surveys/{CITIZEN_SURVEY.slug}")

    assert page.context.cookies() == []
