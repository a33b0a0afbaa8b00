"""Hosts that a request claims, and addresses that it asks to be led to."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.mail import post
from engage.mail.models import OutboxMail
from tests.factories.people import PASSWORD
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading
from tests.support.signing_in import EMAIL, make_kari

pytestmark = ON_SQLITE
ELSEWHERE = (
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\\\\\evil.test",
    "/%09/evil.test",
    "/\t/evil.test",
    "\t//evil.test",
    " //evil.test",
    "/\r\nLocation: //evil.test",
    "https:evil.test",
    "https://evil.test/",
    "/%5cevil.test",
    "/%2f%2fevil.test",
    "javascript:1",
    "data:text/html,x",
    "http://localhost@evil.test",
    "http://localhost.evil.test",
    "//localhost%2eevil.test",
    "/..//evil.test",
    "/.//evil.test",
    "//\u3002evil.test",
)
SIGN_IN = "/console/sign-in"
FORGOTTEN = "/console/sign-in/forgotten"


def led_to(location: str) -> str:
    """The host to which a browser goes: it takes backslashes for slashes, and leaves out blanks and control signs."""
    read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    target = urlsplit(urljoin("http://localhost/console/", read))
    assert target.scheme == "http", location
    return target.netloc


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_a_page_of_ours(app: Flask, browser: Browser, target: str):
    make_kari(app)
    page = browser.raw("GET", SIGN_IN, query_string={"next": target})
    data = {"email": EMAIL, "password": PASSWORD, "next": target, "_csrf": _token(page.text)}

    response = browser.raw("POST", SIGN_IN, data=data)

    assert response.status_code == 303
    assert led_to(response.headers["Location"]) == "localhost"


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("button", ["/console/hub", "/console/undo"])
def test_buttons_that_lead_back_lead_to_a_page_of_ours(sign_in: Callable[..., Browser], button: str, target: str):
    browser = sign_in(RoleName.ORGANISER)
    token = _token(browser.raw("GET", "/console/account").text)

    response = browser.raw("POST", button, data={"_csrf": token, "next": target, "hub": "default", "token": "x"})

    assert response.status_code == 303
    assert led_to(response.headers["Location"]) == "localhost"


def _token(page: str) -> str:
    found = re.search(r'name="_csrf"[^>]* value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Host": "evil.test"}, 400, id="another host"),
        pytest.param({"Host": "localhost@evil.test"}, 400, id="our host as a name before it"),
        pytest.param({"Host": "localhost:80@evil.test"}, 400, id="our host and port as a name before it"),
        pytest.param({"Host": "localhost.evil.test"}, 400, id="our host as a beginning"),
        pytest.param({"Host": ""}, 400, id="none"),
        pytest.param({"X-Forwarded-Host": "evil.test"}, 200, id="forwarded without a proxy"),
        pytest.param({"Forwarded": "host=evil.test;proto=https"}, 200, id="forwarded, as the standard says it"),
        pytest.param({"X-Host": "evil.test", "X-Original-URL": "http://evil.test/"}, 200, id="signs of other servers"),
        pytest.param({"Referer": "http://evil.test/"}, 200, id="comes from there"),
    ],
)
@pytest.mark.parametrize("page", [FORGOTTEN, "/console/sign-in/link"])
def test_a_link_that_is_mailed_leads_to_the_configured_address(
    app: Flask, browser: Browser, page: str, headers: dict[str, str], status: int
):
    make_kari(app)
    data = {"_csrf": _token(browser.raw("GET", page).text), "email": EMAIL}

    response = browser.raw("POST", page, data=data, headers=headers)

    assert response.status_code == status
    assert b"evil" not in response.data
    assert _mailed_hosts(app) == ([] if status == 400 else ["localhost"])


def test_behind_a_proxy_a_forwarded_host_counts_for_nothing_either(make_app: Callable[..., Flask]):
    app = make_app(proxy_hops=1)
    make_kari(app)
    browser = Browser(app)
    data = {"_csrf": _token(browser.raw("GET", FORGOTTEN).text), "email": EMAIL}

    response = browser.raw("POST", FORGOTTEN, data=data, headers={"X-Forwarded-Host": "evil.test"})

    assert response.status_code in (200, 400)
    assert b"evil" not in response.data
    assert set(_mailed_hosts(app)) <= {"localhost"}


def _mailed_hosts(app: Flask) -> list[str]:
    with reading(app) as session:
        mails = session.scalars(select(OutboxMail)).all()
        letters = [post.of(app).letter(session, mail) for mail in mails]
    hosts = [urlsplit(each).netloc for letter in letters for each in re.findall(r"https?://[^\s\"<]+", letter.text)]
    return sorted(set(hosts))
