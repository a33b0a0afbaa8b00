"""How often something may be tried: counted in SQL, so that all processes count together.

What is counted is known by an authentication code only: neither addresses nor accounts can be read from the table.
Nothing is locked for good: each count starts anew with its next window.
"""

import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.accounts.models import Attempt
from engage.core.refusal import Refusal

MINUTE = 60
LONGEST = timedelta(days=1)


class TooManyAttempts(Refusal):
    """Wait; `seconds` says how long."""

    code = "too_many_attempts"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"for {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in a window of so many seconds (at most a day, whole minutes)."""

    name: str
    most: int
    seconds: int


ACCOUNT_FROM_ADDRESS = Limit("sign-in, account and address", 5, 15 * MINUTE)
"""Guessing at an account from one place locks nobody out who comes from another."""
FROM_ADDRESS = Limit("sign-in, address", 20, 15 * MINUTE)
ACCOUNT = Limit("sign-in, account", 50, 60 * MINUTE)
"""Guessing from many places. Links by mail still let its owner in."""
LINKS_FROM_ADDRESS = Limit("links, address", 20, 60 * MINUTE)
MAILS_TO_ADDRESS = Limit("links, mail address", 5, 60 * MINUTE)
SECOND_FACTOR = Limit("second factor", 5, 15 * MINUTE)
SECOND_FACTOR_A_DAY = Limit("second factor, day", 40, 24 * 60 * MINUTE)
RECOVERY_CODE = Limit("recovery code", 5, 15 * MINUTE)
PASSWORD_AGAIN = Limit("password again", 5, 15 * MINUTE)
"""Asked of somebody who is signed in."""

Count = tuple[Limit, str]
"""A limit, and whose count it is."""


def place(address: str) -> str:
    """An address as it is counted: IPv6 by its /64, which is one household's or one server's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)


def note(session: Session, *counts: Count, key: str, now: datetime) -> None:
    """Count a try.

    :param key: the instance's secret key
    :raises TooManyAttempts: when one of the counts is beyond its limit; the try is counted all the same
    """
    session.execute(delete(Attempt).where(Attempt.window < _minute(now - LONGEST)))
    waits = [_left(limit, now) for limit, whose in counts if _raise(session, limit, whose, key, now) > limit.most]
    if waits:
        raise TooManyAttempts(max(waits))


def forget(session: Session, *counts: Count, key: str) -> None:
    """Start a count anew, for who has proven who they are."""
    for limit, whose in counts:
        session.execute(delete(Attempt).where(Attempt.key == _key(limit, whose, key)))


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // MINUTE


def _window(limit: Limit, now: datetime) -> int:
    """The minute in which the present window of a limit began."""
    length = limit.seconds // MINUTE
    return _minute(now) // length * length


def _left(limit: Limit, now: datetime) -> int:
    return max(1, (_window(limit, now) * MINUTE + limit.seconds) - int(now.timestamp()))


def _key(limit: Limit, whose: str, key: str) -> str:
    return hmac.new(key.encode(), f"engage attempt\n{limit.name}\n{whose}".encode(), "sha256").hexdigest()


def _raise(session: Session, limit: Limit, whose: str, key: str, now: datetime) -> int:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"key": _key(limit, whose, key), "window": _window(limit, now)}
    statement = dialect.insert(Attempt).values(**row, count=1)
    session.execute(
        statement.on_conflict_do_update(index_elements=["key", "window"], set_={"count": Attempt.count + 1})
    )
    return session.scalar(select(Attempt.count).where(Attempt.key == row["key"], Attempt.window == row["window"])) or 1
