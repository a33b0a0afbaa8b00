"""Every page that somebody reaches by links, every form on the way, and every parameter that an address is asked for.

Of the addresses of one route some are read (`EACH`), for they differ in what they are about alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask, request
from sqlalchemy import Engine, event
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.support.browser import Browser
from tests.support.html import Form, parse
from tests.threats.world import WHOLE

EACH = 2 if WHOLE else 1
"""Addresses of one route and one set of parameters."""
MOST = 4 if WHOLE else 2
"""Addresses of one route."""
LANGUAGES = ("en", "he") if WHOLE else ("en",)
_LINK = re.compile(r'(?:href|src|action)="(/[^"]*|\?[^"]*|[a-z0-9._-]+(?:/[^"]*)?)"|data-[a-z-]+="(/[^"]*)"')
_PLAIN = re.compile(r"http://localhost(/[^\s\"<>]*)")
_CHANGES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
Check = Callable[[str, TestResponse], None]


@dataclass(frozen=True)
class Found:
    """One form on one page, with what a browser would send."""

    page: str
    target: str
    endpoint: str
    form: Form
    values: dict[str, list[str]]

    @property
    def buttons(self) -> list[dict[str, list[str]]]:
        """What each button adds."""
        added = [{b["name"]: [b["value"]]} if b["name"] else {} for b in self.form.buttons]
        return added or [{}]


@dataclass
class Crawl:
    """One visitor's way through the site."""

    app: Flask
    browser: Browser
    check: Check
    read: dict[str, int] = field(default_factory=dict)
    """Status by address."""
    forms: dict[tuple[str, str], Found] = field(default_factory=dict)
    """By route and names of the buttons: one form of each sort."""
    by_route: dict[str, list[str]] = field(default_factory=dict)
    """The addresses that were read of each route."""

    def __post_init__(self) -> None:
        self.adapter = self.app.url_map.bind("localhost")
        self.shapes: Counter[tuple[str, ...]] = Counter()

    def walk(self, *start: str, most: int = 6_000) -> "Crawl":
        waiting = list(reversed(start))
        while waiting and len(self.read) < most:
            address = waiting.pop()
            if address in self.read or not self._is_wanted(address):
                continue
            waiting = [*self._links(address), *waiting]
        return self

    def _is_wanted(self, address: str) -> bool:
        """Whether it is ours, and not one more of a sort that was read often enough."""
        endpoint, values = self.route(address)
        if not endpoint or endpoint == "static" or values.get("lang", LANGUAGES[0]) not in LANGUAGES:
            return False
        shape = (endpoint, str(values.get("lang", "")), *sorted({key for key, _ in parse_qsl(urlsplit(address).query)}))
        if self.shapes[shape] >= EACH or self.shapes[(endpoint,)] >= MOST * len(LANGUAGES):
            return False
        self.shapes[shape] += 1
        self.shapes[(endpoint,)] += 1
        return True

    def route(self, address: str, method: str = "GET") -> tuple[str, dict[str, Any]]:
        try:
            endpoint, values = self.adapter.match(urlsplit(address).path, method=method)
        except (RequestRedirect, HTTPException):
            return "", {}
        return endpoint, dict(values)

    def _links(self, address: str) -> list[str]:
        response = self.browser.raw("GET", address)
        self.read[address] = response.status_code
        self.by_route.setdefault(self.route(address)[0], []).append(address)
        self.check(address, response)
        if response.status_code in (301, 302, 303, 307, 308):
            return [_local(address, response.headers["Location"])]
        if response.mimetype != "text/html":
            return []
        html = response.get_data(as_text=True)
        self._keep_forms(address, html)
        return [_local(address, unescape(a or b)) for a, b in dict.fromkeys(_LINK.findall(html))]

    def _keep_forms(self, address: str, html: str) -> None:
        for form in Form.all_of(parse(html)):
            if form.element["method"].lower() != "post":
                continue
            target = _local(address, form.element["action"] or address)
            endpoint, _ = self.route(target, "POST")
            names = ",".join(sorted({f"{b['name']}={_kind(b['value'])}" for b in form.buttons} | form.names))
            if endpoint:
                self.forms.setdefault((endpoint, _kind(names)), Found(address, target, endpoint, form, form.values()))


def links_in(text: str) -> list[str]:
    """The addresses of this site in a mail."""
    return [unescape(each).rstrip(".,)") for each in _PLAIN.findall(text)]


def _kind(name: str) -> str:
    return re.sub(r"\d+", "0", name)


def _local(page: str, address: str) -> str:
    target = urlsplit(urljoin(page, address))
    if target.netloc not in ("", "localhost"):
        return ""
    return target.path + (f"?{target.query}" if target.query else "")


def with_parameter(address: str, name: str, value: str) -> str:
    """The address with one parameter set to something."""
    split = urlsplit(address)
    kept = [(key, each) for key, each in parse_qsl(split.query) if key != name]
    return f"{split.path}?{urlencode([*kept, (name, value)])}"


# -- what the product does meanwhile


class Recorded(ImmutableMultiDict[str, str]):
    """Parameters of an address that keep which of them the code asked for."""

    asked: ClassVar[dict[str, set[str]]] = {}

    def _note(self, name: object) -> None:
        if isinstance(name, str) and request and request.endpoint:
            self.asked.setdefault(request.endpoint, set()).add(name)

    def get(self, key: Any, default: Any = None, type: Any = None) -> Any:  # noqa: A002
        self._note(key)
        return super().get(key, default, type) if type else super().get(key, default)

    def getlist(self, key: Any, type: Any = None) -> Any:  # noqa: A002
        self._note(key)
        return super().getlist(key, type) if type else super().getlist(key)

    def __getitem__(self, key: str) -> str:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def items(self, multi: bool = False) -> Any:
        for key in self:
            self._note(key)
        return super().items(multi)


@contextmanager
def recording(app: Flask) -> Iterator[dict[str, set[str]]]:
    """Which parameters each route reads, while pages are asked for."""
    plain = app.request_class
    Recorded.asked = {}
    app.request_class = type("Recording", (plain,), {"parameter_storage_class": Recorded})
    yield Recorded.asked
    app.request_class = plain


@contextmanager
def changes() -> Iterator[Counter[str]]:
    """How often each table was written to."""
    written: Counter[str] = Counter()

    def note(_c: Any, _cursor: Any, statement: str, _p: Any, _x: Any, _m: Any) -> None:
        found = _CHANGES.match(statement)
        if found:
            written[found[1].lower()] += 1

    event.listen(Engine, "before_cursor_execute", note)
    yield written
    event.remove(Engine, "before_cursor_execute", note)
