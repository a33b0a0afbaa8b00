"""Signing in and out, through the form."""

import pytest
from flask import Flask

from engage.accounts import limits, service
from tests.factories.people import PASSWORD
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything, transaction
from tests.support.signing_in import ADDRESS, EMAIL, make_kari, sign_in

pytestmark = ON_SQLITE

FORWARDED = "X-Forwarded-For"


@pytest.fixture(autouse=True)
def _kari(app: Flask) -> None:
    with app.app_context():
        make_kari(app)


def test_who_knows_the_password_comes_into_the_console(browser: Browser) -> None:
    page = sign_in(browser)

    assert page.path == "/console/"
    assert EMAIL in page


def test_the_address_may_be_written_in_capitals_and_with_blanks(browser: Browser) -> None:
    assert sign_in(browser, f" {EMAIL.upper()} ").path == "/console/"


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


def test_an_account_without_a_password_opens_with_none(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        person = service.find(session, EMAIL)
        assert person is not None
        person.password = None

    assert sign_in(browser, password="").status == 422
    assert sign_in(browser, password="nobody has this password").status == 422


def test_after_five_wrong_tries_one_has_to_wait_and_comes_in_from_elsewhere(make_app, database_url: str) -> None:
    app = make_app(proxy_hops=1)
    here, elsewhere = Browser(app, **{FORWARDED: "192.0.2.1"}), Browser(app, **{FORWARDED: "192.0.2.2"})
    for _ in range(limits.ACCOUNT_FROM_ADDRESS.most):
        assert sign_in(here, password="not this one at all").status == 422

    page = sign_in(here)

    assert page.status == 429
    assert 0 < int(page.headers["Retry-After"]) <= 900
    assert "Too many tries. Wait " in page
    assert sign_in(elsewhere).path == "/console/"


@pytest.mark.parametrize(
    ("hops", "forged"),
    [
        pytest.param(0, "192.0.2.{}", id="nobody forwards"),
        pytest.param(1, "192.0.2.{}, 198.51.100.7", id="one proxy adds its own"),
    ],
)
def test_a_forged_address_does_not_begin_the_count_anew(make_app, hops: int, forged: str) -> None:
    app = make_app(proxy_hops=hops)
    browser = Browser(app)
    token = browser.get(ADDRESS).value("_csrf")
    statuses = []
    for number in range(limits.ACCOUNT_FROM_ADDRESS.most + 1):
        data = {"_csrf": token, "email": "nobody@example.org", "password": "wrong"}
        headers = {FORWARDED: forged.format(number)}
        statuses.append(browser.raw("POST", ADDRESS, data=data, headers=headers).status_code)

    assert statuses == [422] * limits.ACCOUNT_FROM_ADDRESS.most + [429]


def test_two_processes_count_together(make_app) -> None:
    browsers = [Browser(make_app()), Browser(make_app())]
    statuses = [
        sign_in(browsers[number % 2], "nobody@example.org").status
        for number in range(limits.ACCOUNT_FROM_ADDRESS.most + 1)
    ]

    assert statuses == [422] * limits.ACCOUNT_FROM_ADDRESS.most + [429]


def test_who_signs_in_rightly_many_times_is_not_made_to_wait(app: Flask) -> None:
    for _ in range(limits.ACCOUNT_FROM_ADDRESS.most + 2):
        assert sign_in(Browser(app)).path == "/console/"


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
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"]
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


def test_another_site_cannot_sign_somebody_in(browser: Browser) -> None:
    data = {"_csrf": browser.get(ADDRESS).value("_csrf"), "email": EMAIL, "password": PASSWORD}
    forged = {"Sec-Fetch-Site": "cross-site"}

    assert browser.raw("POST", ADDRESS, data=data, headers=forged).status_code == 400
    assert browser.raw("POST", ADDRESS, data=data, headers={"Origin": "https://evil.example"}).status_code == 400


def test_a_token_of_one_browser_is_worth_nothing_in_another(app: Flask, browser: Browser) -> None:
    data = {"_csrf": Browser(app).get(ADDRESS).value("_csrf"), "email": EMAIL, "password": PASSWORD}
    browser.get(ADDRESS)

    assert browser.raw("POST", ADDRESS, data=data).status_code == 400


def test_signing_out_closes_the_console(browser: Browser) -> None:
    page = sign_in(browser)

    out = browser.post("/console/sign-out", {"_csrf": page.value("_csrf")})

    assert out.path == ADDRESS
    assert browser.get("/console/surveys").path.startswith(ADDRESS)


def test_another_site_cannot_sign_somebody_out(browser: Browser) -> None:
    sign_in(browser)

    browser.post("/console/sign-out", {})

    assert browser.get("/console/surveys").path == "/console/surveys"


def test_looking_at_the_page_keeps_nothing(app: Flask, browser: Browser) -> None:
    before = everything(app)
    page = browser.get(ADDRESS)

    assert everything(app) == before
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.html
