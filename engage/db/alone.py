"""Statements that stand alone: one to read a page, one to save it, each a transaction of its own; or a few in one.

A session costs 0.2 ms before it has read anything, and on PostgreSQL each transaction two messages more. What needs
one statement only borrows a connection from the pool, sends it and gives the connection back: a write is on disk when
it returns. Where the session is in a transaction already, the statement belongs to that.

    rows = alone.rows(session, _WITH_DRAFT, slug=slug, draft_id=draft_id)
    changed = alone.changed(session, _SAVE, as_read=before, …)
    with alone.transaction(engine) as connection:
        together(connection, _HOLD.call(…), _LOOK.call(…))
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Dialect, Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from engage.db.engine import write_alone
from engage.db.straight import Open, Rows, Straight, as_sqlalchemy


def rows(session: Session, statement: Straight, **given: Any) -> Rows:
    """What a statement that only reads answers."""
    if session.in_transaction():
        return statement.rows(session.connection(), **given)
    with _borrowed(session) as connection:
        return statement.rows(connection, **given)


def changed(session: Session, statement: Straight, **given: Any) -> int:
    """How many rows a statement that writes has changed. Outside of a transaction they are on disk when it returns.

    :raises sqlalchemy.exc.DBAPIError: nothing was changed
    """
    if session.in_transaction():
        return statement.changed(session.connection(), **given)
    with _borrowed(session) as connection:
        return write_alone(connection, lambda: statement.sent(connection, given))


@contextmanager
def transaction(engine: Engine) -> Iterator[Open]:
    """A transaction that writes, for statements that go straight to the driver: no session, no object of it.

    It is on disk when the block has ended, and undone where the block raises: the pool undoes what is not committed.

    :raises sqlalchemy.exc.DBAPIError: nothing was written
    """
    lent = _Lent(engine.dialect, engine.raw_connection())
    driver: Any = lent.connection.driver_connection
    try:
        if engine.dialect.name == "sqlite":  # PostgreSQL's begins with its first statement
            write_alone(lent, lambda: driver.execute("BEGIN IMMEDIATE"))
        yield lent
        try:
            driver.commit()
        except engine.dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy(error, lent) from error
    finally:
        lent.connection.close()


@dataclass(frozen=True, slots=True)
class _Lent:
    """A connection of the pool, as much of it as straight statements need."""

    dialect: Dialect
    connection: PoolProxiedConnection

    @property
    def info(self) -> dict[Any, Any]:
        return self.connection.info

    def invalidate(self, exception: BaseException | None = None, /) -> None:
        self.connection.invalidate(exception)


@dataclass(frozen=True, slots=True)
class _Borrowed(_Lent):
    """One on which each statement is a transaction of its own, until it is given back."""

    def __enter__(self) -> Self:
        self._stands_alone(True)
        return self

    def __exit__(self, *_: object) -> None:
        self._stands_alone(False)
        self.connection.close()

    def _stands_alone(self, on: bool) -> None:
        """So it always is with SQLite here (`isolation_level` None)."""
        driver: Any = self.connection.driver_connection
        if self.dialect.name != "sqlite" and driver is not None and not driver.closed:
            driver.autocommit = on


def _borrowed(session: Session) -> _Borrowed:
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    return _Borrowed(engine.dialect, engine.raw_connection())
