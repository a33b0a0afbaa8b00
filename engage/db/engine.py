"""How connections are made and transactions begin.

SQLite: write-ahead log, every commit on disk before it is acknowledged, foreign keys on. A transaction that
will write takes the lock at its first statement (IMMEDIATE): one that reads first and writes later would fail
at once when another writer came in between, whatever the timeout. Readers begin DEFERRED and may not write.
"""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from engage.db.folding import fold, unescaped

BUSY_MILLISECONDS = 10_000
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


def begin_writing(session: Session) -> None:
    """End what was only read so far, and let what follows write.

    With SQLite one lock serves all writers: whoever reads and works first, and begins to write only then, holds it
    for less than a millisecond. What was read may have changed since: write only over what is still the same.
    PostgreSQL locks rows, and each statement sees what was committed before it: there the transaction goes on.
    """
    intend(Intent.WRITES)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver = _driver(connection)
        if driver.in_transaction:
            driver.rollback()  # below SQLAlchemy: a second transaction of its own costs as much as the write
        _on_begin(connection)


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of `create_engine` for this database."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "connect_args": {"timeout": BUSY_MILLISECONDS / 1000}}
    return {
        "pool_size": 8,
        "max_overflow": 8,
        "pool_pre_ping": True,
        "connect_args": {"prepare_threshold": None, "connect_timeout": 5},
    }


def configure(engine: Engine) -> None:
    """Install what `engine` needs; a no-op on PostgreSQL."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own
    connection.create_function("engage_fold", 1, fold, deterministic=True)
    connection.create_function("engage_unescaped", 1, unescaped, deterministic=True)
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    intent = _intent.get()
    driver = _driver(connection)
    may_write = intent is not Intent.READS
    if connection.info.get("may_write") is not may_write:
        driver.execute(f"PRAGMA query_only={'OFF' if may_write else 'ON'}")
        connection.info["may_write"] = may_write
    match intent:
        case Intent.WRITES:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # may find the database locked, and say so as SQLAlchemy does
        case Intent.READS:
            driver.execute("BEGIN")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
