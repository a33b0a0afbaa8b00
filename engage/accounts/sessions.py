"""Sessions of the console: rows, so that they can be listed and ended. The cookie's value itself is kept nowhere.

A session ends twelve hours after it was last used, and after seven days in any case.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.models import ConsoleSession, Person

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""Being used is written down no more often than this."""
HALF_WAY = timedelta(minutes=10)
"""Time for the second step of signing in."""
_BROWSERS = (("Firefox", r"Firefox/"), ("Edge", r"Edg\w*/"), ("Opera", r"OPR/"), ("Chrome", r"Chrom(e|ium)/|CriOS/"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
_OLDER_SYSTEMS = (("macOS", "Mac OS"), ("Linux", "Linux|X11"))


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def end_of(made_at: datetime, seen_at: datetime) -> datetime:
    return min(made_at + LONGEST, seen_at + IDLE)


def begin(session: Session, person: Person, *, data: dict[str, Any], device: str = "", now: datetime) -> str:
    """A session of a person who has proven who they are.

    :returns: the value for the cookie
    """
    return _add(session, data, person_id=person.id, device=device, ends_at=end_of(now, now), now=now)


def begin_half_way(session: Session, *, data: dict[str, Any], now: datetime) -> str:
    """A session between the two steps of signing in: nobody's, and short."""
    return _add(session, data, person_id=None, device="", ends_at=now + HALF_WAY, now=now)


def _add(
    session: Session, data: dict[str, Any], *, person_id: int | None, device: str, ends_at: datetime, now: datetime
) -> str:
    forget_ended(session, now=now)
    key = secrets.token_urlsafe(32)
    row = ConsoleSession(id=digest(key), person_id=person_id, data=data, device=device, ends_at=ends_at)
    row.made_at = row.seen_at = now
    session.add(row)
    session.flush()
    return key


def of(session: Session, person_id: int, *, now: datetime) -> list[ConsoleSession]:
    """The devices on which a person is signed in, the one used last first."""
    mine = select(ConsoleSession).where(ConsoleSession.person_id == person_id, ConsoleSession.ends_at > now)
    return list(session.scalars(mine.order_by(ConsoleSession.seen_at.desc(), ConsoleSession.made_at.desc())))


def end(session: Session, key: str) -> None:
    """End the session of a cookie."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.id == digest(key)))


def end_one(session: Session, person_id: int, number: str) -> bool:
    """End one of a person's sessions by its id; whether there was such a one."""
    statement = delete(ConsoleSession).where(ConsoleSession.id == number, ConsoleSession.person_id == person_id)
    return bool(session.execute(statement.returning(ConsoleSession.id)).all())


def end_all(session: Session, person_id: int, *, but: str | None = None) -> int:
    """End a person's sessions, all or all but the one of this cookie; how many."""
    statement = delete(ConsoleSession).where(ConsoleSession.person_id == person_id)
    if but is not None:
        statement = statement.where(ConsoleSession.id != digest(but))
    return len(session.execute(statement.returning(ConsoleSession.id)).all())


def forget_ended(session: Session, *, now: datetime) -> int:
    """Delete sessions that are over; how many."""
    ended = delete(ConsoleSession).where(ConsoleSession.ends_at <= now).returning(ConsoleSession.id)
    return len(session.execute(ended).all())


def device_of(user_agent: str) -> str:
    """What a browser calls itself, as people know it: "Firefox on Linux"; "" when it says nothing known."""
    browser = _first(_BROWSERS, user_agent) or ("Safari" if "Safari/" in user_agent else "")
    system = _first(_SYSTEMS, user_agent) or _first(_OLDER_SYSTEMS, user_agent)
    return " on ".join(part for part in (browser, system) if part)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text)), "")
