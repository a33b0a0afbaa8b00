"""What the cookie of a browser stands for."""

from datetime import timedelta

import pytest
from flask import Flask, flash
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from engage.accounts import session_cookie, sessions
from engage.accounts.models import ConsoleSession, Person
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.web.permissions import Permission, permission
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.signing_in import ADDRESS, make_kari, sign_in

pytestmark = ON_SQLITE

COOKIE = "session"
INSIDE = "/console/surveys"


@pytest.fixture(autouse=True)
def _kari(app: Flask) -> None:
    with app.app_context():
        make_kari(app)


def rows(app: Flask) -> list[ConsoleSession]:
    with reading(app) as session:
        found = session.scalars(select(ConsoleSession).order_by(ConsoleSession.made_at)).all()
        session.expunge_all()
    return list(found)


def with_cookie(app: Flask, value: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie(COOKIE, value, domain="localhost")
    return browser


def is_in(browser: Browser) -> bool:
    return browser.raw("GET", INSIDE).status_code == 200


def test_signing_in_gives_a_new_value_that_is_kept_as_a_digest_only(app: Flask, browser: Browser) -> None:
    browser.get(ADDRESS)
    before = browser.cookies[COOKIE]
    browser.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(browser)
    after = browser.cookies[COOKIE]

    (row,) = rows(app)
    assert before != after
    assert row.id == sessions.digest(after)
    assert row.device == "Firefox on Linux"
    assert not is_in(with_cookie(app, before))


def test_a_value_that_somebody_planted_is_not_the_one_one_is_signed_in_with(app: Flask) -> None:
    browser = with_cookie(app, "planted")
    sign_in(browser)

    assert browser.cookies[COOKIE] != "planted"
    assert not is_in(with_cookie(app, "planted"))


def test_signing_in_again_ends_the_session_before(app: Flask, browser: Browser) -> None:
    sign_in(browser)
    first = browser.cookies[COOKIE]
    sign_in(browser)

    assert len(rows(app)) == 1
    assert not is_in(with_cookie(app, first))


def test_a_value_is_worth_nothing_after_signing_out(app: Flask, browser: Browser) -> None:
    page = sign_in(browser)
    value = browser.cookies[COOKIE]
    browser.post("/console/sign-out", {"_csrf": page.value("_csrf")})

    assert rows(app) == []
    assert not is_in(with_cookie(app, value))


def test_a_session_that_was_ended_elsewhere_is_over_at_once(app: Flask, browser: Browser) -> None:
    sign_in(browser)
    assert is_in(browser)
    with transaction(app) as session:
        sessions.end_all(session, session.scalars(select(Person.id)).one())

    assert not is_in(browser)


@pytest.mark.parametrize("change", [{"active": False}, {"fs_uniquifier": "another"}], ids=["off", "another password"])
def test_who_may_not_come_in_any_more_is_out_at_once(app: Flask, browser: Browser, change: dict[str, object]) -> None:
    sign_in(browser)
    with transaction(app) as session:
        session.execute(update(Person).values(**change))

    assert not is_in(browser)


def test_a_session_ends_when_its_time_is_over(app: Flask, browser: Browser) -> None:
    sign_in(browser)
    with transaction(app) as session:
        session.execute(update(ConsoleSession).values(ends_at=utcnow()))

    assert not is_in(browser)


@pytest.mark.parametrize(
    ("ago", "written"),
    [
        pytest.param(timedelta(minutes=4), False, id="some minutes ago: left alone"),
        pytest.param(timedelta(minutes=6), True, id="longer ago: written down"),
    ],
)
def test_looking_at_pages_writes_that_one_was_seen_now_and_then(
    app: Flask, browser: Browser, ago: timedelta, written: bool
) -> None:
    sign_in(browser)
    then = utcnow() - ago
    with transaction(app) as session:
        session.execute(update(ConsoleSession).values(seen_at=then, ends_at=then + sessions.IDLE))

    assert is_in(browser)

    (row,) = rows(app)
    assert (row.seen_at > then) is written
    assert (row.ends_at > then + sessions.IDLE) is written


def test_a_message_for_the_next_page_is_shown_once(app: Flask, browser: Browser) -> None:
    @permission(Permission.SIGNED_IN)
    def deed() -> str:
        flash("It is done.")
        return ""

    app.add_url_rule("/console/deed", "deed", deed, methods=["POST"])
    sign_in(browser)
    browser.raw("POST", "/console/deed")

    assert "It is done." in browser.get(INSIDE)
    assert "It is done." not in browser.get(INSIDE)


def test_citizens_pages_have_no_session_whatever_cookie_comes(app: Flask, browser: Browser) -> None:
    sign_in(browser)
    with transaction(app) as session:
        session.execute(update(ConsoleSession).values(seen_at=utcnow() - timedelta(hours=1)))
    before = rows(app)[0].seen_at

    response = browser.raw("GET", "/en/")

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert rows(app)[0].seen_at == before
    with app.test_request_context("/en/"):
        from flask import session as nobodys

        with pytest.raises(RuntimeError, match="outside the console"):
            nobodys["anything"] = 1


def test_a_cookie_signed_before_sessions_were_rows_opens_nothing(app: Flask) -> None:
    from flask.sessions import SecureCookieSessionInterface

    with reading(app) as session:
        uniquifier = session.scalars(select(Person.fs_uniquifier)).one()
    for salt in ("cookie-session", session_cookie.ConsoleSessions.salt):
        signer = SecureCookieSessionInterface()
        signer.salt = salt
        serializer = signer.get_signing_serializer(app)
        assert serializer is not None
        value = serializer.dumps({"_user_id": uniquifier, "_fresh": True})
        assert not is_in(with_cookie(app, str(value))), salt


def test_a_database_that_does_not_answer_signs_nobody_out(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(app)
    sign_in(browser)

    def fails(value: str) -> None:
        raise OperationalError("SELECT", {}, Exception("down"))

    monkeypatch.setattr(session_cookie, "_load", fails)
    assert browser.raw("GET", INSIDE).status_code == 503
    monkeypatch.undo()
    assert is_in(browser)


def test_over_https_the_cookie_is_bound_to_the_host(make_app, sign_in) -> None:
    app = make_app(base_url="https://engage.example.org")
    browser = Browser(app, base_url="https://engage.example.org")
    answer = browser.raw("GET", ADDRESS)

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert is_in(sign_in(RoleName.ORGANISER, into=app))
