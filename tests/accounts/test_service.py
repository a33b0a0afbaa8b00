"""Accounts, their passwords, and links that are asked for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts import links, passwords, second_factor, service, sessions
from engage.accounts.models import AccountLink, ConsoleSession, LinkPurpose, Person
from engage.accounts.roles import RoleName
from engage.mail.models import OutboxMail
from engage.privacy.models import AuditEntry
from tests.factories.people import PASSWORD, make_person
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
EMAIL = "kari@example.org"


def add(session: Session, email: str = EMAIL, password: str = PASSWORD, **more: RoleName) -> Person:
    role = more.get("role", RoleName.ORGANISER)
    return service.add_person(
        session, email, password, role, hub_id=None, hash_password=lambda plain: f"hash of {plain}", now=NOW
    )


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@ON_SQLITE
def test_a_second_role_is_added_to_the_same_account(session: Session) -> None:
    first = add(session)
    second = add(session, " KARI@example.org ", role=RoleName.ANALYST)
    add(session, role=RoleName.ANALYST)
    session.refresh(first)

    assert first.id == second.id
    assert len(first.scoped_roles) == 2


@ON_SQLITE
def test_a_weak_password_is_refused(session: Session) -> None:
    with pytest.raises(passwords.PasswordTooShort):
        add(session, password="short")


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        pytest.param(LinkPurpose.SIGN_IN, "accounts.sign-in-link", id="to sign in"),
        pytest.param(LinkPurpose.NEW_PASSWORD, "accounts.new-password", id="to choose a new password"),
    ],
)
def test_a_link_goes_to_the_address_of_an_account(session: Session, purpose: LinkPurpose, kind: str) -> None:
    person = make_person(session, RoleName.ORGANISER, email=EMAIL)
    person.language = "nb"

    service.ask_for_link(session, " KARI@example.org ", purpose, now=NOW)

    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.kind, mail.to, mail.language) == (kind, EMAIL, "nb")
    assert links.is_open(session, int(mail.values["link_id"]), now=NOW)
    assert "hash" not in str(mail.values)


@pytest.mark.parametrize("gone", ["unknown", "off"])
def test_for_an_address_without_an_account_nothing_is_kept(session: Session, gone: str) -> None:
    person = make_person(session, RoleName.ORGANISER, email=EMAIL)
    person.active = gone != "off"
    asked = EMAIL if gone == "off" else "nobody@example.org"

    service.ask_for_link(session, asked, LinkPurpose.SIGN_IN, now=NOW)
    session.commit()

    assert count(session, OutboxMail) == count(session, AccountLink) == 0


@ON_SQLITE
def test_who_never_chose_a_password_gets_a_link_to_choose_one(session: Session) -> None:
    make_person(session, RoleName.ORGANISER, email=EMAIL).password = None

    service.ask_for_link(session, EMAIL, LinkPurpose.SIGN_IN, now=NOW)

    assert session.scalars(select(AccountLink)).one().purpose is LinkPurpose.NEW_PASSWORD


@ON_SQLITE
@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda session, person: service.set_password(session, person, "hash", now=NOW), id="a password"),
        pytest.param(
            lambda session, person: service.turn_off_second_factor(session, person, now=NOW), id="the second factor"
        ),
    ],
)
def test_a_change_of_how_one_gets_in_ends_sessions_and_links_and_is_told(session: Session, deed: Any) -> None:
    person = make_person(session, RoleName.ORGANISER, email=EMAIL)
    former = person.fs_uniquifier
    sessions.begin(session, person, data={}, now=NOW)
    link = links.make(session, person, LinkPurpose.SIGN_IN, now=NOW)

    deed(session, person)
    session.flush()
    session.refresh(link)

    assert count(session, ConsoleSession) == 0
    assert not links.is_open(session, link.id, now=NOW)
    assert person.fs_uniquifier != former
    assert count(session, OutboxMail) == 1
    assert session.scalars(select(AuditEntry)).one().thing_id == str(person.id)


@ON_SQLITE
def test_a_recovery_code_that_was_used_is_told_with_how_many_are_left(app: Flask, session: Session) -> None:
    person = make_person(session, RoleName.ORGANISER, email=EMAIL)
    codes = second_factor.new_recovery_codes(session, person)

    service.use_recovery_code(session, person, codes[0], now=NOW + timedelta(minutes=1))

    assert session.scalars(select(OutboxMail)).one().values == {"left": second_factor.CODES - 1}
