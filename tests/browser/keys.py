"""Going through pages with the keyboard alone; wherever the focus stops, one sees it."""

from playwright.sync_api import Locator, Page

from tests.browser.stops import FOCUSED

MOST_STOPS = 150


def reach(page: Page, wanted: Locator) -> None:
    """Go on with the tab key until it has the focus."""
    for _ in range(MOST_STOPS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
        _is_seen(page)
    raise AssertionError(f"{wanted} cannot be reached by keyboard: {page.url}")


def _is_seen(page: Page) -> None:
    here = page.evaluate(FOCUSED)
    if here["tag"] in ("BODY", "IFRAME"):  # past the end, and on from the beginning
        return
    assert here["seen"], f"{page.url}: the focus does not show at {here['text']}"
    assert here["inView"], f"{page.url}: the focus is out of view at {here['text']}"
    assert not here["under"], f"{page.url}: {here['under']} hides {here['text']}"


def press(page: Page, wanted: Locator) -> None:
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, name: str, *, downs: int) -> None:
    """One of several answers."""
    reach(page, page.locator(f"[name={name}]").first)
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


def tick(page: Page, wanted: Locator) -> None:
    reach(page, wanted)
    page.keyboard.press("Space")


def types(page: Page, name: str, words: str) -> None:
    reach(page, page.locator(f"[name={name}]:not([type=hidden])").first)
    page.keyboard.type(words)
