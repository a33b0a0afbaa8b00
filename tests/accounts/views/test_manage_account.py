"""One's own account."""

import json
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from engage.accounts import links, own_data, service
from engage.accounts.models import AccountLink, ConsoleSession, Person
from engage.accounts.roles import RoleName
from engage.mail import choices
from engage.mail.models import OutboxMail
from engage.privacy.models import AuditEntry
from tests.conftest import KEY
from tests.factories.people import PASSWORD, make_person
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
ADDRESS = "kari@example.org"


@pytest.fixture
def kari(app: Flask) -> Browser:
    return signed_in(app)


def signed_in(app: Flask, role: RoleName = RoleName.ORGANISER, email: str = ADDRESS) -> Browser:
    """Somebody whose password is known; one hash, made the cheap way."""
    with transaction(app) as session:
        person = make_person(session, role, email=email)
        person.password = hash_password(PASSWORD)
        uniquifier = person.fs_uniquifier
    browser = Browser(app)
    browser.sign_in(uniquifier)
    return browser


def of(app: Flask, email: str = ADDRESS) -> Person:
    with reading(app) as session:
        found = service.find(session, email)
        assert found is not None
        session.expunge(found)
        return found


def mails(app: Flask) -> list[tuple[str, str]]:
    with reading(app) as session:
        return [(mail.kind, mail.to) for mail in session.scalars(select(OutboxMail).order_by(OutboxMail.made_at))]


def trail(app: Flask) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_name_language_and_time_zone_are_kept(app: Flask, kari: Browser):
    page = kari.submit("/console/account", {"name": "Kari Nordmann", "language": "de", "time_zone": "oslo"})

    found = of(app)
    assert (found.name, found.language, found.time_zone) == ("Kari Nordmann", "de", "Europe/Oslo")
    assert page.lang == "de"


def test_an_unknown_time_zone_is_refused_with_what_to_do(kari: Browser):
    page = kari.submit("/console/account", time_zone="Atlantis")

    assert page.status == 422
    assert page.errors == ["Choose a time zone from the list, for example Europe/Oslo."]
    assert page.value("time_zone") == "Atlantis"


@pytest.mark.parametrize(
    ("language", "asked", "shown"),
    [
        pytest.param("de", "", "de", id="the person's language"),
        pytest.param("de", "?lang=en", "en", id="the address comes first"),
        pytest.param("nb", "", "en", id="not spoken by the console: the browser's"),
    ],
)
def test_the_console_speaks_the_persons_language(app: Flask, kari: Browser, language: str, asked: str, shown: str):
    with transaction(app) as session:
        service.find(session, ADDRESS).language = language  # type: ignore[union-attr]

    assert kari.get(f"/console/account{asked}", Accept_Language="en").lang == shown


def test_what_was_ended_by_the_link_of_a_mail_is_taken_up_again_here(app: Flask, kari: Browser):
    known = choices.digest(app.config["ENGAGE_SETTINGS"], ADDRESS)
    with transaction(app) as session:
        choices.end(session, known, "translation", None, now=datetime(2026, 11, 22, tzinfo=UTC))
    page = kari.get("/console/account")
    assert "translation" not in page.fields["topics"]

    page = kari.press(page, {"topics": ["translation"]})

    assert page.fields["topics"] == ["translation"]
    with reading(app) as session:
        assert choices.wants(session, known, "translation", None)


def test_mails_that_one_can_do_without_are_ended(app: Flask, kari: Browser):
    page = kari.submit("/console/account", {"topics": None})

    assert page.fields.get("topics", []) == []
    assert "translation" in of(app).quiet
    with reading(app) as session:
        assert own_data.is_quiet(session, ADDRESS, "translation", None)


def test_other_devices_are_signed_out(app: Flask, kari: Browser):
    other = Browser(app)
    other.sign_in(of(app).fs_uniquifier)
    page = kari.get("/console/account/devices")
    assert "Sign out all other devices" in page

    data = next(form.values() for form in page.forms if "device" not in form.names and "_csrf" in form.names)
    kari.post("/console/account/devices", {"_csrf": data["_csrf"][0]})

    assert other.raw("GET", "/console/account").status_code == 303
    assert kari.raw("GET", "/console/account").status_code == 200


