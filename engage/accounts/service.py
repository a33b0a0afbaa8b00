"""Use cases around accounts."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.accounts.models import Attempt, Person, PersonRole, Role
from engage.accounts.roles import RoleName
from engage.core.refusal import Refusal

SHORTEST_PASSWORD = 12
MOST_ATTEMPTS = 5
WINDOW_SECONDS = 15 * 60


class PasswordTooShort(Refusal):
    code = "password_too_short"


class TooManyAttempts(Refusal):
    code = "too_many_attempts"


def find(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == normal(email)))


def normal(email: str) -> str:
    return email.strip().casefold()


def add_person(
    session: Session,
    email: str,
    password: str,
    role: RoleName,
    *,
    hub_id: int | None,
    hash_password: Callable[[str], str],
    now: datetime,
) -> Person:
    """Add an account, or give the one there is another role and, where one is given, a new password.

    :raises PasswordTooShort: under 12 characters
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    person = find(session, email)
    if person is None:
        person = Person(email=normal(email), fs_uniquifier=secrets.token_hex(32), created_at=now)
        session.add(person)
    person.password = hash_password(password)
    stored = session.scalar(select(Role).where(Role.name == role.value))
    if stored is None:
        stored = Role(name=role.value)
        session.add(stored)
    session.flush()
    held = {(grant.role_id, grant.hub_id) for grant in person.scoped_roles}
    if (stored.id, hub_id) not in held:
        session.add(PersonRole(person_id=person.id, role_id=stored.id, hub_id=hub_id))
        session.flush()
        session.expire(person, ["scoped_roles", "roles"])
    return person


def note_attempt(session: Session, *, account: str, address: str, now: datetime) -> None:
    """Count a try to sign in, for the account and for the address.

    :raises TooManyAttempts: after five in fifteen minutes for either; the account is not locked for others'
        addresses: its limit counts account and address together, the address's own is four times as wide
    """
    window = int(now.timestamp()) // WINDOW_SECONDS
    counts = [
        _raise_count(session, _key("account", account, address), window),
        _raise_count(session, _key("address", address), window) / 4,
    ]
    session.execute(delete(Attempt).where(Attempt.window < window - 1))
    if max(counts) > MOST_ATTEMPTS:
        raise TooManyAttempts


def forget_attempts(session: Session, *, account: str, address: str) -> None:
    """Who knew the password starts anew; the address keeps its count, or one account would open the way to others."""
    session.execute(delete(Attempt).where(Attempt.key == _key("account", account, address)))


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _raise_count(session: Session, key: str, window: int) -> float:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Attempt).values(key=key, window=window, count=1)
    session.execute(
        statement.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Attempt.count + 1})
    )
    return session.scalar(select(Attempt.count).where(Attempt.key == key, Attempt.window == window)) or 1
