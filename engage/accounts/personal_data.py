"""What accounts keep of persons, and how it is found, handed over, deleted when its time is over, and erased."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import CursorResult, delete, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts import limits
from engage.accounts.models import AccountLink, Attempt, ConsoleSession, Grant, Person, PersonRole, RecoveryCode
from engage.accounts.people import is_of_the_office, require_another
from engage.accounts.service import normal
from engage.core.clock import utcnow
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps

LINKS_KEPT = timedelta(days=30)
NOWHERE = "closed.invalid"


def install(app: Flask) -> None:
    """Say it to the registry."""
    keeps(app, PEOPLE, SESSIONS, LINKS, ATTEMPTS)


def _people(session: Session, sought: Sought) -> Sequence[Person]:
    """The account of an address (or one that is to get it), if all its roles lie inside of the request."""
    if sought.code:
        return ()
    address = normal(sought.address)
    coming = select(AccountLink.person_id).where(func.lower(AccountLink.address) == address)
    found = session.scalars(select(Person).where(or_(Person.email == address, Person.id.in_(coming)))).all()
    return [one for one in found if all(sought.covers(held.hub_id) for held in one.scoped_roles)]


def _of(session: Session, sought: Sought, table: Any) -> Sequence[Any]:
    """The rows of a table that belong to these people."""
    ids = [one.id for one in _people(session, sought)]
    return session.scalars(select(table).where(table.person_id.in_(ids))).all()


def _export_people(session: Session, sought: Sought) -> list[dict[str, Any]]:
    return [
        {
            "address": one.email,
            "name": one.name,
            "language": one.language,
            "time zone": one.time_zone,
            "no notices about": one.quiet,
            "second factor": one.totp_secret is not None,
            "since": one.created_at.isoformat(),
            "roles": [{"role": held.role.name, "hub": held.hub_id} for held in one.scoped_roles],
            "duties": [
                {"duty": duty.duty.value, "thing": duty.thing, "number": duty.thing_id}
                for duty in session.scalars(select(Grant).where(Grant.person_id == one.id))
            ],
        }
        for one in _people(session, sought)
    ]


def _deleted(session: Session, statement: Any) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def _old_sessions(session: Session, now: datetime) -> int:
    return _deleted(session, delete(ConsoleSession).where(ConsoleSession.ends_at < now))


def _old_links(session: Session, now: datetime) -> int:
    return _deleted(session, delete(AccountLink).where(AccountLink.ends_at < now - LINKS_KEPT))


def _old_attempts(session: Session, now: datetime) -> int:
    """Windows are numbered by their minute (`engage.accounts.limits`)."""
    return _deleted(session, delete(Attempt).where(Attempt.window < int((now - limits.LONGEST).timestamp()) // 60))


def _erase_people(session: Session, sought: Sought) -> int:
    """:raises LastOfTheOffice: when nobody could let people in any more"""
    found = _people(session, sought)
    for one in found:
        close(session, one, now=utcnow())
    return len(found)


def close(session: Session, person: Person, *, now: datetime) -> None:
    """Leave nothing of an account but that it was there: what somebody did can still be told apart from what others
    did, and not who it was.

    :raises LastOfTheOffice: when nobody could let people in any more
    """
    if is_of_the_office(person):
        require_another(session, person)
    for table in (PersonRole, Grant, ConsoleSession, RecoveryCode, AccountLink):
        session.execute(delete(table).where(table.person_id == person.id))
    person.email = f"closed-{person.id}@{NOWHERE}"
    person.name, person.quiet, person.guide = "", [], {}
    person.password = person.totp_secret = None
    person.active, person.closed_at = False, now
    person.fs_uniquifier = secrets.token_hex(32)
    session.flush()
    session.expire(person, ["scoped_roles", "roles"])


PEOPLE = Keeps(
    "person",
    what=lambda _: _(
        "Mail address, name, language, time zone, roles and duties, the password as a hash that cannot be turned back, "
        "the secret of the second factor, encrypted"
    ),
    whose=Whose.TEAMS,
    why=lambda _: _("So that people of the hubs can sign in and do what they are there for"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the account is closed"),
    tables=("person", "role", "person_role", "person_grant", "recovery_code"),
    find=lambda session, sought: len(_people(session, sought)),
    export=_export_people,
    erase=_erase_people,
)
SESSIONS = Keeps(
    "console_session",
    what=lambda _: _("Which browsers are signed in, and since when"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that people stay signed in, and can end it from elsewhere"),
    basis=Basis.INTEREST,
    how_long=lambda _: _("Seven days at most, or until the person signs out"),
    delete_due=_old_sessions,
    find=lambda session, sought: len(_of(session, sought, ConsoleSession)),
    export=lambda session, sought: [
        {"device": each.device, "since": each.made_at.isoformat(), "last": each.seen_at.isoformat()}
        for each in _of(session, sought, ConsoleSession)
    ],
    erase=lambda session, sought: _erase(session, _of(session, sought, ConsoleSession)),
)
LINKS = Keeps(
    "account_link",
    what=lambda _: _("Links in mails with which people sign in, choose a password or confirm an address"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that each link acts once"),
    basis=Basis.INTEREST,
    how_long=lambda _: _("%(days)s days after the link has ended", days=LINKS_KEPT.days),
    delete_due=_old_links,
    find=lambda session, sought: len(_of(session, sought, AccountLink)),
    export=lambda session, sought: [
        {"for": each.purpose.value, "address": each.address, "made": each.made_at.isoformat()}
        for each in _of(session, sought, AccountLink)
    ],
    erase=lambda session, sought: _erase(session, _of(session, sought, AccountLink)),
)
ATTEMPTS = Keeps(
    "attempt",
    what=lambda _: _("How often something was tried from an internet address or for an account, both as a hash"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that nobody guesses passwords"),
    basis=Basis.INTEREST,
    how_long=lambda _: _("A day"),
    delete_due=_old_attempts,
)


def _erase(session: Session, rows: Sequence[Any]) -> int:
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)
