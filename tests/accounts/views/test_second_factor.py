"""Setting up one's second step."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts import service
from engage.accounts.models import AccountLink, Person, RecoveryCode
from engage.accounts.roles import RoleName
from engage.privacy.models import AuditEntry
from tests.factories.people import PASSWORD
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.signing_in import ADDRESS, EMAIL, code, make_kari, sign_in

pytestmark = ON_SQLITE

PAGE = "/console/account/second-factor"


def secret_on(page: Page) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page.html)
    assert found
    return found[1].replace(" ", "")


def set_up(browser: Browser) -> Page:
    page = browser.get(PAGE)
    return browser.press(page, code=code(secret=secret_on(page)), password=PASSWORD)


def actions(app: Flask) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.fixture
def kari(app: Flask) -> Browser:
    """Signed in, without a second step; her role does not need one."""
    with app.app_context():
        make_kari(app)
    browser = Browser(app)
    sign_in(browser)
    return browser


@pytest.mark.parametrize("role", [RoleName.COORDINATOR, RoleName.NETWORK_ADMIN])
def test_who_can_do_much_sets_it_up_before_anything_else(app: Flask, browser: Browser, role: RoleName) -> None:
    with app.app_context():
        make_kari(app, role)

    page = sign_in(browser, at=browser.get("/console/surveys").path)
    assert page.path.startswith(PAGE)
    assert browser.get("/console/surveys").path.startswith(PAGE)
    assert browser.raw("POST", "/console/surveys/new").headers["Location"] == PAGE
    assert browser.get("/en/").status == 200

    done = browser.press(page, code=code(secret=secret_on(page)), password=PASSWORD)
    assert done.h1 == "Your recovery codes"
    assert "/console/surveys" in done.links
    assert browser.get("/console/surveys").path == "/console/surveys"


def test_in_a_demonstration_it_is_offered_and_not_required(make_app) -> None:
    app = make_app(demonstration=True)
    with app.app_context():
        make_kari(app, RoleName.COORDINATOR)
    browser = Browser(app)

    assert sign_in(browser).path == "/console/"
    assert browser.get(PAGE).status == 200


def test_recovery_codes_are_shown_once_and_open_instead_of_the_app(app: Flask, kari: Browser) -> None:
    page = set_up(kari)
    codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", page.html)
    assert len(codes) == 10
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.search(codes[0], kari.get(PAGE).html)

    other = Browser(app)
    sign_in(other)
    assert other.submit(f"{ADDRESS}/recovery-code", code=codes[0]).path == "/console/"
    with reading(app) as session:
        assert not set(codes) & set(session.scalars(select(RecoveryCode.digest)))


def test_setting_it_up_signs_other_devices_out_and_gives_a_new_session(app: Flask, kari: Browser) -> None:
    other, before = Browser(app), kari.cookies["session"]
    sign_in(other)
    set_up(kari)

    assert other.get("/console/surveys").path.startswith(ADDRESS)
    assert kari.cookies["session"] != before
    assert kari.get("/console/surveys").path == "/console/surveys"
    assert actions(app) == ["person.second-factor-on"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"password": "not this one"}, "This is not your password.", id="wrong password"),
        pytest.param(
            {"code": "000000"},
            "The code does not belong to this key. Type the six figures that your app shows now.",
            id="wrong code",
        ),
    ],
)
def test_what_is_wrong_is_said_and_the_key_stays(app: Flask, kari: Browser, change: dict[str, str], error: str) -> None:
    page = kari.get(PAGE)
    secret = secret_on(page)

    again = kari.press(page, {"code": code(secret=secret), "password": PASSWORD} | change)

    assert again.status == 422
    assert again.errors == [error]
    assert secret_on(again) == secret
    assert kari.press(again, code=code(secret=secret), password=PASSWORD).status == 200
    with reading(app) as session:
        assert session.scalars(select(Person.totp_secret)).one() is not None


def test_the_key_on_a_form_is_for_one_person(app: Flask, kari: Browser) -> None:
    with app.app_context(), transaction(app) as session:
        ola = service.add_person(
            session,
            "ola@example.org",
            PASSWORD,
            RoleName.ORGANISER,
            hub_id=None,
            hash_password=lambda _: "x",
            now=session.scalars(select(Person.created_at)).one(),
        ).fs_uniquifier
    other = Browser(app)
    other.sign_in(ola)
    theirs = other.get(PAGE)
    data = {
        "_csrf": kari.get(PAGE).value("_csrf"),
        "sealed": theirs.value("sealed"),
        "code": code(secret=secret_on(theirs)),
        "password": PASSWORD,
    }

    assert kari.raw("POST", PAGE, data=data).status_code == 400


def test_guessing_the_password_there_is_slowed_down(kari: Browser) -> None:
    page = kari.get(PAGE)
    statuses = [kari.press(page, code="000000", password="not this one").status for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_new_recovery_codes_and_switching_off_ask_for_the_password(app: Flask, kari: Browser) -> None:
    set_up(kari)
    page = kari.get(PAGE)
    token = page.value("_csrf")
    assert "You have 10 recovery codes left." in page

    for deed in ("codes", "off"):
        assert kari.raw("POST", f"{PAGE}/{deed}", data={"_csrf": token, "password": "wrong"}).status_code == 422
        assert kari.raw("POST", f"{PAGE}/{deed}", data={"password": PASSWORD}).status_code == 400
    renewed = kari.raw("POST", f"{PAGE}/codes", data={"_csrf": token, "password": PASSWORD})
    assert renewed.get_data(as_text=True).count("<code>") == 10
    assert kari.raw("POST", f"{PAGE}/off", data={"_csrf": token, "password": PASSWORD}).status_code == 303

    assert actions(app) == [
        "person.second-factor-on",
        "person.recovery-codes-renewed",
        "person.second-factor-off",
    ]
    assert kari.get("/console/surveys").path == "/console/surveys"
    assert sign_in(Browser(app)).path == "/console/"


def test_who_runs_the_server_can_switch_it_off(app: Flask, kari: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from engage.accounts import commands

    set_up(kari)
    monkeypatch.setattr(commands, "application", lambda: app)

    done = CliRunner().invoke(commands.group, ["unlock-second-factor", EMAIL])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(commands.group, ["unlock-second-factor", EMAIL]).exit_code == 1
    assert CliRunner().invoke(commands.group, ["unlock-second-factor", "nobody@example.org"]).exit_code == 1

    assert sign_in(Browser(app)).path == "/console/"
    with reading(app) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.by) == ("person.second-factor-off", "command line")
        assert session.scalars(select(AccountLink)).all() == []
