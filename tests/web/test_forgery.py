"""Forms that other sites forge are refused; forms of ours work, however long they lay open."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.accounts.roles import RoleName
from engage.web import forgery
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, everything, transaction

pytestmark = ON_SQLITE


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


@pytest.fixture
def started(browser: Browser) -> Page:
    return browser.submit(FIRST)


def test_a_token_is_masked_anew_each_time_and_belongs_to_one_visitor():
    first, second = forgery.token(b"ada"), forgery.token(b"ada")

    assert first != second
    assert forgery.is_ours(first, b"ada")
    assert forgery.is_ours(second, b"ada")
    assert not forgery.is_ours(first, b"bo")


@settings(max_examples=100, deadline=None)
@given(value=st.text(max_size=80))
def test_nothing_that_is_guessed_is_a_token(value: str):
    assert not forgery.is_ours(value, b"ada")


REFUSED = [
    pytest.param({"Sec-Fetch-Site": "cross-site"}, id="the browser says another site"),
    pytest.param({"Sec-Fetch-Site": "same-site"}, id="a neighbour of the same domain"),
    pytest.param({"Origin": "https://evil.example"}, id="another origin"),
    pytest.param({"Origin": "null"}, id="an origin that hides"),
    pytest.param({"Origin": "http://localhost:9999"}, id="another port"),
]
TAKEN = [
    pytest.param({}, id="an old browser that says nothing"),
    pytest.param({"Sec-Fetch-Site": "same-origin"}, id="the browser says this site"),
    pytest.param({"Sec-Fetch-Site": "none"}, id="typed by the person"),
    pytest.param({"Origin": "http://localhost"}, id="our own origin"),
]


@pytest.mark.parametrize("headers", REFUSED)
@pytest.mark.parametrize("place", ["", "/about-you", "/review", "/resume", "/withdraw"])
def test_what_another_site_sends_is_refused_with_a_valid_token_too(
    app: Flask, browser: Browser, started: Page, place: str, headers: dict[str, str]
):
    token = started.value("_csrf")
    before = everything(app)

    response = browser.raw("POST", f"{FIRST}{place}", data={"_csrf": token, "age": "44"}, headers=headers)

    assert response.status_code == 400
    assert everything(app) == before


@pytest.mark.parametrize("headers", TAKEN)
def test_what_our_own_pages_send_is_taken(browser: Browser, started: Page, headers: dict[str, str]):
    path, data = browser.filled(started, {"age": 44}, action="next")

    assert browser.raw("POST", path, data=data, headers=headers).status_code == 303


@pytest.mark.parametrize("headers", TAKEN)
def test_starting_needs_no_token(browser: Browser, headers: dict[str, str]):
    assert browser.raw("POST", FIRST, headers=headers).status_code == 303


@pytest.mark.parametrize(
    ("place", "action"),
    [
        ("/about-you", "next"),
        ("/about-you", "refresh"),
        ("/review", "submit"),
        ("/review", "no-consent"),
        ("/resume", "leave"),
        ("/resume", "resume"),
        ("/withdraw", "stop"),
        ("/withdraw", "withdraw"),
    ],
)
@pytest.mark.parametrize("token", ["missing", "of another respondent", "of nobody"])
def test_a_form_without_this_visitors_token_is_refused(
    app: Flask, browser: Browser, started: Page, place: str, action: str, token: str
):
    data = {"_action": action, "code": "x"}
    if token == "of another respondent":
        data["_csrf"] = Browser(app).submit(FIRST).value("_csrf") or ""
    elif token == "of nobody":
        data["_csrf"] = forgery.token(b"")

    assert browser.raw("POST", f"{FIRST}{place}", data=data).status_code == 400


def test_finishing_on_the_receipt_needs_the_token_too(browser: Browser, started: Page):
    browser.press(started, action="next")
    browser.submit(f"{FIRST}/review", action="submit")

    assert browser.raw("POST", f"{FIRST}/done", data={"_action": "leave"}).status_code == 400


def test_a_page_without_a_draft_is_bound_to_a_cookie_of_its_own(app: Flask, browser: Browser):
    page = browser.get(f"{FIRST}/resume")
    path, data = browser.filled(page, {"code": "x"}, action="resume")

    assert browser.raw("POST", path, data=data).status_code == 422
    assert Browser(app).raw("POST", path, data=data).status_code == 400


def test_a_page_that_lay_open_still_saves_after_the_products_key_was_changed(app: Flask, make_app, started, browser):
    path, data = browser.filled(started, {"age": 44}, action="next")
    rekeyed = Browser(make_app(secret_key="another key that is also long enough 9876543210"))
    rekeyed.client.set_cookie("s-health", browser.cookies["s-health"])

    assert rekeyed.raw("POST", path, data=data).status_code == 303


@pytest.mark.parametrize("headers", REFUSED)
def test_the_console_does_nothing_for_another_site_with_a_valid_token_either(
    sign_in: Callable[..., Browser], headers: dict[str, str]
):
    browser = sign_in(RoleName.ORGANISER)
    page = browser.get("/console/account")
    data = next(form.values() for form in page.forms if "language" in form.names)

    assert browser.raw("POST", "/console/account", data=data, headers=headers).status_code == 400
    assert browser.raw("POST", "/console/account", data=data).status_code in (200, 303)
