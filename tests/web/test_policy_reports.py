"""Reports of browsers are counted; nothing of who reported, of the page's address or of what was blocked is kept."""

import json
import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.web import policy_reports
from engage.web.policy_reports import ADDRESS, Report
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything

TOKEN = "Canary-of-a-token"
OLDER = {
    "csp-report": {
        "document-uri": f"https://example.org/en/registrations/{TOKEN}?x={TOKEN}",
        "effective-directive": "script-src-elem",
        "blocked-uri": f"https://{TOKEN}.example/x.js",
        "script-sample": TOKEN,
        "referrer": f"https://example.org/{TOKEN}",
    }
}
NEWER = [
    {
        "type": "csp-violation",
        "user_agent": TOKEN,
        "body": {
            "documentURL": "https://example.org/console/surveys/x",
            "effectiveDirective": "img-src",
            "sample": "x",
        },
    }
]


def told(rule: Any, page: Any) -> dict[str, Any]:
    return {"csp-report": {"violated-directive": rule, "document-uri": page}}


@pytest.mark.parametrize(
    ("sent", "reports"),
    [
        pytest.param(OLDER, [("script-src", "public")], id="the older form"),
        pytest.param(NEWER, [("img-src", "console")], id="the newer form"),
        pytest.param(NEWER * 50, [("img-src", "console")] * 10, id="fifty at once"),
        pytest.param([{"type": "deprecation", "body": {}}], [], id="of something else"),
        pytest.param(told("made-up 'x'", "x"), [("other", "public")], id="a rule that is none"),
        pytest.param(told(5, []), [], id="numbers"),
        pytest.param(told("img-src", "http://[x"), [], id="no address"),
        pytest.param("x", [], id="a text"),
        pytest.param([[[]]], [], id="lists"),
    ],
)
def test_both_forms_of_reports_are_read(sent: Any, reports: list[tuple[str, str]]):
    found = policy_reports.read(json.dumps(sent).encode())

    assert [(each.directive, each.page) for each in found] == reports


def test_what_is_nested_without_end_is_no_report():
    assert policy_reports.read(b"[" * 16_000) == []


@ON_SQLITE
def test_a_report_is_counted_and_its_route_told_to_the_log_and_nothing_else_of_it(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
):
    app = make_app(metrics_token="a-token-of-the-tests")
    browser, before = Browser(app), everything(app)
    answer = browser.raw("POST", ADDRESS, data=json.dumps(OLDER), content_type="application/csp-report")

    assert (answer.status_code, answer.data, answer.headers.getlist("Set-Cookie")) == (204, b"", [])
    said = browser.raw("GET", "/metrics", headers={"Authorization": "Bearer a-token-of-the-tests"}).text
    assert 'engage_policy_reports_total{directive="script-src",page="public"} 1' in said
    (line,) = [record for record in caplog.records if record.name == "engage.policy"]
    assert line.rule == "/<lang:lang>/registrations/<token>"
    assert TOKEN not in said + str(line.__dict__)
    assert everything(app) == before


@ON_SQLITE
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\x00", id="no text"),
        pytest.param(b"[" * 9_000, id="brackets"),
        pytest.param(json.dumps(NEWER * 1_000).encode(), id="too much"),
    ],
)
def test_whatever_is_sent_gets_the_same_answer(app: Flask, data: bytes):
    assert Browser(app).raw("POST", ADDRESS, data=data, content_type="application/reports+json").status_code == 204
    assert list(app.extensions["engage-policy"].each()) == []


@ON_SQLITE
def test_very_many_reports_make_few_lines(app: Flask, caplog: pytest.LogCaptureFixture):
    for _ in range(6):
        Browser(app).raw("POST", ADDRESS, data=json.dumps(NEWER * 10), content_type="application/reports+json")

    assert len([each for each in caplog.records if each.name == "engage.policy"]) == policy_reports.MOST_LINES
    assert list(app.extensions["engage-policy"].each()) == [("img-src", "console", 60)]


def _count_some() -> None:
    for _ in range(200):
        policy_reports.counts().add(Report("style-src", "/en/"))


def test_processes_count_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(policy_reports, "_shared", None)
    policy_reports.share()
    several = [multiprocessing.get_context("fork").Process(target=_count_some) for _ in range(3)]
    for process in several:
        process.start()
    for process in several:
        process.join(20)

    assert list(policy_reports.counts().each()) == [("style-src", "public", 600)]
