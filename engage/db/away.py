"""Whether an error means that the database is away or busy: later the same request may well succeed.

It is restarted, cannot be reached, is locked for too long, stands by for another one, or its disk is full. Anything
else that a database complains about is a fault of ours.
"""

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from engage.db.engine import only_reads

READ_ONLY = 8
SQLITE_AWAY = frozenset((5, 6, 7, READ_ONLY, 9, 10, 13, 14, 15))
"""Busy, locked, out of memory, read-only, interrupted, a disk that fails, is full, or is not there, a log in use."""
POSTGRESQL_AWAY = frozenset(("25006", "25P03"))
"""Read-only, as a standby is; a transaction that waited too long. What has a class of its own is operational anyway."""
DRIVERS = frozenset(("psycopg", "pysqlite3", "sqlite3"))


def is_away(error: BaseException) -> bool:
    """:param error: of SQLAlchemy, of a driver, or something that came of either"""
    return any(_says_so(each) for each in _with_causes(error))


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, NoConnectionFree):
        return True
    if isinstance(error, DBAPIError):
        known = error.connection_invalidated or isinstance(error, OperationalError)
        return error.orig is not None and (_of_driver(error.orig, operational=known))
    if type(error).__module__.partition(".")[0] in DRIVERS:
        return _of_driver(error, operational=any(kind.__name__ == "OperationalError" for kind in type(error).__mro__))
    return False


def _of_driver(error: BaseException, *, operational: bool) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return operational or getattr(error, "sqlstate", None) in POSTGRESQL_AWAY
    if code & 0xFF == READ_ONLY and only_reads():
        return False  # we said ourselves that this request will not write
    return code & 0xFF in SQLITE_AWAY
