"""Accounts, and the count of tries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from engage.accounts import service
from engage.accounts.roles import RoleName

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def add(
    session: Session, email: str = "kari@example.org", password: str = "long enough", **more: RoleName
) -> service.Person:
    role = more.get("role", RoleName.ORGANISER)
    return service.add_person(
        session, email, password * 2, role, hub_id=None, hash_password=lambda plain: f"hash of {plain}", now=NOW
    )


def attempt(session: Session, account: str = "kari", address: str = "192.0.2.1", now: datetime = NOW) -> None:
    service.note_attempt(session, account=account, address=address, now=now)


def test_a_second_role_is_added_to_the_same_account(session: Session) -> None:
    first = add(session)
    second = add(session, " KARI@example.org ", role=RoleName.ANALYST)
    add(session, role=RoleName.ANALYST)
    session.refresh(first)

    assert first.id == second.id
    assert len(first.scoped_roles) == 2


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(service.PasswordTooShort):
        add(session, password="short")


def test_five_tries_are_free_and_the_sixth_waits_for_the_next_quarter(session: Session) -> None:
    for _ in range(service.MOST_ATTEMPTS):
        attempt(session)

    with pytest.raises(service.TooManyAttempts):
        attempt(session)
    attempt(session, now=NOW + timedelta(seconds=service.WINDOW_SECONDS))


def test_guessing_from_one_place_does_not_lock_the_account_for_others(session: Session) -> None:
    for _ in range(service.MOST_ATTEMPTS):
        attempt(session)

    attempt(session, address="192.0.2.2")


def test_guessing_at_many_accounts_from_one_place_is_slowed_down_too(session: Session) -> None:
    for number in range(4 * service.MOST_ATTEMPTS):
        attempt(session, account=f"person {number}")

    with pytest.raises(service.TooManyAttempts):
        attempt(session, account="one more")


def test_who_knew_the_password_starts_anew_and_the_place_does_not(session: Session) -> None:
    for number in range(4 * service.MOST_ATTEMPTS):
        attempt(session, account="kari")
        if number % 4 == 0:
            service.forget_attempts(session, account="kari", address="192.0.2.1")
    service.forget_attempts(session, account="kari", address="192.0.2.1")

    with pytest.raises(service.TooManyAttempts):
        attempt(session, account="kari")
