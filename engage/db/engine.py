"""How connections are made and transactions begin.

SQLite: write-ahead log, every commit on disk before it is acknowledged, foreign keys on. A transaction that
will write takes the lock at its first statement (IMMEDIATE): one that reads first and writes later would fail
at once when another writer came in between, whatever the timeout. Readers begin DEFERRED and may not write.
"""

import importlib
import select
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import partial
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from engage.db.folding import fold, unescaped
from engage.db.straight import Open, as_sqlalchemy
from engage.db.turns import Turns

T = TypeVar("T")

PAGES_BEFORE_CHECKPOINT = 4000
"""16 MB: pages that many writes change are copied into the database once, not every thousand pages."""
LOG_KEPT = 16_384_000
"""Bytes of the log's file that stay when it begins anew: what a long reading made of it goes back to the disk."""
BUSY_MILLISECONDS = 10_000
IDLE_SECONDS = 5.0
"""After which a server is asked whether it is still there."""
NOTICED = {"tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}
"""Milliseconds and seconds: a server whose machine is gone says nothing, and is given up after some 20 seconds."""
KEEPS_PREPARED = "prepare_threshold"
"""What an address says (`?prepare_threshold=5`) whose server keeps our straight statements prepared, from their first
use on. None does by itself: a pooler between (PgBouncer by transaction) hands each transaction another connection."""
SAFE_SQLITE = (3, 51, 3)
"""Earlier versions can lose committed writes in WAL mode (the WAL-reset defect)."""


class Intent(Enum):
    """What the transactions of a request or command are for."""

    READS = "reads"
    """Nothing is written; SQLite refuses it."""
    READS_FIRST = "reads first"
    """Each read stands alone, until `begin_writing`."""
    WRITES = "writes"


_intent: ContextVar[Intent] = ContextVar("intent", default=Intent.READS)


def sqlite_module() -> ModuleType:
    """`pysqlite3`, which carries a SQLite without the WAL-reset defect, else the standard module."""
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3


def sqlite_is_safe() -> bool:
    version = tuple(int(part) for part in sqlite_module().sqlite_version.split("."))
    return version >= SAFE_SQLITE or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


@contextmanager
def writing(on: bool = True) -> Iterator[None]:
    """What begins inside is a transaction that writes (or, with False, one that must not)."""
    token = _intent.set(Intent.WRITES if on else Intent.READS)
    try:
        yield
    finally:
        _intent.reset(token)


def intend(intent: Intent) -> None:
    """The same for a request, which has no block to stand in."""
    _intent.set(intent)


def only_reads() -> bool:
    """Whether what runs now has said that it will not write."""
    return _intent.get() is Intent.READS


def begin_writing(session: Session) -> None:
    """End what was only read so far, and let what follows write.

    With SQLite one lock serves all writers: whoever reads and works first, and begins to write only then, holds it
    for less than a millisecond. What was read may have changed since: write only over what is still the same.
    PostgreSQL locks rows, and each statement sees what was committed before it: there the transaction goes on.
    """
    intend(Intent.WRITES)
    was_begun = session.in_transaction()
    connection = session.connection()
    if was_begun and connection.dialect.name == "sqlite":  # else it has just begun, as one that writes
        driver = _driver(connection)
        if driver.in_transaction:
            driver.rollback()  # below SQLAlchemy: a second transaction of its own costs as much as the write
        _on_begin(connection)


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of `create_engine` for this database.

    The driver itself keeps no statement prepared: it forgets all of them, ours as well, whenever something is undone.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "connect_args": {"timeout": BUSY_MILLISECONDS / 1000}}
    return {
        "pool_size": 8,
        "max_overflow": 8,
        "connect_args": {
            "prepare_threshold": None,
            "connect_timeout": 5,
            **NOTICED,
        },
    }


def configure(engine: Engine) -> None:
    """Install what `engine` needs."""
    if engine.dialect.name == "sqlite":
        turns = Turns(BUSY_MILLISECONDS / 1000)
        event.listen(engine, "connect", partial(_on_connect, turns))
        event.listen(engine, "begin", _on_begin)
        event.listen(engine, "checkin", lambda _connection, record: turns.give_back(record.info))
        event.listen(engine, "invalidate", lambda _connection, record, _error: turns.give_back(record.info))
    else:
        event.listen(engine, "connect", partial(_on_connect_to_server, KEEPS_PREPARED in engine.url.query))
        engine.dialect.do_rollback = partial(_roll_back, engine.dialect.do_rollback)  # type: ignore[method-assign]
        event.listen(engine, "checkin", _on_checkin)
        event.listen(engine, "checkout", partial(_on_checkout, engine.dialect))


def _roll_back(usual: Callable[[Any], None], connection: Any) -> None:
    """What was begun on a connection that has ended is undone already: a request that only ends is no fault of it."""
    try:
        usual(connection)
    except Exception:
        if not connection.closed:
            raise


def _on_connect_to_server(prepares: bool, _connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["prepared"] = set() if prepares else None


def _on_checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["idle_since"] = time.monotonic()


def _on_checkout(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """The server may have gone since: it is asked after a while, and where there is word from it (it said goodbye).

    Asking each time, as SQLAlchemy's own way does, is one message more for every request.

    :raises InvalidatePoolError: it has gone; the pool connects anew
    """
    since = record.info.get("idle_since")
    if since is None or (time.monotonic() - since < IDLE_SECONDS and not _has_word(connection)):
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error


def _has_word(connection: Any) -> bool:
    """Whether something arrived that nobody asked for."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _on_connect(turns: Turns, connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["turns"] = turns
    connection.isolation_level = None  # the driver must not begin on its own
    connection.create_function("engage_fold", 1, fold, deterministic=True)
    connection.create_function("engage_unescaped", 1, unescaped, deterministic=True)
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA wal_autocheckpoint={PAGES_BEFORE_CHECKPOINT}")
    cursor.execute(f"PRAGMA journal_size_limit={LOG_KEPT}")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    _let_write(connection)
    match _intent.get():
        case Intent.WRITES:
            _in_turn(connection, lambda: _driver(connection).execute("BEGIN IMMEDIATE"))
        case Intent.READS:
            _driver(connection).execute("BEGIN")


def _let_write(connection: Open) -> None:
    may_write = not only_reads()
    if connection.info.get("may_write") is not may_write:
        _driver(connection).execute(f"PRAGMA query_only={'OFF' if may_write else 'ON'}")
        connection.info["may_write"] = may_write


def _in_turn(connection: Open, send: Callable[[], T]) -> T:
    """Send a statement that takes the lock of a SQLite database: locked for too long, it says so."""
    turns: Turns | None = connection.info.get("turns")
    error = connection.dialect.loaded_dbapi.Error
    try:
        return turns.write(_driver(connection), connection.info, error, send) if turns else send()
    except error as refused:
        raise as_sqlalchemy(refused, connection) from refused


def write_alone(connection: Open, send: Callable[[], T]) -> T:
    """Send a statement that writes, outside of any transaction: it is one of its own.

    :param send: gives it to the driver
    :raises sqlalchemy.exc.DBAPIError: nothing was written
    """
    if connection.dialect.name == "sqlite":
        _let_write(connection)
    return _in_turn(connection, send)


def _driver(connection: Open) -> Any:
    return connection.connection.driver_connection
