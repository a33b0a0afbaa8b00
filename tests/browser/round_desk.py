"""One round of self-assessment at the desk of who leads the hub, step by step, each page looked at."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.assessing import looked_at
from tests.browser.site import Site
from tests.support.pdf_text import words_of

PANEL = """\
name,mail,language,role,citizen,outside,regional,short
Ada,ada@panel.example.org,en,leads the hub,,,,
Bo,bo@panel.example.org,nb,works in a town,,,yes,
Cem,cem@panel.example.org,de,works in a hospital,,,,
Dora,dora@panel.example.org,nb,lives with cancer,yes,yes,,yes
Eli,eli@panel.example.org,he,cares for somebody,yes,yes,,yes
Finn,finn@panel.example.org,de,does research,,,,"""
SPLIT = "INC-1"
SAID = {"ada": 4, "bo": 4, "cem": 2, "dora": 1, "eli": 1, "finn": 3}
"""Of the question on which the panel is split; 2 of any other."""
AFTER_TALKING = {"ada": 2, "bo": 3, "cem": 2, "dora": 2, "eli": 2, "finn": 2}
WRITTEN, PUT = "Auf dem Land fragt uns niemand.", "Nobody asks us in the countryside."
CITIZENS_OWN = "Vi ble aldri spurt."
LEAD, CHECKER, CO_SIGNER = (f"{name}@round.example.org" for name in ("lead", "checker", "citizen"))


class Round:
    """One round at the desk of who leads the hub."""

    def __init__(self, site: Site, desk: Page) -> None:
        self.site, self.desk, self.address = site, desk, ""

    def go(self, part: str = "") -> Page:
        self.desk.goto(f"{self.address}{part}")
        return self.desk

    def see(self, part: str = "", *widths: int) -> Page:
        """Open a page and look at it."""
        looked_at(self.go(part), part or "the round", *widths)
        return self.desk

    def press(self, part: str, name: str) -> None:
        self.see(part).get_by_role("button", name=name, exact=True).click()
        expect(self.desk.locator(".eng-message--error, .eng-notice--error")).to_have_count(0)

    def make(self) -> None:
        self.desk.goto(f"{self.site.address}/console/assessments/new")
        looked_at(self.desk, "a new round")
        self.desk.get_by_label("Core indicators").check()
        self.desk.fill("[name=title]", "Autumn round")
        self.desk.select_option("[name=working_language]", "en")
        self.desk.get_by_role("button", name="Make the round").click()
        expect(self.desk.locator("h1")).to_contain_text("Autumn round")
        found = re.search(r".*/console/assessments/\d+", self.desk.url)
        assert found
        self.address = found.group()
        self.see()
        self.see("/round")
        goals = self.see("/round/goals")
        goals.locator("select").first.select_option("3")
        goals.get_by_role("button", name=re.compile("Save")).last.click()
        expect(goals.locator("main")).to_contain_text("The goals are saved.")

    def fill_panel(self) -> None:
        page = self.see("/panel/list")
        page.fill("[name=list]", PANEL)
        page.get_by_role("button", name="Put all on the panel").click()
        expect(page.locator("main")).to_contain_text("2 citizens")
        self.see("/panel/about")

    def give_duty(self, duty: str, email: str) -> None:
        page = self.go("/duties")
        page.check(f"[name=duty][value={duty}]")
        page.fill("[name=email]", email)
        page.fill("[name=name]", email.split("@")[0].title())
        page.get_by_role("button", name="Give the duty").click()
        expect(page.locator("main")).to_contain_text(email.split("@")[0].title())

    def bring_evidence(self) -> None:
        day = f"{datetime.now(UTC) - timedelta(days=90):%Y-%m-%d}"
        page = self.see("/evidence/new/link")
        self._evidence("link", "Who is missing, a study", url="https://example.org/study", day=day, highest=True)
        self.see("/evidence/new/file").set_input_files(
            "[name=file]", {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"We listened."}
        )
        self._evidence("", "Minutes of May", day=day)
        page = self.see("/evidence/new/activity")
        page.select_option("[name=activity]", index=1)
        page.locator("[name=class]").first.check()
        self._evidence("", "Talk in the town hall")
        expect(self.see("/evidence").locator("main table")).to_contain_text("Talk in the town hall")

    def _evidence(self, kind: str, title: str, *, highest: bool = False, **fields: str) -> None:
        page = self.go(f"/evidence/new/{kind}") if kind else self.desk
        for name, value in {"title": title, **fields}.items():
            page.fill(f"[name={name}]", value)
        if highest:
            page.locator("[name=class]").last.check()
        page.locator(f"[name=indicators][value={SPLIT}]").check()
        page.get_by_role("button", name="Keep this evidence").click()
        expect(page.locator("main")).to_contain_text(f"“{title}” is kept.")

    def measure(self) -> None:
        self.press("/facts", "Measure now")
        expect(self.desk.locator("main")).to_contain_text("Measured on")

    def read_digest(self) -> None:
        expect(self.see("/digest").locator("main")).to_contain_text(SPLIT)
        self.see(f"/digest/{SPLIT}")

    def prepare_reasons(self) -> None:
        """A German reason is put into the working language; who leads does not learn whose it is."""
        self.see("/reasons")
        page = self.see(f"/reasons/{SPLIT}")
        texts = page.locator("textarea")
        for at in range(texts.count()):
            theirs = texts.nth(at).input_value()
            texts.nth(at).fill({WRITTEN: PUT, CITIZENS_OWN: "We were never asked."}[theirs])
        page.get_by_role("button", name="Keep, and go on").click()
        one = self.go(f"/digest/{SPLIT}").locator("main")
        expect(one).to_contain_text(PUT)
        expect(one).not_to_contain_text(WRITTEN)

    def make_mirror(self) -> None:
        self.press("/mirror", "Make the survey")
        expect(self.desk.locator("main")).to_contain_text("The survey takes answers until")
        looked_at(self.desk, "the mirror")

    def explain(self) -> None:
        """Say why, wherever a figure does not bear out a level."""
        page = self.see("/facts")
        links = [each.get_attribute("href") for each in page.locator("main a[href*='/facts/explain/']").all()]
        for each in links:
            page.goto(f"{self.site.address}{each}")
            page.fill("[name=text]", "We work with paper in the villages.")
            with page.expect_navigation():
                page.get_by_role("button", name="Keep the explanation").click()

    def read_result(self) -> None:
        """What the steering group reads; the report says what was signed, and nobody's name."""
        digest = re.search(r"[0-9a-f]{64}", self.see("/signed").locator("main").inner_text())
        assert digest
        for part in ("/summary", "/profile", f"/profile/{SPLIT}", "/report"):
            self.see(part)
        text = words_of(self.desk.request.get(f"{self.address}/report/en/report.pdf").body())
        assert digest.group() in text.replace(" ", "")
        for said in ("Self-assessment: Listening Hub", "6 of 6 handed in", "Knowing who is missing 2 – Organised"):
            assert said in text
        for named in ("Dora", "Finn", "Checker", LEAD, CO_SIGNER, WRITTEN, CITIZENS_OWN):
            assert named not in text

    def plan(self) -> None:
        page = self.see("/plan")
        page.locator("main section ol a").first.click()
        looked_at(page, "a new action")
        page.fill("[name=title]", "Ask people in the villages")
        page.fill("[name=owner]", "Ada")
        page.fill("[name=due_on]", f"{datetime.now(UTC) + timedelta(days=100):%Y-%m-%d}")
        page.fill("[name=sponsor]", "Dora")
        page.get_by_role("button", name="Add it to the plan").click()
        expect(page.locator("main table")).to_contain_text("Ask people in the villages")
        looked_at(page, "the plan")
        page.locator("main table a").first.click()
        looked_at(page, "an action")
