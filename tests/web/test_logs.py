"""Logs say what happened and nothing about whom."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from engage.web.logs import JsonLines
from engage.web.permissions import Permission, permission
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

CANARY = "Canary"


@pytest.fixture
def lines(app: Flask) -> Iterator[list[str]]:
    """Every line that a production log would have, at the most talkative level."""
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


def test_nothing_that_a_respondent_or_organiser_types_or_is_reaches_the_log(app: Flask, lines: list[str]):
    with transaction(app) as session:
        make_survey(session)

    @permission(Permission.PUBLIC)
    def fault() -> str:
        from flask import request

        raise RuntimeError(f"with {request.form['x']} inside")

    app.add_url_rule("/fault", "fault", fault, methods=["POST"])
    app.testing = False
    browser = Browser(
        app,
        User_Agent=f"{CANARY}-agent",
        Referer=f"http://localhost/{CANARY}-from",
        X_Forwarded_For=CANARY,
    )
    started = browser.submit(f"{FIRST}?x={CANARY}-query")
    page = browser.press(started, age=f"{CANARY}-age", smoker="yes", action="next")
    browser.press(page, age="3", brand=f"{CANARY}-brand", action="next")
    code = browser.get(f"{FIRST}/resume").code
    browser.submit(f"{FIRST}/smoking", reason=f"{CANARY}-reason", action="next")
    receipt = browser.submit(f"{FIRST}/review", action="submit").code
    Browser(app).submit(f"{FIRST}/resume", code=f"{CANARY}-code", action="resume")
    browser.submit("/console/sign-in", email=f"{CANARY}@example.org", password=f"{CANARY}-password")
    assert browser.raw("POST", "/fault", data={"x": f"{CANARY}-fault"}).status_code == 500
    secret = browser.cookies["s-health"]

    text = "\n".join(lines)
    assert "fault" in text
    for private in (CANARY, code, receipt, secret, "127.0.0.1"):
        assert private not in text


def test_each_line_is_one_json_object_with_where_a_fault_was_and_not_its_words(lines: list[str]):
    log = logging.getLogger("engage.test")
    try:
        raise ValueError(f"{CANARY}\nin two lines")
    except ValueError:
        log.exception("a fault", extra={"event": "fault", "status": 500, "password": CANARY})

    (line,) = lines
    found = json.loads(line)
    assert found["message"] == "a fault"
    assert found["error"] == "ValueError"
    assert found["event"] == "fault"
    assert found["status"] == 500
    assert any("test_logs.py" in place for place in found["where"])
    assert CANARY not in line


def test_what_libraries_put_into_a_message_is_left_out(lines: list[str]):
    logging.getLogger("somelibrary").warning("could not mail %s", CANARY)

    assert json.loads(lines[0])["message"] == "could not mail %s"
