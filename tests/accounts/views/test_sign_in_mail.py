"""Links by mail: asking for them, opening them, and what they do."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import limits, links, service
from engage.accounts.models import LinkPurpose, Person
from engage.mail.models import OutboxMail
from tests.factories.people import PASSWORD
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything, reading, transaction
from tests.support.signing_in import ADDRESS, EMAIL, link, make_kari, newest_link, sign_in

pytestmark = ON_SQLITE

ASK = {LinkPurpose.SIGN_IN: f"{ADDRESS}/link", LinkPurpose.NEW_PASSWORD: f"{ADDRESS}/forgotten"}
OPEN = {
    LinkPurpose.SIGN_IN: f"{ADDRESS}/by-mail/",
    LinkPurpose.NEW_PASSWORD: f"{ADDRESS}/password/",
    LinkPurpose.INVITATION: f"{ADDRESS}/invitation/",
}
FRESH = "seven cups of quiet rain"
DEAD = "This link does not work any more"

each_way = pytest.mark.parametrize("purpose", list(ASK), ids=["to sign in", "to choose a password"])


@pytest.fixture(autouse=True)
def _kari(app: Flask) -> None:
    with app.app_context():
        make_kari(app)


def mails(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def act(browser: Browser, purpose: LinkPurpose, token: str) -> Any:
    """Press the button behind a link."""
    answers = {} if purpose is LinkPurpose.SIGN_IN else {"password": FRESH}
    return browser.submit(OPEN[purpose] + token, answers)


@each_way
def test_the_answer_is_the_same_for_every_address(app: Flask, purpose: LinkPurpose) -> None:
    answers = []
    for email in (EMAIL, "nobody@example.org"):
        browser = Browser(app)
        page = browser.get(ASK[purpose])
        response = browser.raw("POST", ASK[purpose], data={"_csrf": page.value("_csrf"), "email": email})
        html = response.get_data(as_text=True).replace(email, "")
        headers = {name: value for name, value in response.headers if name != "Content-Length"}
        answers.append((response.status_code, headers, html))

    assert answers[0] == answers[1]
    assert answers[0][0] == 200
    assert mails(app) == 1


@each_way
def test_the_link_that_comes_by_mail_leads_in(app: Flask, browser: Browser, purpose: LinkPurpose) -> None:
    assert EMAIL in browser.submit(ASK[purpose], email=EMAIL)

    page = act(browser, purpose, newest_link(app))

    assert page.path == "/console/"
    assert EMAIL in page


@each_way
def test_what_is_no_mail_address_is_refused_beside_the_field(
    app: Flask, browser: Browser, purpose: LinkPurpose
) -> None:
    page = browser.submit(ASK[purpose], email="kari at example")

    assert page.status == 422
    assert page.errors == ["Enter a mail address, for example kari@example.org."]
    assert page.value("email") == "kari at example"


def test_five_mails_an_hour_go_to_one_address_and_the_answer_does_not_change(app: Flask, browser: Browser) -> None:
    pages = [browser.submit(ASK[LinkPurpose.SIGN_IN], email=EMAIL) for _ in range(4)]
    pages += [browser.submit(ASK[LinkPurpose.NEW_PASSWORD], email=EMAIL) for _ in range(3)]

    assert mails(app) == limits.MAILS_TO_ADDRESS.most
    assert {page.status for page in pages} == {200}


def test_from_one_place_few_links_can_be_asked_for(browser: Browser) -> None:
    token = browser.get(ASK[LinkPurpose.SIGN_IN]).value("_csrf")
    statuses = [
        browser.raw(
            "POST", ASK[LinkPurpose.SIGN_IN], data={"_csrf": token, "email": f"nobody{number}@example.org"}
        ).status_code
        for number in range(limits.LINKS_FROM_ADDRESS.most + 1)
    ]

    assert statuses == [200] * limits.LINKS_FROM_ADDRESS.most + [429]


@each_way
def test_asking_needs_the_pages_token(app: Flask, browser: Browser, purpose: LinkPurpose) -> None:
    assert browser.post(ASK[purpose], {"email": EMAIL}).status == 400
    assert mails(app) == 0


def test_opening_a_link_changes_nothing_however_often(app: Flask, browser: Browser) -> None:
    for purpose in OPEN:
        token = link(app, purpose)
        before = everything(app)
        for method in ("GET", "HEAD", "GET"):
            assert browser.raw(method, OPEN[purpose] + token).status_code == 200

        assert everything(app) == before
        assert act(Browser(app), purpose, token).path == "/console/", "a program that looked at it has not used it up"


def test_a_link_acts_once(app: Flask) -> None:
    for purpose in OPEN:
        token = link(app, purpose)
        act(Browser(app), purpose, token)
        second = Browser(app)

        page = second.get(OPEN[purpose] + token)
        assert page.status == 410
        assert DEAD in page
        assert second.post(OPEN[purpose] + token, {"password": FRESH}).status == 410
        assert second.get("/console/surveys").path.startswith(ADDRESS)


def test_a_link_that_is_too_old_or_forged_leads_nowhere(app: Flask, browser: Browser) -> None:
    for purpose in OPEN:
        old = link(app, purpose, ago=links.LIFETIME[purpose])
        other = next(each for each in OPEN if each is not purpose)

        for token in (old, "A" * 32, "x", link(app, other)):
            assert browser.get(OPEN[purpose] + token).status == 410
            assert browser.post(OPEN[purpose] + token, {"password": FRESH}).status == 410


def test_acting_needs_the_pages_token(app: Flask, browser: Browser) -> None:
    for purpose in OPEN:
        token = link(app, purpose)

        assert browser.post(OPEN[purpose] + token, {"password": FRESH}).status == 400
        assert act(browser, purpose, token).path == "/console/", "and nothing was used up"


def test_a_new_password_opens_the_account_and_signs_other_devices_out(app: Flask, browser: Browser) -> None:
    elsewhere = Browser(app)
    sign_in(elsewhere)
    sibling = link(app, LinkPurpose.SIGN_IN)

    act(browser, LinkPurpose.NEW_PASSWORD, link(app, LinkPurpose.NEW_PASSWORD))

    assert elsewhere.get("/console/surveys").path.startswith(ADDRESS)
    assert browser.get("/console/surveys").path == "/console/surveys"
    assert Browser(app).get(OPEN[LinkPurpose.SIGN_IN] + sibling).status == 410
    assert sign_in(Browser(app)).status == 422
    assert sign_in(Browser(app), password=FRESH).path == "/console/"


def test_a_weak_password_is_refused_and_the_link_still_works(app: Flask, browser: Browser) -> None:
    token = link(app, LinkPurpose.NEW_PASSWORD)
    for password, said in (
        ("short", "Use 12 characters or more"),
        ("password1234", "Many people use this password"),
        (EMAIL, "close to your mail address"),
    ):
        page = browser.submit(OPEN[LinkPurpose.NEW_PASSWORD] + token, password=password)
        assert page.status == 422
        assert said in page.errors[0]

    assert act(browser, LinkPurpose.NEW_PASSWORD, token).path == "/console/"


def test_who_is_invited_chooses_a_password_and_is_in(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        person = service.find(session, EMAIL)
        assert person is not None
        person.password = None
    token = link(app, LinkPurpose.INVITATION)

    assert "Welcome to Engage" in browser.get(OPEN[LinkPurpose.INVITATION] + token)
    assert act(browser, LinkPurpose.INVITATION, token).path == "/console/"
    assert sign_in(Browser(app), password=FRESH).path == "/console/"
    assert mails(app) == 0, "nobody is told of their first password"


def test_a_link_of_somebody_with_a_second_step_stops_before_it(app: Flask, browser: Browser) -> None:
    with transaction(app) as session:
        session.scalars(select(Person)).one().totp_secret = "sealed"

    page = act(browser, LinkPurpose.SIGN_IN, link(app, LinkPurpose.SIGN_IN))

    assert page.path == f"{ADDRESS}/code"
    assert browser.get("/console/surveys").path.startswith(ADDRESS)
    assert PASSWORD not in page.html
