"""Who looks at the demonstration, each in a browser of their own, and where they begin."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from assurance.access.demonstration import Demonstration
from assurance.access.taking_part import citizen, desk, finished, kiosk, panel
from tests.support.signing_in import code

CONSOLE = "/console/"


@dataclass(frozen=True)
class Role:
    name: str
    account: str = ""
    enter: Callable[[Demonstration, Page], list[str]] | None = None
    """What a citizen does first; gives the addresses that no link leads to."""

    @property
    def begins(self) -> list[str]:
        return [CONSOLE] if self.account else ["/", "/en/", "/en/accessibility", "/console/sign-in"]


ROLES = (
    Role("nobody"),
    Role("citizen", enter=citizen),
    Role("finished", enter=finished),
    Role("links", enter=kiosk),
    Role("panel", enter=panel),
    Role("desk", enter=desk),
    Role("coordinator", "coordinator@example.org"),
    Role("organiser", "organiser@example.org"),
    Role("network-admin", "network-admin@example.org"),
    Role("analyst", "analyst@example.org"),
    Role("evaluator", "evaluator@example.org"),
    Role("translator", "translator@example.org"),
    Role("assessor", "assessor@example.org"),
)


@dataclass
class Browsers:
    """One browser a role; who has signed in once stays so, also when the step goes on after a stop."""

    chromium: Browser
    shown: Demonstration
    folder: Path

    def context(self, role: Role) -> BrowserContext:
        kept = self._kept(role)
        number = ROLES.index(role) + 1
        made: BrowserContext = self.chromium.new_context(
            viewport={"width": 1280, "height": 900},
            bypass_csp=True,
            extra_http_headers={"X-Forwarded-For": f"10.9.0.{number}"},
            storage_state=kept if kept.exists() else None,
            accept_downloads=False,
        )
        made.set_default_timeout(20_000)
        return made

    def enter(self, role: Role) -> list[str]:
        """Where this role begins; signs in, or takes part, the first time."""
        known = self._kept(role).with_suffix(".begins.json")
        if known.exists():
            found: list[str] = json.loads(known.read_text(encoding="utf-8"))
            return found
        context = self.context(role)
        page = context.new_page()
        begins = role.begins
        if role.account:
            self.sign_in(page, role)
        if role.enter:
            begins = [*role.enter(self.shown, page), *begins]
        context.storage_state(path=self._kept(role))
        context.close()
        known.write_text(json.dumps(begins), encoding="utf-8")
        return begins

    def sign_in(self, page: Page, role: Role) -> None:
        """With the second step, which is set up where the role must have one."""
        page.goto(f"{self.shown.site.address}/console/sign-in?next={CONSOLE}")
        page.fill("[name=email]", role.account)
        page.fill("[name=password]", self.shown.passwords[role.account])
        page.click("main button[type=submit]")
        secret = page.locator("main bdi code")
        if secret.count():
            page.fill("[name=code]", code(secret=secret.inner_text()))
            page.fill("[name=password]", self.shown.passwords[role.account])
            page.locator("main button[type=submit]").last.click()
            assert page.locator("[name=code]").count() == 0, page.locator("main").inner_text()

    def _kept(self, role: Role) -> Path:
        return self.folder / f"{role.name}.json"
