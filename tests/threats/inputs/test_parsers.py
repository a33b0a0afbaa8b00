"""What the web layer itself reads of a request, fed with anything: an answer always, and never a fault of ours."""

import os
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.surveys.domain import secret
from engage.web import forgery
from tests.factories.surveys import FIRST
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE
from tests.threats.inputs.everywhere import filled

EXAMPLES = int(os.environ.get("ENGAGE_TEST_EXAMPLES", "25"))
"""Of each kind; the long proof tries more."""
LOOKED = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=200)
ADDRESSES = (
    "/en/registrations/{}",
    "/en/invitations/{}",
    "/en/mail/{}",
    "/en/assessments/{}",
    "/en/desk/{}",
    "/en/news/{}",
    "/en/stay/{}",
    "/en/panel/{}",
    "/en/privacy/request/{}",
    "/console/sign-in/by-mail/{}",
    "/console/sign-in/password/{}",
    "/go/{}",
    "/pictures/{}",
    "/images/{}",
    "/en/surveys/health/{}",
)


@pytest.fixture
def browser(make_app: Callable[..., Flask]) -> Browser:
    app = make_app(testing=False)
    filled(app)
    return Browser(app)


@ON_SQLITE
@LOOKED
@given(token=st.text(max_size=120), place=st.sampled_from(ADDRESSES), query=st.text(max_size=60))
def test_any_token_opens_nothing_and_is_no_fault(browser: Browser, token: str, place: str, query: str):
    response = browser.raw("GET", place.format(token.replace("?", "").replace("#", "")), query_string=query)

    assert response.status_code in (200, 302, 303, 308, 404, 410, 429)  # who guesses often is told to wait


@ON_SQLITE
@LOOKED
@given(value=HEADER, name=st.sampled_from(["s-health", "form", "session", "language", "topics", "x"]))
def test_any_cookie_is_no_fault(browser: Browser, value: str, name: str):
    for path in (f"{FIRST}/about-you", "/en/privacy/request", "/console/", "/en/hubs/default/topics"):
        assert browser.raw("GET", path, headers={"Cookie": f"{name}={value}; =; {value}"}).status_code < 500


@ON_SQLITE
@LOOKED
@given(values=st.fixed_dictionaries({}, optional=dict.fromkeys(
    ("Accept-Language", "Origin", "Sec-Fetch-Site", "Referer", "If-None-Match", "If-Modified-Since", "Range",
     "Accept-Encoding", "Content-Type", "X-Forwarded-For", "Host"), HEADER)))  # fmt: skip
def test_any_header_is_no_fault(browser: Browser, values: dict[str, str]):
    for method, path in (("GET", "/"), ("GET", "/en/events.ics"), ("POST", f"{FIRST}/resume"), ("POST", FIRST)):
        assert browser.raw(method, path, headers=values).status_code < 500


@ON_SQLITE
@LOOKED
@given(
    body=st.binary(max_size=400),
    kind=st.sampled_from(
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data", "text/plain"]
    ),
    wrapped=st.booleans(),
)
def test_any_body_is_no_fault(browser: Browser, body: bytes, kind: str, wrapped: bool):
    if wrapped:
        body = b'--b\r\nContent-Disposition: form-data; name="' + body[:40] + b'"\r\n\r\n' + body + b"\r\n--b--\r\n"
    for path in (f"{FIRST}/resume", "/en/events/open-day/register", "/en/privacy/request", "/console/sign-in"):
        assert browser.raw("POST", path, data=body, content_type=kind).status_code < 500


@given(value=st.text(max_size=100) | st.binary(max_size=60).map(lambda data: data.decode("latin-1")))
def test_whatever_is_read_of_a_token_or_a_code_is_refused_and_never_breaks(value: str):
    assert not forgery.is_ours(value, b"somebody")
    for read in (secret.from_cookie, partial(secret.from_code, size=16)):
        try:
            found = read(value)
        except secret.Unreadable:
            continue
        assert len(found) == 16
