"""Addresses that climb, are decoded twice or name what servers often forget: nothing of it is there."""

from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import BuildError, IntegerConverter
from werkzeug.test import TestResponse

from engage.web.permissions import Permission, label_of
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

CLIMBING = [
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "..%252f..%252f..%252fetc%252fpasswd",
    "%252e%252e%252fengage.db",
    "..%5c..%5cengage.db",
    "..%c0%af..%c0%afetc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "..%2fengage.toml",
    "x%00.css",
]
FORGOTTEN = [
    "/console?__debugger__=yes&cmd=resource&f=debugger.js",
    "/?__debugger__=yes&cmd=resource&f=style.css",
    "/debug",
    "/_debug_toolbar/",
    "/install",
    "/installer",
    "/setup",
    "/admin",
    "/wp-login.php",
    "/.git/HEAD",
    "/.git/config",
    "/.env",
    "/.htaccess",
    "/.DS_Store",
    "/engage.toml",
    "/engage.db",
    "/app.db",
    "/instance/",
    "/instance/engage.toml",
    "/instance/engage.db",
    "/backup.zip",
    "/server-status",
    "/actuator/env",
    "/phpinfo.php",
    "/wsgi.py",
    "/pyproject.toml",
    "/static/",
    "/static/../app.py",
    "/static/kit/",
    "/metrics",
    "/api/openapi.json",
    "/graphql",
]
NAMED = {"lang": "en", "slug": "health", "section": "about-you", "kind": "png", "form": "pdf", "ending": "csv"}
INSIDE = (b"root:x:", b"SQLite format", b"secret_key", b"[project]", b"create_app", b"ref: refs/")


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    made = make_app(testing=False)
    with transaction(made) as session:
        make_survey(session)
    return made


def prefixes(app: Flask) -> list[str]:
    """The fixed beginning of every address that ends in something that a visitor may write."""
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.arguments and "GET" in (rule.methods or ()):
            whole = rule.rule.replace("<lang:lang>", "en").replace("<slug>", "health")
            found.add(whole.partition("<")[0])
    return sorted(found)


def test_no_address_climbs_out_of_its_place(app: Flask):
    """Every beginning of an address with every way to climb: read once, never twice, and no file by its path."""
    browser, beginnings = Browser(app), prefixes(app)
    assert len(beginnings) > 60
    for number, (start, climb) in enumerate(product(beginnings, CLIMBING)):
        if number % 3 and not start.startswith(("/static", "/pictures", "/images", "/en/surveys")):
            continue  # every beginning meets four of them; those with files meet all
        response = browser.raw("GET", start + climb)
        assert response.status_code in (200, 302, 303, 308, 404, 410), (start, climb, response.status_code)
        if response.status_code == 200:
            assert response.mimetype == "text/html", (start, climb)
        assert not any(secret in response.data for secret in INSIDE), (start, climb)


@pytest.mark.parametrize("way", ["query", "cookie", "header", "path"])
def test_a_language_is_one_of_those_offered_and_never_a_path(app: Flask, way: str):
    for climb in ("../../../../tmp/x", "..", "en/../../x", "en\0", "../../etc/passwd", "x" * 3_000):
        response = _in_language(Browser(app), way, climb)
        assert response.status_code in (302, 308, 404), climb
        if response.status_code == 302:
            assert response.headers["Location"] == "/en/", climb


def _in_language(browser: Browser, way: str, climb: str) -> TestResponse:
    match way:
        case "query":
            return browser.raw("GET", "/", query_string={"lang": climb})
        case "path":
            return browser.raw("GET", f"/{climb}/")
        case "cookie":
            browser.client.set_cookie("language", climb)
            return browser.raw("GET", "/")
    return browser.raw("GET", "/", headers={"Accept-Language": climb.replace("\0", "")})


WRITTEN = [
    "/en/surveys/%2e%2e/%2e%2e/console/surveys",
    "/en/%2e%2e/console/surveys",
    "/%2563onsole/surveys",
    "/%63onsole/surveys",
    "//console/surveys",
    "/en//console/surveys",
    "/console;/surveys",
    "/console/surveys;x=.css",
    "/console/surveys%2f",
    "/console/surveys/.css",
    "/CONSOLE/surveys",
    "/console/surveys/..;/",
    "/console%2fsurveys",
    "/en/surveys/health/%2e%2e%2fconsole",
    "/console/%2e/surveys",
]


def test_however_it_is_written_the_console_asks_who_one_is(app: Flask):
    for address in WRITTEN:
        response = Browser(app).raw("GET", address)
        where = response.headers.get("Location", "")
        led = response.status_code in (302, 303, 308) and where.startswith(("/", "http://localhost/"))
        assert response.status_code == 404 or led, address
    public = Browser(app).raw("GET", "/en/surveys/health?p=%252e%252e%252fconsole&next=%2563onsole").text
    assert "/console/people" not in public


def test_nothing_of_the_inside_is_served(app: Flask):
    for address in FORGOTTEN:
        response = Browser(app).raw("GET", address)
        assert response.status_code in (302, 303, 308, 404), address
        assert not any(secret in response.data for secret in (*INSIDE, b"Werkzeug", b"Traceback")), address


def test_nobody_can_sign_in_before_an_account_was_made(app: Flask):
    """There is no first password, and no page that makes the first account."""
    for name in ("admin", "engage"):
        page = Browser(app).submit("/console/sign-in", email=f"{name}@example.org", password=name)
        assert page.path.startswith("/console/sign-in")


def test_every_route_has_its_headers_and_personal_ones_are_kept_by_no_cache(app: Flask):
    """Whatever a route answers to a stranger; what is behind sign-in or a token is never stored."""
    browser, seen = Browser(app), 0
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
        values = {name: 1 if name in numbers else NAMED.get(name, "abcdef") for name in rule.arguments}
        try:
            path = adapter.build(rule.endpoint, values, force_external=False, method=None)
        except (BuildError, ValueError):  # of something that such a word cannot be
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            response = browser.raw(method, path)
            seen += 1
            policy = response.headers["Content-Security-Policy"]
            assert "unsafe" not in policy, path
            assert "*" not in policy, path
            assert "frame-ancestors 'none'" in policy or policy == "default-src 'none'; sandbox", path
            assert response.headers["X-Frame-Options"] == "DENY", path
            assert response.headers["X-Content-Type-Options"] == "nosniff", path
            assert "Server" not in response.headers
            personal = label_of(app, rule.endpoint) is not Permission.PUBLIC or "token" in rule.arguments
            if personal and response.status_code not in (302, 303):
                assert "no-store" in response.headers["Cache-Control"], (path, response.headers["Cache-Control"])
    assert seen > 700
