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
OPEN, FULL = "everyday-after-cancer", "voices-across-borders"
"""Events of the demonstration."""
WAVES = "cancer-in-six-countries"
"""The survey of the demonstration whose results are published."""
ROUND, RATED = "Round 20", "Core indicators"
"""Beginnings of the titles of self-assessments of the demonstration."""
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


def visitor(browser: Browser, address: str) -> None:
    """An event, and registering for it, on a phone."""
    for language in ("en", "he"):
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{address}/{language}/events/{OPEN}")
        save(page, f"event-{language}")
        page.goto(f"{address}/{language}/events/{OPEN}/register")
        save(page, f"register-{language}")
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{address}/en/events")
    save(page, "events")


def reader(browser: Browser, address: str) -> None:
    """Published results, and what became of it."""
    for language, size in (("en", DESK), ("he", PHONE)):
        page = browser.new_context(viewport=size).new_page()
        page.goto(f"{address}/{language}/surveys/{WAVES}/results")
        save(page, f"published-{language}")
        page.locator("figure.eng-chart").first.scroll_into_view_if_needed()
        save(page, f"published-question-{language}")
        page.goto(f"{address}/{language}/outcomes")
        save(page, f"outcomes-{language}")
        page.goto(f"{address}/{language}/outcomes/one-door-for-advice")
        save(page, f"outcome-{language}")


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
    page.goto(f"{address}/console/surveys/{WAVES}/fieldwork")
    save(page, "fieldwork")
    page.goto(f"{address}/console/surveys/{WAVES}/results/crossing?rows=D1&columns=E1")
    save(page, "crossing")
    page.goto(f"{address}/console/surveys/{WAVES}/publishing")
    save(page, "publishing")
    page.goto(f"{address}/console/outcomes")
    save(page, "outcomes-desk")
    page.goto(f"{address}/console/search?q=cancer")
    save(page, "search")
    page.goto(f"{address}/console/events/{FULL}/people")
    save(page, "event-people")
    page.goto(f"{address}/console/events/{FULL}/interpretation")
    save(page, "event-interpretation")
    page.goto(f"{address}/console/assessments")
    page.get_by_role("link", name=ROUND).first.click()
    for tab, name in (("At a glance", "assessment-glance"), ("Profile", "assessment-profile")):
        page.get_by_role("link", name=tab, exact=True).click()
        save(page, name)
    page.goto(f"{address}/console/assessments")
    page.get_by_role("link", name=RATED).first.click()
    save(page, "assessment-steps")
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/console/surveys")
    save(page, "surveys-phone")
    page.locator(".eng-nav__fold").click()
    save(page, "menu-phone")


def evaluator(browser: Browser, address: str, accounts: dict[str, str]) -> None:
    """The figures of the network, for somebody who sees nothing else."""
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{address}/console/sign-in")
    page.fill("input[name=email]", "evaluator@example.org")
    page.fill("input[name=password]", accounts["evaluator@example.org"])
    page.click("main button[type=submit]")
    page.goto(f"{address}/console/network")
    save(page, "network")


def main() -> int:
    address, accounts = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        citizen(browser, address)
        visitor(browser, address)
        reader(browser, address)
        hub_team(browser, address, accounts)
        evaluator(browser, address, accounts)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
