"""Making a backup while the instance runs: one state of the database, read beside those who write."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from engage.db import migrate
from engage.db.backup import archive
from engage.db.backup.archive import BackupRefused, Manifest, Part, Step
from engage.db.backup.values import OUT, Sort, changer, sort_of
from engage.db.engine import writing

VERSION_TABLE = "alembic_version"
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: list[tuple[str, Sort]]
    keys: list[str]


def make(
    engine: Engine,
    path: Path,
    about: Manifest,
    *,
    files: Callable[[], Iterable[tuple[str, Iterable[bytes]]]],
    step: Step,
    counted: Step = lambda _: None,
) -> Manifest:
    """Write the backup; its manifest.

    :param about: what is known before: when, by which release, which key
    :param files: name and content of what lies in the data directory, asked for after the database was read: a mail
        that the database calls sent is among them
    :param counted: told how many rows there are, before the first is read
    :raises BackupRefused: when the database is not migrated, or is damaged
    """
    revision = migrate.current(engine)
    if revision is None:
        raise BackupRefused("There is nothing to back up: the database has no tables. Run: engage db upgrade")
    with archive.new(path) as out, _one_state(engine) as connection:
        inside = tables(connection)
        counted(sum(_count(connection, table) for table in inside))
        found = replace(about, database=connection.dialect.name, revision=revision, tables={}, files={})
        for table in inside:
            found.tables[table.name] = _table(connection, table, out, step)
        for name, pieces in files():
            found.files[name] = Part(*out.add(f"{archive.FILES}{name}", pieces))
        out.say(found)
    return found


@contextmanager
def _one_state(engine: Engine) -> Iterator[Connection]:
    """Every statement inside sees the database as it was at the first, and nobody waits for it."""
    if engine.dialect.name == "sqlite":
        with writing(False), engine.connect() as connection:
            problems = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            if problems != ["ok"]:
                raise BackupRefused(f"The database is damaged, no backup was made: {problems[0]}")
            yield connection
        return
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def tables(connection: Connection) -> list[Table]:
    """Every table but the number of the migration, as the database has it: it may be older than the models."""
    inspector = sa.inspect(connection)
    return [
        Table(
            name,
            [(column["name"], sort_of(column["type"])) for column in inspector.get_columns(name)],
            list(inspector.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(inspector.get_table_names())
        if name != VERSION_TABLE
    ]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _count(connection: Connection, table: Table) -> int:
    statement = f"SELECT count(*) FROM {quoted(table.name)}"  # noqa: S608 -- names of our own tables
    return int(connection.exec_driver_sql(statement).scalar_one())


def _table(connection: Connection, table: Table, out: archive.Writing, step: Step) -> Part:
    count = 0
    change = changer(OUT[connection.dialect.name], [sort for _, sort in table.columns])

    def pieces() -> Iterator[bytes]:
        nonlocal count
        rows = _rows(connection, table)
        while some := list(islice(rows, ROWS_AT_ONCE)):
            count += len(some)
            lines = (json.dumps(change(row), ensure_ascii=False, separators=(",", ":")) for row in some)
            yield ("\n".join(lines) + "\n").encode()
            step(len(some))

    digest, size = out.add(f"{archive.TABLES}{table.name}.jsonl", pieces())
    columns = [[name, str(sort)] for name, sort in table.columns]
    return Part(digest, size, count, columns, _numbers(connection, table))


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    """As the driver gives them, in the order of their keys."""
    postgresql = connection.dialect.name == "postgresql"
    columns = ", ".join(
        f"{quoted(name)}::text" if postgresql and sort is Sort.JSON else quoted(name) for name, sort in table.columns
    )
    order = f" ORDER BY {', '.join(map(quoted, table.keys))}" if table.keys else ""
    statement = f"SELECT {columns} FROM {quoted(table.name)}{order}"  # noqa: S608 -- names of our own tables
    driver: Any = connection.connection.driver_connection
    if not postgresql:
        yield from driver.execute(statement)
        return
    with driver.cursor(name="backup") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(statement)
        yield from cursor


def _numbers(connection: Connection, table: Table) -> dict[str, int]:
    """What a sequence would give next: a number is not given twice, not even one whose row is gone."""
    if connection.dialect.name != "postgresql":
        return {}
    found = {}
    for name in (name for name, sort in table.columns if sort is Sort.INTEGER and name in table.keys):
        where = sa.select(sa.func.pg_get_serial_sequence(quoted(table.name), name))
        sequence = connection.execute(where).scalar()
        if sequence:
            last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608
            found[name] = last + called
    return found
