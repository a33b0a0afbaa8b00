"""Every page that each role can reach, in every state: a step that goes on where it was stopped.

`python -m assurance.access.crawling` keeps what it saw in a file of lines under `instance/assurance/access`, and
prints the counts as one JSON document. Everything that was found is in `findings.json` beside it.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import Browser, Page, sync_playwright

from assurance.access import forms, states, validity
from assurance.access.browser import launch
from assurance.access.demonstration import FOLDER, Demonstration, clear, running
from assurance.access.discovery import FILES, LANGUAGE, Reached, discover
from assurance.access.people import ROLES, Browsers, Role
from assurance.access.progress import Progress
from assurance.access.rules import title_and_faults
from engage.web import kit

FILE = re.compile(r"\.<|\.csv|/letter$|/now$|/file$|/<file_id>$|^/<lang:lang>$")
"""Routes whose answers are files, data, mails, or a way to a language."""
STYLED = """() => [...document.querySelectorAll('link[rel=stylesheet]')].every(one => one.sheet?.cssRules.length)"""
SAME_TITLE = ("/preview/", "token>", "/embed/", "/kiosk/")
"""What people will read, under its own title; what a personal link opens; a survey in other places."""
FOLLOWED = 4
"""Pages of a route whose links are followed."""


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER)
@click.option("--pages", "per_route", default=1, show_default=True, help="Looked at in every state, of each route.")
@click.option("--followed", default=FOLLOWED, show_default=True)
@click.option("--role", "names", multiple=True, help="Only this role (may be repeated).")
@click.option("--without-forms", is_flag=True)
@click.option("--keep", is_flag=True, help="Keep what was seen, for the next run.")
def main(folder: Path, per_route: int, followed: int, names: tuple[str, ...], without_forms: bool, keep: bool) -> None:
    """Look at everything, and say what is wrong."""
    roles = [role for role in ROLES if not names or role.name in names]
    with running(folder) as shown, sync_playwright() as playwright:
        chromium = launch(playwright)
        crawl = Crawl(shown, chromium, Progress(folder / "seen.jsonl"), folder, per_route, followed)
        for role in roles:
            crawl.look_at_pages(role)
        if not without_forms:
            for role in roles:
                crawl.send_forms(role)
        figures = crawl.figures()
        chromium.close()
    if not keep:
        clear(folder / "site")
        crawl.progress.path.unlink()
    print(json.dumps(figures, ensure_ascii=False))
    sys.exit(0 if figures["kept"] else 1)


class Crawl:
    """One run, or the rest of one."""

    def __init__(
        self, shown: Demonstration, chromium: Browser, progress: Progress, folder: Path, per_route: int, followed: int
    ) -> None:
        self.shown, self.progress, self.folder = shown, progress, folder
        self.per_route, self.followed = per_route, followed
        self.browsers = Browsers(chromium, shown, folder / "site")
        self.jar = validity.checker(folder / "checker")

    # -- pages

    def look_at_pages(self, role: Role) -> None:
        reached = self._reached(role)
        self._check_sources(role, reached)
        context = self.browsers.context(role)
        page = context.new_page()
        for rule, addresses in sorted(reached.pages.items()):
            if FILE.search(rule):
                continue
            is_new = rule not in self.progress.shown_by(role.name)
            for address in addresses[: self.per_route if is_new else 1]:
                if not self.progress.has("page", role.name, address):
                    self._look(page, role, rule, address, states.STATES if is_new else states.SHORT)
        context.close()

    def _reached(self, role: Role) -> Reached:
        kept = self.folder / "site" / f"{role.name}.reached.json"
        if kept.exists():
            return Reached(**json.loads(kept.read_text(encoding="utf-8")))
        begins = self.browsers.enter(role)
        context = self.browsers.context(role)
        inside = "/console" if role.account else "/"
        reached = discover(self.shown, context.request, begins, most=self.followed, inside=inside)
        context.close()
        kept.write_text(json.dumps(vars(reached)), encoding="utf-8")
        return reached

    def _look(self, page: Page, role: Role, rule: str, address: str, wanted: tuple[states.State, ...]) -> None:
        found: dict[str, list[str]] = {}
        try:
            page.emulate_media(reduced_motion="no-preference", forced_colors="none", color_scheme="light")
            page.goto(f"{self.shown.site.address}{address}")
            assert page.evaluate(STYLED), "a style sheet did not come"
            found |= dict(states.looked_at(page, wanted))
            if wanted is states.STATES:
                found[states.RIGHT_TO_LEFT] = self._turned(page, address)
        except Exception as fault:
            found["fault"] = [str(fault)[:400]]
        self.progress.add(kind="page", role=role.name, at=address, rule=rule, found=found)

    def _turned(self, page: Page, address: str) -> list[str]:
        if address.startswith(f"/{LANGUAGE}/"):
            answer = page.goto(f"{self.shown.site.address}/he/{address.removeprefix(f'/{LANGUAGE}/')}")
            if answer is not None and answer.status == 404:  # nobody has written it in Hebrew
                page.goto(f"{self.shown.site.address}{address}")
        return states.turned(page, self._sheets())

    def _sheets(self) -> dict[str, str]:
        with self.shown.app.test_request_context():
            return {name: kit.asset(f"{name}.rtl.css") for name in ("public", "console")}

    # -- what was served

    def _check_sources(self, role: Role, reached: Reached) -> None:
        if self.progress.has("sources", role.name, role.name):
            return
        found: dict[str, list[str]] = {address: [f"answers {why}"] for address, why in reached.faults.items()}
        titles: dict[str, str] = {}
        for rule, addresses in reached.pages.items():
            for address in addresses:
                title, faults = title_and_faults(reached.sources[address], own=not address.startswith("/console"))
                other = titles.setdefault(title, rule)
                if other != rule and not any(part in f"{other}{rule}" for part in SAME_TITLE):
                    faults.append(f"the title is that of {other}: {title}")
                if faults:
                    found.setdefault(address, []).extend(faults)
        if self.jar is not None:
            for address, words in validity.invalid(self.jar, reached.sources).items():
                found.setdefault(address, []).extend(words)
        self.progress.add(
            kind="sources",
            role=role.name,
            at=role.name,
            looked=len(reached.sources),
            found=found,
            checked=bool(self.jar),
        )

    # -- forms

    def send_forms(self, role: Role) -> None:
        """Each form of each route once, whoever comes to it first; a role that is let in again where it went out."""
        reached = self._reached(role)
        context = self.browsers.context(role)
        page = context.new_page()
        for rule, addresses in sorted(reached.pages.items()):
            address = f"{self.shown.site.address}{addresses[0]}"
            if self.progress.has("form", "", rule):
                continue
            answers, found = Counter[str](), {}
            page.goto(address)
            for number, action in enumerate(forms.of_page(page)):
                for name, status, words in forms.sent(page, address, number):
                    answers[f"{name}: {status}"] += 1
                    found[f"{action} {name}"] = words
            self.progress.add(kind="form", role=role.name, at=rule, found=found, answers=answers)
        context.close()

    # -- what came of it

    def figures(self) -> dict[str, Any]:
        looked, wrong = Counter[str](), Counter[str]()
        findings: list[dict[str, Any]] = []
        reached: set[str] = set()
        for line in self.progress.lines:
            if line["kind"] == "page":
                reached.add(line["rule"])
            for state, words in line["found"].items():
                name = state if line["kind"] == "page" else line["kind"]
                looked[name] += 1
                wrong[name] += len(words)
                findings += [{"role": line["role"], "at": line["at"], "state": state, "what": each} for each in words]
        (self.folder / "findings.json").write_text(json.dumps(findings, indent=1, ensure_ascii=False), encoding="utf-8")
        sources = [line for line in self.progress.lines if line["kind"] == "sources"]
        unseen = sorted(self._html_routes() - reached)
        (self.folder / "unseen.json").write_text(json.dumps(unseen, indent=1), encoding="utf-8")
        return {
            "kept": not findings,
            "roles": len({line["role"] for line in self.progress.lines}),
            "routes": len(reached),
            "routes_not_reached": len(unseen),
            "pages": sum(line["kind"] == "page" for line in self.progress.lines),
            "states": dict(looked),
            "sources": sum(line["looked"] for line in sources),
            "checked_by_nu": all(line["checked"] for line in sources),
            "findings": len(findings),
            "findings_by_state": {name: number for name, number in wrong.items() if number},
        }

    def _html_routes(self) -> set[str]:
        """Routes that answer GET; bare addresses lead to a language, and files are no pages."""
        pages = (rule for rule in self.shown.rules() if rule.startswith(("/<lang", "/console")))
        return {rule for rule in pages if not rule.endswith(FILES) and not FILE.search(rule)}


if __name__ == "__main__":
    main()
