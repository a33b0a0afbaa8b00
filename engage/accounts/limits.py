"""How often something may be tried: counted in SQL, so that all processes count together.

What is counted for good, whatever becomes of the request (`guard`), is counted in Valkey or Redis where there is one:
who guesses then makes no work for the database. Counts that belong to a transaction stay with it.

What is counted is known by an authentication code only: neither addresses nor accounts can be read from the table.
Nothing is locked for good: each count starts anew with its next window.
"""

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from engage.accounts.models import Attempt
from engage.core.refusal import Refusal
from engage.db import beside
from engage.db.straight import Call, Rows, Straight, together

MINUTE = 60
LONGEST = timedelta(days=1)
"""Older counts are deleted daily (`engage.accounts.personal_data`), never in a request: most keys are new, and the
table is long when many people come."""


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
MOST_FULL = 10_000
_BESIDE = "engage:tries:"
_FULL: set[tuple[str, int]] = set()
"""Counts that were beyond their limit, by key and window."""


@lru_cache(maxsize=1_000)
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


@dataclass(frozen=True, slots=True)
class Tries:
    """What one request counts: each limit with what it is counted by, and the minute in which its window began."""

    now: datetime
    each: tuple[tuple[Limit, str, int], ...]

    @classmethod
    def of(cls, *counts: Count, key: str, now: datetime) -> "Tries":
        """:param key: the instance's secret key"""
        return cls(now, tuple((limit, _key(limit, whose, key), _window(limit, now)) for limit, whose in counts))

    @property
    def counting(self) -> Call:
        """The statement that counts each once more; a row that many count in is held until the transaction ends."""
        return Call(_counting(len(self.each)), self._given)

    @property
    def looking(self) -> Call:
        return Call(_looking(len(self.each)), self._given)

    @property
    def beside(self) -> list[beside.Counted]:
        """The same as keys of Valkey or Redis, which forgets them by itself."""
        return [(f"{_BESIDE}{digest}:{window}", limit.seconds) for limit, digest, window in self.each]

    @property
    def _given(self) -> dict[str, str | int]:
        given: dict[str, str | int] = {}
        for at, (_, digest, window) in enumerate(self.each):
            given[f"k{at}"], given[f"w{at}"] = digest, window
        return given

    def numbers(self, rows: Rows) -> list[int]:
        """What one of the two statements answered, in the order of the limits."""
        found: dict[str, int] = dict(rows)
        return [found.get(digest, 0) for _, digest, _ in self.each]

    def refuse_beyond(self, numbers: Sequence[int]) -> None:
        """:raises TooManyAttempts: when one of the numbers is beyond its limit"""
        beyond = [try_ for try_, number in zip(self.each, numbers, strict=True) if number > try_[0].most]
        if beyond:
            if len(_FULL) > MOST_FULL:
                _FULL.clear()
            _FULL.update((digest, window) for _, digest, window in beyond)
            raise TooManyAttempts(max(_left(limit, self.now) for limit, _, _ in beyond))

    @property
    def were_full(self) -> bool:
        """Whether this process has seen one of them beyond its limit: look before there is more work to do."""
        return any((digest, window) in _FULL for _, digest, window in self.each)


def guard(session: Session, *counts: Count, key: str, now: datetime) -> None:
    """Count a try that stays counted; the caller commits in any case.

    :param key: the instance's secret key
    :raises TooManyAttempts: when one of the counts is beyond its limit; the try is counted all the same
    """
    tries, server = Tries.of(*counts, key=key, now=now), beside.of(session)
    numbers = server.count(tries.beside) if server else None
    tries.refuse_beyond(_counted(session, tries) if numbers is None else numbers)


def note(session: Session, *counts: Count, key: str, now: datetime) -> None:
    """Count a try, in the caller's transaction.

    :param key: the instance's secret key
    :raises TooManyAttempts: when one of the counts is beyond its limit; the try is counted all the same
    """
    tries = Tries.of(*counts, key=key, now=now)
    tries.refuse_beyond(_counted(session, tries))


def count(session: Session, *counts: Count, key: str, now: datetime) -> list[int]:
    """Count a try, whatever the limits say; how many there were, each.

    A row that many count in is held until the transaction ends: where there is other work to do, count last, and
    `require` first.
    """
    return _counted(session, Tries.of(*counts, key=key, now=now))


def _counted(session: Session, tries: Tries) -> list[int]:
    if not tries.each:
        return []
    return tries.numbers(together(session.connection(), tries.counting)[0])


def require(session: Session, *counts: Count, key: str, now: datetime) -> None:
    """Look, and count nothing. Tries at the same moment may pass together.

    :raises TooManyAttempts: when one of the counts has reached its limit
    """
    tries = Tries.of(*counts, key=key, now=now)
    if tries.each:
        numbers = tries.numbers(together(session.connection(), tries.looking)[0])
        tries.refuse_beyond([number + 1 for number in numbers])


def forget(session: Session, *counts: Count, key: str, now: datetime) -> None:
    """Start a count anew, for who has proven who they are."""
    if server := beside.of(session):
        server.forget([name for name, _ in Tries.of(*counts, key=key, now=now).beside])
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
    return hmac.digest(key.encode(), f"engage attempt\n{limit.name}\n{whose}".encode(), "sha256").hex()


# In SQL as it is, the same on both databases: made once for each number of rows, which SQLAlchemy's own never are.


@cache
def _counting(number: int) -> Straight:
    rows = ", ".join(f"(:k{at}, :w{at}, 1)" for at in range(number))
    return _answering(
        f'INSERT INTO attempt (key, "window", count) VALUES {rows} '  # noqa: S608 -- names of parameters only
        'ON CONFLICT (key, "window") DO UPDATE SET count = attempt.count + 1 RETURNING key, count'
    )


@cache
def _looking(number: int) -> Straight:
    rows = " OR ".join(f'(key = :k{at} AND "window" = :w{at})' for at in range(number))
    return _answering(f"SELECT key, count FROM attempt WHERE {rows}")  # noqa: S608 -- as above


def _answering(sql: str) -> Straight:
    return Straight(text(sql).columns(Attempt.key, Attempt.count))
