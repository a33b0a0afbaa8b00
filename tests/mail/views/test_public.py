"""Ending mails: by one click in a mail program, and by choosing on a page. Without an account, by POST alone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.mail import choices, kinds, post
from engage.mail.kinds import MailKind, Topic
from engage.mail.models import MailChoice
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ADDRESS = "ada@example.org"
NEWS = MailKind("test.news", Topic("news", lambda _: "News of the test"), lambda _: "News", lambda _: "Here.")


@pytest.fixture(autouse=True)
def _kinds(app: Flask) -> None:
    kinds.register(app, NEWS)


def token(app: Flask, *, topic: str = "news", hub_id: int | None = 1) -> str:
    return choices.token(post.of(app).settings, ADDRESS, topic, hub_id)


def ended(app: Flask) -> set[tuple[str, int]]:
    with reading(app) as session:
        digest = choices.digest(post.of(app).settings, ADDRESS)
        assert all(row.address == digest for row in session.scalars(select(MailChoice)))
        return set(choices.ended(session, digest))


def test_one_post_ends_the_topic_for_the_hub_of_the_mail(app: Flask, browser: Browser):
    path = f"/mail/{token(app)}/unsubscribe"

    for _ in range(2):
        response = browser.raw("POST", path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "null"})
        assert response.status_code == 200  # a redirect would not be followed (RFC 8058)
        assert "Set-Cookie" not in response.headers
        assert "You get no more of these mails" in response.get_data(as_text=True)

    assert ended(app) == {("news", 1)}


@ON_SQLITE
def test_opening_the_link_ends_nothing_since_scanners_open_links(app: Flask, browser: Browser):
    page = browser.get(f"/mail/{token(app)}/unsubscribe")

    assert page.h1 == "Which mails you get"
    assert ended(app) == set()


def test_people_choose_by_topic_for_all_hubs_and_for_one(app: Flask, browser: Browser):
    path = f"/en/mail/{token(app)}"

    page = browser.get(path)
    every = page.fields["mails"]
    others = [name for name in every if not name.startswith("news.")]
    assert set(every) - set(others) == {"news.0", "news.1"}
    page = browser.press(page, mails=["news.0", *others])
    assert "Your choice is saved." in page
    assert ended(app) == {("news", 1)}
    browser.submit(path, mails=others)
    assert ended(app) == {("news", 0), ("news", 1)}
    browser.submit(path, mails=every)
    assert ended(app) == set()


@ON_SQLITE
def test_the_page_speaks_the_language_of_its_address_and_does_not_say_whose_it_is(app: Flask, browser: Browser):
    page = browser.get(f"/de/mail/{token(app)}")

    assert page.lang == "de"
    assert ADDRESS not in page.html
    assert page.headers["Cache-Control"] == "no-store"


@ON_SQLITE
@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda good: good[:-4], id="cut"),
        pytest.param(lambda good: ("B" if good[0] == "A" else "A") + good[1:], id="another signature"),
        pytest.param(lambda good: good[:60] + ("B" if good[60] == "A" else "A") + good[61:], id="another address"),
        pytest.param(lambda good: "x", id="short"),
        pytest.param(lambda good: "é", id="not ASCII"),
        pytest.param(lambda good: "A" * 500, id="long"),
    ],
)
def test_a_link_that_we_did_not_make_leads_nowhere(app: Flask, browser: Browser, forge: Callable[[str], str]):
    forged = forge(token(app))

    assert browser.raw("GET", f"/en/mail/{forged}").status_code == 404
    assert browser.raw("POST", f"/mail/{forged}/unsubscribe").status_code == 404
    assert ended(app) == set()


@ON_SQLITE
def test_the_page_takes_no_form_of_another_site(app: Flask, browser: Browser):
    path = f"/en/mail/{token(app)}"

    assert browser.raw("POST", path, data={"mails": []}).status_code == 400
    target, data = browser.filled(browser.get(path), {"mails": []})
    refused = browser.raw("POST", target, data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 400
    assert ended(app) == set()
