"""Which pages a role can reach by links, some of each route, as they are served."""

from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from re import compile as pattern
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext, Error

from assurance.access.demonstration import Demonstration

LANGUAGE = "en"
BEGINNING = "the beginning"
_HREF = pattern(r'(?:<a[^>]*?|<iframe[^>]*?)\s(?:href|src)="([^"]+)"')
FILES = ("pdf", "csv", "xlsx", "docx", "svg", "png", "zip", "ics", "json", "atom", "po")


@dataclass
class Reached:
    """What one role reached."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    """Addresses by route, in the order in which they were found."""
    sources: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    """Addresses that were linked to and answered with a fault or led nowhere, and where the link stood."""


def discover(shown: Demonstration, asking: APIRequestContext, begins: list[str], *, most: int, inside: str) -> Reached:
    """Follow links from here on, to so many pages of each route.

    :param inside: what the path of a page must begin with
    """
    found, asked, known = Reached(), Counter[str](), set[str]()
    waiting = deque((address, BEGINNING) for address in begins)
    closed: set[str] = set()
    while waiting:
        path, linked = waiting.popleft()
        rule = shown.rule(path)
        if path in known or rule is None or rule in closed or asked[rule] >= most:
            continue
        known.add(path)
        asked[rule] += 1
        try:
            answer = asking.get(f"{shown.site.address}{path}", timeout=60_000)
        except Error as fault:
            found.faults[path] = f"{str(fault).splitlines()[0]} (linked on {linked})"
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            closed.add(rule)
            continue
        if answer.status >= 400:
            if linked != BEGINNING or answer.status >= 500:  # what was not linked to may not be there
                found.faults[path] = f"{answer.status} (linked on {linked})"
            continue
        here = _path(answer.url)
        rule = shown.rule(here) or rule
        source = answer.text()
        if here not in found.sources:
            found.sources[here] = source
            found.pages.setdefault(rule, []).append(here)
        for link in _links(shown, here, source):
            if link not in known and link.startswith(inside) and not link.partition("?")[0].endswith(FILES):
                waiting.append((link, here))
    return found


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _links(shown: Demonstration, page: str, source: str) -> list[str]:
    """Addresses of this site, in the language that is looked at."""
    found = []
    for each in _HREF.findall(source):
        target = urlsplit(urljoin(f"{shown.site.address}{page}", unescape(each)))
        if f"{target.scheme}://{target.netloc}" != shown.site.address:
            continue
        first = target.path.split("/")[1] if target.path != "/" else ""
        if len(first) == 2 and first not in (LANGUAGE, "go"):
            continue
        found.append(_path(target.geturl()))
    return found
