"""What is looked at on every page: axe-core's rules, and that nothing must be scrolled sideways."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

REVIEWED: Mapping[tuple[str, str], str] = {
    ("color-contrast", "eng-scale__label"): "One figure is too short for axe; ink on ground, 15.7 : 1, chosen 7.7 : 1.",
}
"""What axe leaves to people, by rule and class: what people found."""


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """Violations and what axe could not decide and nobody has reviewed, one line each."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, rules: {'target-size': {enabled: true}},"
        " resultTypes: ['violations', 'incomplete']})",
        TAGS,
    )
    lines = [_line(rule, node) for rule in found["violations"] for node in rule["nodes"]]
    return lines + [
        _line(rule, node) for rule in found["incomplete"] for node in rule["nodes"] if not _reviewed(rule["id"], node)
    ]


def _reviewed(rule: str, node: dict[str, Any]) -> bool:
    return any(rule == known and f'class="{name}"' in node["html"] for known, name in REVIEWED)


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = " / ".join(check["message"] for check in node["any"] + node["all"])
    return f"{rule['id']}: {node['html'][:160]} ({why[:200]})"


def is_accessible(page: Page, what: str) -> None:
    assert findings(page) == [], f"{what}: {page.url}"


def fits(page: Page, what: str) -> None:
    """Nothing sticks out to the side."""
    wide, seen = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    if wide > seen:
        raise AssertionError(f"{what} ({page.url}) is {wide} px wide on a screen of {seen}: {page.evaluate(WIDE)}")


WIDE = """() => [...document.body.querySelectorAll('*')]
    .filter(one => { const box = one.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1 })
    .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
