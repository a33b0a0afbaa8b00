"""No line of a log holds what people are, type or are sent: every form and every token with a canary in it."""

import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from engage.web.logs import JsonLines
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE
from tests.threats.inputs.everywhere import filled, sheets

pytestmark = ON_SQLITE
CANARY, ADDRESS = "canary7f3", "198.51.100.77"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    made = make_app(testing=False, proxy_hops=1, log_level="DEBUG")
    filled(made)
    return made


@pytest.fixture
def lines(app: Flask) -> Iterator[list[str]]:
    """Every line at the most talkative level, as the product writes them."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler, root = Keep(), logging.getLogger()
    handler.setFormatter(JsonLines())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_form_address_header_or_token_reaches_the_log(app: Flask, lines: list[str]):
    headers = {
        "X-Forwarded-For": ADDRESS,
        "User-Agent": CANARY,
        "Referer": f"http://localhost/{CANARY}",
        "Accept-Language": f"x-{CANARY}",
        "Authorization": f"Bearer {CANARY}",
    }
    for sheet in sheets(app):
        sheet.browser.headers |= headers
        for field in sheet.texts:
            sheet.send({field: f"{CANARY}@example.org"})
        sheet.send(dict.fromkeys(sheet.texts, f'{CANARY}\n{{"fake":1}}'))
    browser = Browser(app, **{name.replace("-", "_"): value for name, value in headers.items()})
    for rule in app.url_map.iter_rules():
        if "token" in rule.arguments:
            path = rule.rule.replace("<lang:lang>", "en").partition("<")[0]
            for method in ("GET", "POST"):
                browser.raw(method, f"{path}{CANARY}?q={CANARY}", data={"x": CANARY} if method == "POST" else None)

    logging.getLogger("engage.test").info("listening")
    assert "listening" in lines[-1]
    assert [line for line in lines if CANARY in line or ADDRESS in line] == []
    assert [line for line in lines if "\n" in line] == []
