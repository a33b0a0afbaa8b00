"""What is looked at on every page: axe-core's rules, and that nothing must be scrolled sideways."""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

THOROUGH = os.environ.get("ENGAGE_TEST_LANGUAGES") == "all"
"""`make assurance PART=access`: every language and every page; `make test` takes some of each kind."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALSO = ("target-size", "label-content-name-mismatch")
"""Rules that axe has and does not ask for unless it is told to."""
NOT = ("frame-tested",)
"""Pages inside of pages are looked at by themselves."""
SIGNS = ("✕", "↑", "↓", "✓")
"""What buttons show that have a name beside it: axe wants letters to tell how they stand out. Primary, 7.7 : 1."""

REVIEWED: Mapping[tuple[str, str], str] = {
    ("color-contrast", "eng-chart__label"): "Text in a picture, which axe does not look behind; ink on ground, 15.7.",
    ("color-contrast", "eng-chart__value"): "The same.",
    (
        "color-contrast",
        "eng-on-light",
    ): "In a cell of a picture; ink on the third tint, 7.1 : 1 at least.",
    (
        "color-contrast",
        "eng-on-dark",
    ): "In a cell of a picture; white on the fourth tint, 4.9 : 1 at least.",
    ("label-content-name-mismatch", "eng-icon-button"): "It shows one arrow or cross; the name says what it does.",
    ("th-has-data-cells", "eng-hubs"): "A country heads the group of rows below it (scope=rowgroup), as HTML has it.",
    ("color-contrast", "eng-scale__label"): "One figure is too short for axe; ink on ground, 15.7 : 1, chosen 7.7 : 1.",
}
"""What axe leaves to people, by rule and class: what people found."""


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """Violations and what axe could not decide and nobody has reviewed, one line each.

    :param only: these rules; empty: all of `TAGS`, and those of `ALSO`
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options: dict[str, Any] = {"runOnly": list(only) or TAGS, "resultTypes": ["violations", "incomplete"]}
    if not only:
        options["rules"] = {rule: {"enabled": rule in ALSO} for rule in (*ALSO, *NOT)}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    lines = [_line(rule, node) for rule in found["violations"] for node in rule["nodes"]]
    return lines + [
        _line(rule, node) for rule in found["incomplete"] for node in rule["nodes"] if not _reviewed(rule["id"], node)
    ]


def _reviewed(rule: str, node: dict[str, Any]) -> bool:
    if rule == "color-contrast" and any(f'aria-hidden="true">{sign}<' in node["html"] for sign in SIGNS):
        return True
    return any(rule == known and f'class="{name}"' in node["html"] for known, name in REVIEWED)


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " / ".join(check["message"] or "no word why" for check in node["any"] + node["all"])
    return f"{rule['id']}: {node['html'][:160]} ({why[:200]})"


def is_accessible(page: Page, what: str) -> None:
    found = findings(page)
    assert found == [], "\n".join([f"{what}: {page.url}", *found])


def overflow(page: Page) -> list[str]:
    """What sticks out to the side, if anything does."""
    wide, seen = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    if wide <= seen:
        return []
    return [f"{wide} px wide on a screen of {seen}: {page.evaluate(WIDE)}"]


def fits(page: Page, what: str) -> None:
    """Nothing sticks out to the side."""
    found = overflow(page)
    assert found == [], f"{what} ({page.url}): {found}"


WIDE = """() => [...document.body.querySelectorAll('*')]
    .filter(one => { const box = one.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1 })
    .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
