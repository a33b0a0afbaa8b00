"""Use cases around accounts."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts import links, mails, passwords, second_factor, sessions
from engage.accounts.models import LinkPurpose, Person, PersonRole, Role
from engage.accounts.roles import RoleName
from engage.core.actor import Actor
from engage.privacy import audit

NOBODY = "nobody@engage.invalid"


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

    :raises Refusal: when the password is not good enough (`passwords.require_good`)
    """
    passwords.require_good(password, email=email)
    person = find(session, email)
    if person is None:
        person = Person(email=normal(email), fs_uniquifier=secrets.token_hex(32), created_at=now)
        session.add(person)
    person.password = hash_password(passwords.normal(password))
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


# -- getting in


@dataclass(frozen=True, slots=True)
class Known:
    """What the door asks about an address: read without its roles, so that looking takes as long for nobody."""

    id: int
    email: str
    language: str
    password: str | None


def known(session: Session, email: str) -> Known | None:
    """The account of an address, if it can be used."""
    wanted = select(Person.id, Person.email, Person.language, Person.password)
    row = session.execute(wanted.where(Person.email == normal(email), Person.active)).one_or_none()
    return Known(*row) if row is not None else None


def ask_for_link(session: Session, email: str, purpose: LinkPurpose, *, now: datetime) -> None:
    """Send a link to sign in or to choose a new password, if there is such an account.

    For an address of nobody the same is written and taken back, so that neither the answer nor its time tells.
    Who never chose a password gets a link to choose one.
    """
    found = known(session, email)
    somebody = session.scalar(select(func.min(Person.id)))
    if somebody is None:
        return
    if found is not None and found.password is None:
        purpose = LinkPurpose.NEW_PASSWORD
    kind = mails.SIGN_IN if purpose is LinkPurpose.SIGN_IN else mails.NEW_PASSWORD
    to = found or Known(somebody, NOBODY, "en", None)
    trial = session.begin_nested()
    link = links.make(session, to.id, purpose, now=now)
    mails.send_link(session, kind, link, to.email, language=to.language, now=now)
    session.flush()
    if found is not None:
        trial.commit()
    else:
        trial.rollback()


def set_password(session: Session, person: Person, hashed: str, *, now: datetime, tell: bool = True) -> None:
    """Give an account another password: every session and every link of it ends, also the one that asks.

    :param hashed: the password, hashed; it was found good (`passwords.require_good`)
    :param tell: send a mail about it (not for the first password)
    """
    person.password = hashed
    _end_everywhere(session, person, now=now)
    _note(session, person, "person.password-set", now)
    if tell:
        mails.tell(session, mails.PASSWORD_CHANGED, person, now=now)


def turn_on_second_factor(
    session: Session, person: Person, secret: str, code: str, *, key: str, now: datetime
) -> list[str]:
    """Switch the second step on; every session of the account ends, for none of them took it.

    :returns: recovery codes, to be shown once
    :raises WrongCode: when the code does not belong to the secret
    """
    codes = second_factor.turn_on(session, person, secret, code, key=key, now=now)
    _end_everywhere(session, person, now=now)
    _note(session, person, "person.second-factor-on", now)
    mails.tell(session, mails.SECOND_FACTOR_ON, person, now=now)
    return codes


def turn_off_second_factor(session: Session, person: Person, *, now: datetime, by: Actor | None = None) -> None:
    """Switch the second step off; every session of the account ends."""
    second_factor.turn_off(session, person)
    _end_everywhere(session, person, now=now)
    _note(session, person, "person.second-factor-off", now, by=by)
    mails.tell(session, mails.SECOND_FACTOR_OFF, person, now=now)


def renew_recovery_codes(session: Session, person: Person, *, now: datetime) -> list[str]:
    """Ten new codes, to be shown once; the former ones are worth nothing."""
    codes = second_factor.new_recovery_codes(session, person)
    _note(session, person, "person.recovery-codes-renewed", now)
    return codes


def use_recovery_code(session: Session, person: Person, code: str, *, now: datetime) -> None:
    """Take a recovery code in place of the app's, and tell its owner.

    :raises WrongCode: when it is none, or was used
    """
    left = second_factor.accept_recovery(session, person, code, now=now)
    _note(session, person, "person.recovery-code-used", now)
    mails.tell(session, mails.RECOVERY_CODE_USED, person, now=now, left=left)


def _end_everywhere(session: Session, person: Person, *, now: datetime) -> None:
    person.fs_uniquifier = secrets.token_hex(32)
    session.flush()
    sessions.end_all(session, person.id)
    links.end_all(session, person.id, now=now)


def _note(session: Session, person: Person, action: str, now: datetime, *, by: Actor | None = None) -> None:
    audit.record(session, by or Actor(person.id, person.email), action, "person", person.id, now=now, to=person.email)
