"""Makes the pictures of the documentation from a running demonstration: `make screenshots` beside `make demo`.

python scripts/screenshots.py http://127.0.0.1:8000 instance/demo-accounts.json
"""

import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "images"
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=860)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def save(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")


def citizen(browser: Browser, address: str) -> None:
    """The way of one respondent on a phone, in English and in Hebrew."""
    for language in ("en", "he"):
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{address}/{language}/surveys/citizen-survey")
        save(page, f"first-{language}")
        page.check("#length-short")
        page.check("#age")
        page.click("button[value=start]")
        save(page, f"questions-{language}")
        while not page.url.endswith("/review"):
            page.click("button.govuk-button[value=next]")
        save(page, f"review-{language}")
        page.click("button.govuk-button[value=submit]")
        page.locator("[data-card]").scroll_into_view_if_needed()
        save(page, f"receipt-{language}")


def hub_team(browser: Browser, address: str, accounts: dict[str, str]) -> None:
    """What an organiser sees."""
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{address}/console/sign-in")
    page.fill("input[name=email]", "organiser@example.org")
    page.fill("input[name=password]", accounts["organiser@example.org"])
    page.click("main button[type=submit]")
    page.goto(f"{address}/console/")
    save(page, "start")
    page.goto(f"{address}/console/surveys")
    save(page, "surveys")
    page.goto(f"{address}/console/surveys/citizen-survey")
    save(page, "survey")
    page.goto(f"{address}/console/surveys/citizen-survey/results")
    save(page, "results")
    page.locator("figure.eng-chart").nth(4).scroll_into_view_if_needed()
    save(page, "results-question")
    page.goto(f"{address}/console/surveys")
    page.get_by_role("link", name="Cancer in your country").first.click()
    page.get_by_role("link", name="Edit the questionnaire").click()
    page.get_by_role("link", name="Thinking of the last time").click()
    page.wait_for_load_state("networkidle")
    save(page, "editor")
    page.goto(f"{address}/console/surveys/citizen-survey")
    page.get_by_role("link", name="Translate, review and approve texts").click()
    save(page, "translations")
    page.goto(f"{address}/console/surveys/cancer-in-six-countries/countries")
    save(page, "countries")
    page.goto(f"{address}/console/search?q=cancer")
    save(page, "search")
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/console/surveys")
    save(page, "surveys-phone")
    page.locator(".eng-nav__fold").click()
    save(page, "menu-phone")


def main() -> int:
    address, accounts = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        citizen(browser, address)
        hub_team(browser, address, accounts)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
