"""The second step of signing in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.accounts import limits
from engage.accounts.models import ConsoleSession, Person
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.mail.models import OutboxMail
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.signing_in import ADDRESS, code, make_kari, sign_in

pytestmark = ON_SQLITE

STEP, RECOVERY = f"{ADDRESS}/code", f"{ADDRESS}/recovery-code"


@pytest.fixture(autouse=True)
def codes(app: Flask) -> list[str]:
    with app.app_context():
        return make_kari(app, RoleName.COORDINATOR, factor=True)


def is_in(browser: Browser) -> bool:
    return browser.raw("GET", "/console/surveys").status_code == 200


def test_after_the_password_comes_the_code_and_then_the_page_asked_for(browser: Browser) -> None:
    page = sign_in(browser, at=browser.get("/console/surveys/new").path)
    half_way = browser.cookies["session"]

    assert page.path == STEP
    assert not is_in(browser)
    assert browser.press(page, code=code()).path == "/console/surveys/new"
    assert browser.cookies["session"] != half_way, "a new session once the step is taken"


def test_a_code_opens_once(app: Flask, browser: Browser) -> None:
    typed = code()
    browser.press(sign_in(browser), code=typed)
    again = Browser(app)

    page = again.press(sign_in(again), code=typed)

    assert page.status == 422
    assert page.errors == ["This is not the code of now. Wait for the next one in your app, then type its six figures."]
    assert not is_in(again)


def test_a_recovery_code_opens_once_and_is_told_by_mail(app: Flask, browser: Browser, codes: list[str]) -> None:
    sign_in(browser)
    assert browser.submit(RECOVERY, code=codes[3].lower()).path == "/console/"
    again = Browser(app)
    sign_in(again)

    assert again.submit(RECOVERY, code=codes[3]).status == 422
    assert not is_in(again)
    with reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert (mail.kind, mail.values) == ("accounts.recovery-code-used", {"left": 9})


@pytest.mark.parametrize(
    ("page", "limit"), [(STEP, limits.SECOND_FACTOR), (RECOVERY, limits.RECOVERY_CODE)], ids=["app", "recovery"]
)
def test_tries_are_few_and_shared_by_all_browsers(app: Flask, page: str, limit: limits.Limit) -> None:
    browsers = [Browser(app), Browser(app)]
    for browser in browsers:
        sign_in(browser)
    tries = [browsers[number % 2].submit(page, code="000000") for number in range(limit.most)]
    last = browsers[0].submit(page, code=code())

    assert {one.status for one in tries} == {422}
    assert last.status == 429
    assert int(last.headers["Retry-After"]) > 0


@pytest.mark.parametrize("page", [STEP, RECOVERY])
def test_nobody_gets_to_the_second_step_without_the_first(app: Flask, browser: Browser, page: str) -> None:
    assert browser.get(page).path == ADDRESS
    assert browser.post(page, {"code": code()}).path == ADDRESS


def test_the_first_step_holds_for_minutes_and_for_the_password_of_then(app: Flask, browser: Browser) -> None:
    sign_in(browser)
    with transaction(app) as session:
        session.execute(update(Person).values(fs_uniquifier="another"))
    assert browser.get(STEP).path == ADDRESS

    sign_in(browser)
    with transaction(app) as session:
        session.execute(update(ConsoleSession).values(ends_at=utcnow() - timedelta(seconds=1)))
    assert browser.get(STEP).path == ADDRESS


def test_the_step_needs_the_pages_token(browser: Browser) -> None:
    sign_in(browser)

    assert browser.post(STEP, {"code": code()}).status == 400
    assert not is_in(browser)
