"""Signing in and out, through the form."""

import pytest
from flask import Flask

from engage.accounts import service
from engage.accounts.roles import RoleName
from tests.factories.people import PASSWORD, make_person
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

ADDRESS = "/console/sign-in"
EMAIL = "kari@example.org"


@pytest.fixture(autouse=True)
def _kari(app: Flask) -> None:
    from flask_security import hash_password

    with transaction(app) as session:
        make_person(session, RoleName.ORGANISER, email=EMAIL, hashed=hash_password(PASSWORD))


def sign_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD, at: str = ADDRESS) -> Page:
    return browser.submit(at, email=email, password=password)


def test_who_knows_the_password_comes_to_the_surveys(browser: Browser) -> None:
    page = sign_in(browser)

    assert page.path == "/console/surveys"
    assert EMAIL in page


def test_the_address_may_be_written_in_capitals_and_with_blanks(browser: Browser) -> None:
    assert sign_in(browser, f" {EMAIL.upper()} ").path == "/console/surveys"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param(EMAIL, "not this one at all", id="wrong password"),
        pytest.param("nobody@example.org", PASSWORD, id="no such account"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_wrong_password_and_no_account_get_the_same_answer(browser: Browser, email: str, password: str) -> None:
    page = sign_in(browser, email, password)

    assert page.status == 422
    assert page.errors == ["Mail address and password do not belong together. Check both."]
    assert page.value("email") == email
    assert PASSWORD not in page.html


def test_after_five_wrong_tries_one_has_to_wait(browser: Browser) -> None:
    for _ in range(service.MOST_ATTEMPTS):
        assert sign_in(browser, password="not this one at all").status == 422

    page = sign_in(browser)

    assert page.status == 429
    assert page.headers["Retry-After"] == "900"
    assert page.errors == ["Too many tries. Wait 15 minutes, then try again."]


def test_who_signs_in_rightly_many_times_is_not_made_to_wait(app: Flask) -> None:
    for _ in range(service.MOST_ATTEMPTS + 2):
        assert sign_in(Browser(app)).path == "/console/surveys"


def test_an_account_that_was_switched_off_does_not_open(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        person = service.find(session, EMAIL)
        assert person is not None
        person.active = False

    assert sign_in(browser).status == 422


def test_one_comes_back_to_the_page_one_asked_for(browser: Browser) -> None:
    asked = browser.get("/console/surveys/new")

    assert asked.path.startswith(ADDRESS)
    assert sign_in(browser, at=asked.path).path == "/console/surveys/new"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(browser: Browser, target: str) -> None:
    page = browser.get(ADDRESS)
    data = {"_csrf": page.value("_csrf"), "email": EMAIL, "password": PASSWORD, "next": target}

    assert browser.raw("POST", ADDRESS, data=data).headers["Location"] == "/console/"


def test_signing_in_needs_the_pages_token(browser: Browser) -> None:
    page = browser.post(ADDRESS, {"email": EMAIL, "password": PASSWORD})

    assert page.status == 400
    assert page.errors == ["The page was out of date. Try again."]
    assert browser.get("/console/surveys").path.startswith(ADDRESS)


def test_signing_out_closes_the_console(browser: Browser) -> None:
    page = sign_in(browser)

    out = browser.post("/console/sign-out", {"_csrf": page.value("_csrf")})

    assert out.path == ADDRESS
    assert browser.get("/console/surveys").path.startswith(ADDRESS)


def test_another_site_cannot_sign_somebody_out(browser: Browser) -> None:
    sign_in(browser)

    browser.post("/console/sign-out", {})

    assert browser.get("/console/surveys").path == "/console/surveys"


def test_the_page_is_kept_by_nobody_and_read_by_no_search_engine(browser: Browser) -> None:
    page = browser.get(ADDRESS)

    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.html
