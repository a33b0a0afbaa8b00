"""The session of a request: a row behind a cookie once somebody signs in, a signed cookie before.

Requests outside the console carry none: citizens' pages cannot even write to it. A visitor of the sign-in page gets
a signed cookie that holds what its form needs, so that robots leave nothing behind.
"""

import json
import secrets
from datetime import datetime
from typing import Any

from flask import Flask, Request, Response, current_app, request
from flask import session as current
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from engage.accounts import sessions
from engage.accounts.models import ConsoleSession, Person
from engage.core.clock import utcnow
from engage.db import engine as database
from engage.db.away import is_away
from engage.db.session import db

TOKEN = "_csrf"  # noqa: S105 -- the name under which Flask-WTF keeps what its tokens are bound to
HALF_WAY = "half-way"
_tagged = TaggedJSONSerializer()


class BrowserSession(SecureCookieSession):
    """What a browser of the console carries along; `key` is its cookie's value once there is a row."""

    key: str | None = None
    kept: dict[str, Any] | None = None
    """What the row holds."""
    problem: OperationalError | None = None
    """Why the row could not be read."""


class ConsoleSessions(SecureCookieSessionInterface):
    salt = "engage visitor"
    session_class = BrowserSession

    def open_session(self, app: Flask, request: Request) -> BrowserSession | None:
        if request.path != "/console" and not request.path.startswith("/console/"):
            return None
        value = request.cookies.get(self.get_cookie_name(app), "")
        if not value:
            return BrowserSession()
        if "." in value:
            return _visitor(super().open_session(app, request))
        try:
            return _load(value)
        except OperationalError as error:
            unread = BrowserSession()
            unread.problem = error
            return unread

    def make_null_session(self, app: Flask) -> "Nobodys":  # type: ignore[override]  # noqa: ARG002
        return Nobodys()

    def is_null_session(self, obj: object) -> bool:
        return isinstance(obj, Nobodys)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, BrowserSession):
            return
        if session.key is None:
            super().save_session(app, session, response)
            return
        response.vary.add("Cookie")
        if session.modified and (stored := _storable(session)) != session.kept:
            _store(session.key, stored)
        name = self.get_cookie_name(app)
        if request.cookies.get(name) != session.key:
            response.set_cookie(
                name,
                session.key,
                domain=self.get_cookie_domain(app),
                path=self.get_cookie_path(app),
                secure=self.get_cookie_secure(app),
                httponly=True,
                samesite=self.get_cookie_samesite(app),
            )


class Nobodys(BrowserSession):
    """The session of a citizen's page: empty, and kept by nobody."""

    def __setitem__(self, key: str, value: Any) -> None:
        raise RuntimeError("there are no sessions outside the console")


def _visitor(found: SecureCookieSession | None) -> BrowserSession:
    """Who has a signed cookie is not signed in, whatever it says."""
    visitor = found if isinstance(found, BrowserSession) else BrowserSession()
    if "_user_id" in visitor or HALF_WAY in visitor:
        return BrowserSession()
    return visitor


def _load(value: str) -> BrowserSession:
    now = utcnow()
    wanted = (ConsoleSession.person_id, ConsoleSession.data, ConsoleSession.made_at, ConsoleSession.seen_at)
    mine = ConsoleSession.id == sessions.digest(value)
    with database.writing(False), db.engine.connect() as connection:
        row = connection.execute(select(*wanted).where(mine, ConsoleSession.ends_at > now)).one_or_none()
    if row is None:
        return BrowserSession()
    if row.person_id is not None and now - row.seen_at >= sessions.SEEN_EVERY:
        _write(update(ConsoleSession).where(mine).values(seen_at=now, ends_at=sessions.end_of(row.made_at, now)))
    found = BrowserSession(_tagged.loads(json.dumps(row.data)))
    found.key, found.kept = value, row.data
    return found


def _storable(session: BrowserSession) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(_tagged.dumps(dict(session)))
    return stored


def _store(key: str, data: dict[str, Any]) -> None:
    """Messages to show on the next page, and the like: after the view, whose own transaction is over."""
    db.session.rollback()
    _write(update(ConsoleSession).where(ConsoleSession.id == sessions.digest(key)).values(data=data))


def _write(statement: Any) -> None:
    """In a transaction of its own, in a GET too. What is lost when the database is busy is no harm."""
    try:
        with database.writing(), db.engine.begin() as connection:
            connection.execute(statement)
    except DBAPIError as error:
        if not is_away(error):
            raise


def require_readable() -> None:
    """Before each request: a database that does not answer is no reason to ask people to sign in.

    :raises OperationalError: what reading the session met; it can be shown as a page only now
    """
    problem = _here().problem
    if problem is not None:
        raise problem


def _here() -> BrowserSession:
    found: BrowserSession = current._get_current_object()  # type: ignore[attr-defined]
    return found


def data_for(person: Person) -> dict[str, Any]:
    """What a new session of somebody signed in holds."""
    return {"_user_id": person.fs_uniquifier, "_fresh": True, TOKEN: secrets.token_hex(20)}


def enter(person: Person, *, now: datetime) -> None:
    """Sign somebody in, in a session with a new id; in the transaction of the caller."""
    device = sessions.device_of(request.user_agent.string)
    data = data_for(person)
    _become(sessions.begin(db.session(), person, data=data, device=device, now=now), data)
    current_app.login_manager._update_request_context_with_user(person)  # type: ignore[attr-defined]


def enter_half_way(person: Person, *, target: str, now: datetime) -> None:
    """Remember who passed the first step; they are not signed in."""
    data = {HALF_WAY: person.fs_uniquifier, "target": target, TOKEN: secrets.token_hex(20)}
    _become(sessions.begin_half_way(db.session(), data=data, now=now), data)


def leave() -> None:
    """End the session of this request; in the transaction of the caller."""
    here = _here()
    if here.key is not None:
        sessions.end(db.session(), here.key)
    here.clear()
    here.key = here.kept = None
    current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]


def key_here() -> str | None:
    """The cookie's value of this request, to spare its session when the others end."""
    return _here().key


def _become(key: str, data: dict[str, Any]) -> None:
    here = _here()
    if here.key is not None:
        sessions.end(db.session(), here.key)
    here.clear()
    here.update(data)
    here.key, here.kept = key, data
