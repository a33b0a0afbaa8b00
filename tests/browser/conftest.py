"""Chromium, and a site of its own for each process of tests."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.site import Site, start

NewPage = Callable[..., Page]
_addresses = map(IPv4Address, count(int(IPv4Address("10.0.0.1"))))
"""Each browser comes from a place of its own, so that no test uses up the tries of another."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running, server = start(tmp_path_factory.mktemp("site"))
    yield running
    server.terminate()
    server.wait(20)


def _is_fault(said: ConsoleMessage) -> bool:
    """A form sent back to be corrected (422) is none; Chromium says it in the console."""
    return said.type == "error" and "status of 422" not in said.text


@pytest.fixture
def new_page(chromium: Browser, site: Site) -> Iterator[NewPage]:
    """Makes pages in browsers of their own; at the end nothing went wrong in any of them.

    Nothing may be asked of another origin, no script may fail, and nothing may break the content policy.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(*, scripts: bool = True, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = chromium.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            extra_http_headers={"X-Forwarded-For": str(next(_addresses))},
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if _is_fault(said) else None)
        page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(site.address) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []
