"""Which language a visitor gets."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.i18n.locales import PUBLIC_LANGUAGES
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)


@pytest.mark.parametrize(
    ("path", "cookie", "accepts", "target"),
    [
        pytest.param("/", "", "", "/en/", id="nothing said: the default"),
        pytest.param("/", "", "de-AT,de;q=0.9,en;q=0.8", "/de/", id="the browser's language, its region apart"),
        pytest.param("/", "", "xx,nb;q=0.5", "/nb/", id="the first one that is served"),
        pytest.param("/", "", "no", "/nb/", id="Norwegian is Bokmål here"),
        pytest.param("/", "", "iw", "/he/", id="an old tag"),
        pytest.param("/", "", "de;q=0,fr", "/fr/", id="what is refused is not chosen"),
        pytest.param("/", "pl", "de", "/pl/", id="the cookie comes before the browser"),
        pytest.param("/?lang=it", "pl", "de", "/it/", id="the address comes before the cookie"),
        pytest.param("/?lang=../../evil", "", "sv", "/sv/", id="what is no tag is passed over"),
        pytest.param("/surveys/health", "", "de", "/de/surveys/health", id="a survey in a language it has"),
        pytest.param("/surveys/health", "", "fr,de;q=0.3", "/de/surveys/health", id="the next one wanted that it has"),
        pytest.param("/surveys/health", "", "fr", "/en/surveys/health", id="else the survey's own"),
        pytest.param("/fr/surveys/health", "", "de", "/de/surveys/health", id="a language it is not offered in"),
    ],
)
def test_a_bare_address_leads_to_a_language(browser: Browser, path: str, cookie: str, accepts: str, target: str):
    if cookie:
        browser.client.set_cookie("language", cookie)

    response = browser.raw("GET", path, headers={"Accept-Language": accepts} if accepts else {})

    assert response.status_code == 302
    assert response.headers["Location"] == target
    assert {part.strip() for part in response.headers["Vary"].split(",")} >= {"Accept-Language", "Cookie"}


def test_a_page_links_its_translations(browser: Browser):
    root = browser.get(FIRST).root
    alternates = {link["hreflang"]: link["href"] for link in root.all("link") if link["rel"] == "alternate"}

    assert alternates == {tag: f"http://localhost/{tag}/surveys/health" for tag in ("en", "de")}


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_the_front_page_states_its_language_and_direction(browser: Browser, language: str):
    page = browser.get(f"/{language}/")

    assert page.lang == language
    assert page.root.all("html")[0]["dir"] == ("rtl" if language == "he" else "ltr")


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
@pytest.mark.parametrize("status", [400, 404])
def test_error_pages_come_in_every_interface_language(browser: Browser, language: str, status: int):
    path = f"/{language}/surveys/nowhere" if status == 404 else f"/{language}/surveys/health/resume"

    page = browser.post(path, {"_action": "resume"}, Sec_Fetch_Site="cross-site" if status == 400 else "same-origin")

    served = language in ("en", "de") or status == 404
    assert page.status == (status if served else 404)
    assert page.lang == language


def test_an_error_page_without_a_language_in_its_address_negotiates(browser: Browser):
    assert browser.get("/nothing/here", Accept_Language="pl").lang == "pl"


def test_an_instance_offers_only_the_languages_it_was_set_to(make_app: Callable[..., Flask]):
    browser = Browser(make_app(languages="sv, de xx"))

    for path in ("/", "/en/"):
        assert browser.raw("GET", path, headers={"Accept-Language": "fr"}).headers["Location"] == "/sv/"
    assert browser.get("/de/").lang == "de"
