"""Statements that stand alone: one to read a page, one to save it, each a transaction of its own.

A session costs 0.2 ms before it has read anything, and on PostgreSQL each transaction two messages more. What needs
one statement only borrows a connection from the pool, sends it and gives the connection back: a write is on disk when
it returns. Where the session is in a transaction already, the statement belongs to that.

    rows = alone.rows(session, _WITH_DRAFT, slug=slug, draft_id=draft_id)
    changed = alone.changed(session, _SAVE, as_read=before, …)
"""

from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Dialect, Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from engage.db.engine import write_alone
from engage.db.straight import Rows, Straight


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


@dataclass(frozen=True, slots=True)
class _Borrowed:
    """A connection of the pool on which each statement is a transaction of its own, until it is given back."""

    dialect: Dialect
    connection: PoolProxiedConnection

    @property
    def info(self) -> dict[Any, Any]:
        return self.connection.info

    def invalidate(self, exception: BaseException | None = None, /) -> None:
        self.connection.invalidate(exception)

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
