"""Statements that go straight to the driver: for the few ways on which many wait for each other.

SQLAlchemy makes a context, a result and its description for every statement: some 80 µs, where SQLite answers in 10.
Here a statement is compiled once for each kind of database, and what the columns' types do to values is kept beside
it: what is stored and read is the same, and so are the errors. On PostgreSQL several are one message
(`engage.db.one_go`; each sees what the ones before it did): a lock is not held while messages travel.

    _HOLD = Straight(update(...).returning(...))
    number, rows = together(session.connection(), _HOLD.call(held=1), _RULES.call(at=1))

The connection is in a transaction already; nothing is flushed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Dialect,
    Table,
    bindparam,
    false,
    insert,
    literal_column,
    null,
    true,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import TextualSelect

from engage.db.sent import Answer, Statement

Change = Callable[[Any], Any]
"""What a column's type does to a value on its way in or out."""
Rows = list[tuple[Any, ...]]


class Open(Protocol):
    """As much of a `sqlalchemy.Connection` as statements need that go straight to its driver."""

    @property
    def dialect(self) -> Dialect: ...

    @property
    def connection(self) -> Any:
        """With `driver_connection`."""

    @property
    def info(self) -> dict[Any, Any]: ...

    def invalidate(self, exception: BaseException | None = None, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A statement with values for its parameters."""

    statement: "Straight"
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    statement: Statement
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """Parameters in the order of their places."""
    changes: tuple[tuple[int, Change], ...]
    """By place: what is not given to the driver as it is."""
    fixed: Mapping[str, Any]
    """Values that stand in the statement itself."""
    names: tuple[str, ...]
    """Of the columns that it answers with; empty for a statement that answers nothing."""
    read: tuple[tuple[int, Change], ...]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        values = list(self.pick({**self.fixed, **given}))
        for at, change in self.changes:
            values[at] = change(values[at])
        return values


class Straight:
    """A statement of SQLAlchemy's Core, made once.

    :param raw: rows come as the driver gives them, and `read` says what they mean: where that is kept by the rows
    :param instead: what one kind of database is asked instead, with the same answer
    """

    def __init__(
        self, statement: ClauseElement, *, raw: bool = False, instead: Mapping[str, ClauseElement] | None = None
    ) -> None:
        self._statement = statement
        self._instead = instead or {}
        self._raw = raw
        self._compiled: dict[str, _Compiled] = {}

    def call(self, **given: Any) -> Call:
        return Call(self, given)

    def rows(self, connection: Open, **given: Any) -> Rows:
        """What it answers; nothing where it answers nothing."""
        return together(connection, Call(self, given))[0]

    def changed(self, connection: Open, **given: Any) -> int:
        """How many rows it changed.

        :raises sqlalchemy.exc.DBAPIError: none
        """
        error = connection.dialect.loaded_dbapi.Error
        try:
            return self.sent(connection, given)
        except error as refused:
            raise as_sqlalchemy(refused, connection) from refused

    def sent(self, connection: Open, given: Mapping[str, Any]) -> int:
        """The same; what the driver raises is raised."""
        return _send(connection, [Call(self, given)])[0].changed

    def read(self, kind: str, rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """What raw rows mean: values by the names of columns.

        :param kind: of the database that gave them (`dialect.name`)
        """
        compiled = self._compiled[kind]
        return [dict(zip(compiled.names, row, strict=True)) for row in _read(compiled.read, rows)]

    def on(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._instead.get(dialect.name, self._statement), dialect)
        return found

    def answer(self, dialect: Dialect, rows: Rows) -> Rows:
        return rows if self._raw else _read(self.on(dialect).read, rows)


def insert_straight(table: Table, always: Mapping[str, str | int | list[Any] | None]) -> Straight:
    """A new row.

    :param always: values that are the same each time: they stand in the statement itself, and are not sent with it
    """
    sent: dict[str, Any] = {column.key: bindparam(column.key) for column in table.columns}
    return Straight(insert(table).values(sent | {name: _written(value) for name, value in always.items()}))


def _written(value: str | int | list[Any] | None) -> ColumnElement[Any]:
    match value:
        case None:
            return null()
        case bool():
            return true() if value else false()
        case int():
            return literal_column(str(value))
        case str() if value.isalpha() or not value:
            return literal_column(f"'{value}'")
        case []:
            return literal_column("'[]'")
    raise ValueError(f"not written into a statement: {value!r}")


def together(connection: Open, *calls: Call, commit: bool = False) -> list[Rows]:
    """Send statements in this order; what each answers.

    :param commit: on PostgreSQL they are on disk when this returns, without one message more; elsewhere the transaction
        that goes on commits them
    :raises sqlalchemy.exc.DBAPIError: the first error there is; what came after it was not done
    """
    try:
        answers = _send(connection, calls, commit=commit)
    except connection.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy(error, connection) from error
    return [call.statement.answer(connection.dialect, one.rows) for call, one in zip(calls, answers, strict=True)]


def _send(connection: Open, calls: Sequence[Call], *, commit: bool = False) -> list[Answer]:
    """What the driver answers; what it raises is raised."""
    driver: Any = connection.connection.driver_connection
    wanted = []
    for call in calls:
        compiled = call.statement.on(connection.dialect)
        wanted.append((compiled.statement, compiled.values(call.given)))
    if connection.dialect.name == "sqlite":
        return [_one(driver, statement, values) for statement, values in wanted]
    from engage.db import one_go  # and the driver with it, where there is such a database

    return one_go.send(driver, connection.info.get("prepared"), wanted, commit=commit)


def _one(driver: Any, statement: Statement, values: Sequence[Any]) -> Answer:
    cursor = driver.execute(statement.sql, values)
    return Answer(cursor.fetchall() if cursor.description else [], cursor.rowcount)


def as_sqlalchemy(error: Exception, connection: Open) -> BaseException:
    """A driver's error as SQLAlchemy tells it; without values, which may be somebody's."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.driver_connection, None)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        "", None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )


def _read(changes: Sequence[tuple[int, Change]], rows: Sequence[tuple[Any, ...]]) -> Rows:
    if not changes:
        return list(rows)
    found = []
    for row in rows:
        values = list(row)
        for at, change in changes:
            values[at] = change(values[at])
        found.append(tuple(values))
    return found


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    by_number: Any = type(dialect)
    speaking = dialect if dialect.name == "sqlite" else by_number(paramstyle="numeric_dollar")
    compiled = statement.compile(dialect=speaking)
    columns = _columns(statement)
    parameters = {name: one for one, name in compiled.bind_names.items()}
    outwards = [(at, _change_out(column.type, dialect)) for at, column in enumerate(columns)]
    places = compiled.positiontup or []
    inwards = [(at, _change_in(parameters[name].type, dialect)) for at, name in enumerate(places)]
    return _Compiled(
        Statement(str(compiled)),
        _picking(places),
        tuple((at, change) for at, change in inwards if change),
        {name: one.value for name, one in parameters.items() if not one.required},
        tuple(column.key for column in columns),
        tuple((at, change) for at, change in outwards if change),
    )


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """`itemgetter` for any number of names."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _columns(statement: Any) -> Sequence[Any]:
    """What it answers with."""
    if isinstance(statement, TextualSelect):
        return statement.column_args
    return list(getattr(statement, "exported_columns", ()))


def _change_in(kind: Any, dialect: Dialect) -> Change | None:
    found: Change | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _change_out(kind: Any, dialect: Dialect) -> Change | None:
    found: Change | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found
