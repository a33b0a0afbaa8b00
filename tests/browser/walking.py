"""Walking through a survey in a browser, from the first page to the receipt."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from playwright.sync_api import Page, expect

from tests.browser.answering import Answerer, Typed
from tests.browser.filling import fill_by_hand, fill_plainly
from tests.browser.site import RealInput, Site

MOST_PAGES = 60
Look = Callable[[Page, str], None]
"""Called on each page with what the page is."""

SHOWN = """() => [...document.querySelectorAll('form#page [data-item]')]
    .filter(one => !one.closest('[hidden]')).map(one => one.dataset.item)"""


class Manner(StrEnum):
    PLAIN = "plain"
    """Without scripts: the page is sent, and comes again with what has opened."""
    HURRIED = "hurried"
    """With scripts, and so fast that they cannot keep up: the server must show what has opened."""
    BY_HAND = "by hand"
    """With scripts: each control pressed and typed into, what opens is awaited; no page comes twice."""


@dataclass
class Walk:
    """One respondent in one language."""

    site: Site
    page: Page
    given: RealInput
    language: str
    manner: Manner = Manner.PLAIN
    seed: int = 1
    look: Look = lambda page, what: None
    seen: list[str] = field(default_factory=list)
    """What each page was, in order."""

    def __post_init__(self) -> None:
        self.answerer = Answerer(self.site.publish(self.given), self.language, self.seed)

    @property
    def first_address(self) -> str:
        return f"{self.site.address}/{self.language}/surveys/{self.given.slug}"

    @property
    def where(self) -> str:
        """The last part of the address: a section, `review` or `done`."""
        return re.sub(r"[?#].*", "", self.page.url).rpartition("/")[2]

    def start(self) -> None:
        self.page.goto(self.first_address)
        self._arrived("first")
        for control in ("#length-long", "#age", "#consent"):
            if self.page.locator(control).count():
                self.page.check(control)
        self._press("start")

    def answer_all(self) -> None:
        """Section after section, until the review page."""
        for _ in range(MOST_PAGES):
            if self.where == "review":
                return
            self.answer_page()
        raise AssertionError(f"The walk does not end: {self.seen}")

    def answer_page(self) -> None:
        here = self.where
        self._arrived(here)
        if self.manner is Manner.BY_HAND:
            while (asked := self.answerer.next(here, self.shown())) is not None:
                self._type(*asked)
        else:
            for name, typed in self.answerer.answer(here, self.shown()).items():
                self._fill(name, typed)
        self._press("next")
        if self.page.locator("[data-errors]").count():
            raise AssertionError(f"{here}: {self.page.inner_text('[data-errors]')}\n{self.answerer.raw}")
        if self.manner is Manner.BY_HAND:
            assert self.where != here, f"{here}: the page came again though scripts had opened what there was to open"

    def _fill(self, name: str, typed: Typed) -> None:
        rebuilt = f"[data-item='{name}'] :is([data-ranking], select[data-region])"
        if self.manner is Manner.HURRIED and self.page.locator(rebuilt).count():
            fill_by_hand(self.page, name, typed)
        else:
            fill_plainly(self.page, name, typed)

    def _type(self, name: str, typed: Typed) -> None:
        """Fill in one item, and wait until what it opens or closes has followed."""
        fill_by_hand(self.page, name, typed)
        here = self.where
        relevant = [*self.answerer.relevant(here)]
        self.page.wait_for_function(
            f"wanted => JSON.stringify(({SHOWN})().filter(n => !n.includes('/'))) === wanted", arg=_json(relevant)
        )

    def shown(self) -> list[str]:
        found: list[str] = self.page.evaluate(SHOWN)
        return found

    def send(self) -> str:
        """Send the answers; the receipt code."""
        self._arrived("review")
        self._press("submit")
        if self.page.locator("[data-errors]").count():  # what a later answer asks of an earlier page
            self.page.locator("[data-errors] a").first.click()
            self.page.wait_for_url("**/*#*")
            self.answer_all()
            self._press("submit")
        expect(self.page.locator(".eng-receipt__code")).to_be_visible()
        self._arrived("done")
        self.site.submitted[self.given.slug, self.language] += 1
        return self.page.inner_text(".eng-receipt__code").strip()

    def through(self) -> str:
        self.start()
        self.answer_all()
        return self.send()

    def _press(self, action: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.click(f"button[value='{action}']:not(.eng-default)")

    def _arrived(self, what: str) -> None:
        self.seen.append(what)
        root = self.page.locator("html")
        assert root.get_attribute("lang") == self.language
        assert root.get_attribute("dir") == ("rtl" if self.language == "he" else "ltr")
        assert self.page.locator("h1").count() == 1
        self.look(self.page, what)


def _json(value: list[str]) -> str:
    return "[" + ",".join(f'"{one}"' for one in value) + "]"