def test_one_device_is_signed_out_and_only_ones_own(app: Flask, kari: Browser):
    stranger = signed_in(app, email="ola@example.org")
    with reading(app) as session:
        theirs = session.scalars(select(ConsoleSession.id).join(Person).where(Person.email == "ola@example.org")).one()
    token = kari.get("/console/account/devices").value("_csrf")

    kari.post("/console/account/devices", {"_csrf": token, "device": theirs})

    assert stranger.raw("GET", "/console/account").status_code == 200


def test_a_copy_of_ones_data_is_a_file(kari: Browser):
    response = kari.raw("GET", "/console/account/copy")
    found = json.loads(response.get_data())

    assert "attachment" in response.headers["Content-Disposition"]
    assert found["address"] == ADDRESS
    assert found["data"]["person"][0]["address"] == ADDRESS


def test_the_password_is_changed_by_who_knows_it(app: Flask, kari: Browser):
    other = Browser(app)
    other.sign_in(of(app).fs_uniquifier)

    wrong = kari.submit("/console/account/password", password="wrong", new_password="seven green lamps on water")
    assert wrong.errors == ["This is not your password."]
    weak = kari.submit("/console/account/password", password=PASSWORD, new_password="password1234")
    assert weak.status == 422
    page = kari.submit("/console/account/password", password=PASSWORD, new_password="seven green lamps on water")

    assert "Your password is changed." in page
    assert other.raw("GET", "/console/account").status_code == 303
    assert mails(app) == [("accounts.password-changed", ADDRESS)]


def test_guessing_at_the_password_of_an_open_session_is_slowed_down(kari: Browser):
    for _ in range(5):
        kari.submit("/console/account/close", password="wrong")

    assert "Too many tries" in kari.submit("/console/account/close", password=PASSWORD)


def link_of(app: Flask) -> str:
    with reading(app) as session:
        link = session.scalars(select(AccountLink).order_by(AccountLink.made_at.desc())).first()
        assert link is not None
        return "/console/sign-in/new-address/" + links.token_of(session, link.id, key=KEY)


def test_another_address_counts_once_its_owner_confirms(app: Flask, kari: Browser):
    kari.submit("/console/account/address", email="New@example.org", password=PASSWORD)
    assert mails(app) == [("accounts.new-address", "new@example.org")]
    path = link_of(app)
    elsewhere = Browser(app)

    page = elsewhere.get(path)
    assert "new@example.org" in page
    assert of(app).email == ADDRESS
    page = elsewhere.press(page)

    assert of(app, "new@example.org").name == ""
    assert mails(app)[1] == ("accounts.address-changed", ADDRESS)
    assert elsewhere.get(path).status == 404


def test_an_address_of_another_account_gets_no_mail_and_nobody_is_told(app: Flask, kari: Browser):
    signed_in(app, email="ola@example.org")

    page = kari.submit("/console/account/address", email="ola@example.org", password=PASSWORD)

    assert "We have sent a mail to ola@example.org." in page
    assert mails(app) == []
    assert "Another account has this mail address." in Browser(app).submit(link_of(app))


def test_a_closed_account_leaves_nothing_but_that_it_was_there(app: Flask, kari: Browser):
    number = of(app).id

    page = kari.submit("/console/account/close", password=PASSWORD)

    assert "Your account is closed." in page
    assert kari.raw("GET", "/console/account").status_code == 303
    assert mails(app) == [("accounts.closed", ADDRESS)]
    with reading(app) as session:
        found = session.get_one(Person, number)
        assert not re.search("kari", f"{found.email} {found.name}")
        assert (found.password, found.scoped_roles, found.active) == (None, [], False)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "person.closed")).one()
        assert entry.by == ADDRESS


def test_the_last_of_the_network_office_cannot_close_their_account(app: Flask):
    office = signed_in(app, RoleName.NETWORK_ADMIN, "office@example.org")

    page = office.submit("/console/account/close", password=PASSWORD)

    assert page.status == 409
    assert "Give somebody else that role first." in page
    assert of(app, "office@example.org").active
