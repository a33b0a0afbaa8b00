"""What every response carries, and which requests are taken at all."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.web import security
from engage.web.permissions import Permission, permission
from engage.web.policy_reports import ADDRESS
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

KINDS = [
    pytest.param("GET", "/en/", {}, 200, id="a page"),
    pytest.param("GET", FIRST, {}, 200, id="a survey"),
    pytest.param("GET", "/", {}, 302, id="a bare address"),
    pytest.param("GET", "/console/surveys", {}, 303, id="a page behind sign-in"),
    pytest.param("GET", "/console/sign-in", {}, 200, id="sign-in"),
    pytest.param("GET", "/healthz", {}, 200, id="health"),
    pytest.param("GET", "/en/nothing", {}, 404, id="what does not exist"),
    pytest.param("PUT", "/en/", {}, 405, id="a method that is not served"),
    pytest.param("POST", f"{FIRST}/resume", {}, 400, id="a form without its token"),
    pytest.param("POST", FIRST, {"data": b"a=" + b"x" * 300_000}, 413, id="too much"),
    pytest.param("GET", "/fault", {}, 500, id="a fault"),
]


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    made = make_app(testing=False)

    @permission(Permission.PUBLIC)
    def fault() -> str:
        raise RuntimeError("Canary in a fault")

    made.add_url_rule("/fault", "fault", fault)
    return made


def directives(policy: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in policy.split(";")}


@pytest.mark.parametrize(("method", "path", "more", "status"), KINDS)
def test_every_kind_of_response_carries_the_security_headers(
    browser: Browser, method: str, path: str, more: dict[str, Any], status: int
):
    more = more | ({"content_type": "application/x-www-form-urlencoded"} if "data" in more else {})

    response = browser.raw(method, path, **more)

    assert response.status_code == status
    for name, value in security.HEADERS.items():
        assert response.headers[name] == value
    assert response.headers["Cache-Control"]
    assert "Server" not in response.headers
    assert b"Canary" not in response.data
    assert b"Traceback" not in response.data


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = directives(security.CSP)

    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert (policy.pop("report-uri"), policy.pop("report-to")) == ([ADDRESS], ["policy"])
    allowed = {source for sources in policy.values() for source in sources}
    assert allowed <= {"'none'", "'self'", "data:", "'script'"}
    assert policy["script-src"] == policy["style-src"] == ["'self'"]


@pytest.mark.parametrize("path", ["/en/", FIRST, f"{FIRST}/resume", "/en/privacy", "/console/sign-in", "/en/nothing"])
def test_pages_keep_to_the_policy(browser: Browser, path: str):
    """No inline script or style, no handler in an attribute, and everything loaded from here."""
    root = browser.get(path).root

    for element in root.walk():
        assert "style" not in element, element.tag
        assert not [name for name in element.attributes if name.startswith("on")]
        assert element.tag != "style"
        if element.tag == "script":
            assert element["src"].startswith("/static/")
            assert not element.raw.strip()
        if element.tag == "link" and element["rel"] in ("stylesheet", "icon", "preload"):
            assert element["href"].startswith("/static/")
        if element.tag in ("img", "iframe", "object", "embed", "source"):
            assert element["src"].startswith("/")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("localhost", 200, id="ours"),
        pytest.param("evil.example", 400, id="another"),
        pytest.param("localhost.evil.example", 400, id="ours as a beginning"),
        pytest.param("evil.example\\@localhost", 400, id="not a host"),
    ],
)
def test_only_our_own_hosts_are_answered(browser: Browser, host: str, status: int):
    response = browser.raw("GET", "/en/", headers={"Host": host})

    assert response.status_code == status
    assert b"evil" not in response.data


def test_further_hosts_can_be_trusted(make_app: Callable[..., Flask]):
    browser = Browser(make_app(trusted_hosts="engage.example.org, other.example.org"))

    for host in ("engage.example.org", "other.example.org", "localhost"):
        assert browser.raw("GET", "/en/", headers={"Host": host}).status_code == 200


def test_links_name_the_configured_address_whatever_the_request_says(make_app: Callable[..., Flask]):
    browser = Browser(make_app(base_url="http://localhost", trusted_hosts="other.example.org"))

    page = browser.raw("GET", FIRST, headers={"Host": "other.example.org"})

    assert b"http://localhost/de/surveys/health" in page.data
    assert b"other.example.org" not in page.data


@pytest.mark.parametrize("hops", [0, 1])
def test_a_forged_address_counts_only_when_a_proxy_is_configured(make_app: Callable[..., Flask], hops: int):
    app = make_app(proxy_hops=hops)
    seen: list[str | None] = []

    @permission(Permission.PUBLIC)
    def who() -> str:
        from flask import request

        seen.append(request.remote_addr)
        return "x"

    app.add_url_rule("/who", "who", who)
    Browser(app).raw("GET", "/who", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})

    assert seen == ["203.0.113.7" if hops else "127.0.0.1"]


def test_over_https_cookies_are_bound_to_the_host_and_secure(make_app: Callable[..., Flask]):
    browser = Browser(make_app(base_url="https://engage.example.org"), base_url="https://engage.example.org")

    started = browser.raw("POST", FIRST)
    resume = browser.raw("GET", f"{FIRST}/resume")
    other = Browser(browser.app, base_url=browser.base_url).raw("GET", f"{FIRST}/resume")
    console = browser.raw("GET", "/console/sign-in")

    cookies = [c for r in (started, resume, other, console) for c in r.headers.getlist("Set-Cookie")]
    assert len(cookies) == 3
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie
        assert "Expires" not in cookie
    assert started.headers["Strict-Transport-Security"] == security.HSTS
    assert browser.get(started.headers["Location"]).asks("age")


def test_over_http_cookies_have_plain_names(browser: Browser):
    cookie = browser.raw("POST", FIRST).headers["Set-Cookie"]

    assert cookie.startswith("s-health=")
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie


def test_only_the_console_takes_large_uploads(app: Flask, browser: Browser):
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    body = head + b"x" * (security.LARGEST_FORM + 1) + b"\r\n--b--\r\n"
    big = {"data": body, "content_type": "multipart/form-data; boundary=b"}

    assert browser.raw("POST", FIRST, **big).status_code == 413
    assert browser.raw("POST", "/console/sign-in", **big).status_code == 400


def test_a_form_with_very_many_fields_is_refused(browser: Browser):
    part = b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n'
    body = b"".join(part % number for number in range(security.MOST_PARTS + 10)) + b"--b--\r\n"

    response = browser.raw("POST", FIRST, data=body, content_type="multipart/form-data; boundary=b")

    assert response.status_code == 413
