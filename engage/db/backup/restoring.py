"""Restoring a backup into an instance that holds nothing yet, on either database."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, create_engine, make_url

from engage.db import engine as database
from engage.db import migrate
from engage.db.backup.archive import BackupRefused, Manifest, Part, Reading, Step
from engage.db.backup.making import ROWS_AT_ONCE, VERSION_TABLE, quoted
from engage.db.backup.making import tables as tables_of
from engage.db.backup.values import IN, Sort, changer


def restore(source: Reading, url: str, *, step: Step) -> None:
    """Fill the database from a checked backup, and migrate it if the backup is older.

    An embedded database appears under its name when all is there. On PostgreSQL all rows come in one transaction.

    :raises BackupRefused: when the database holds something, or the backup is of a later release
    """
    revision = source.manifest.revision
    known = {each.revision for each in ScriptDirectory.from_config(migrate.config()).walk_revisions()}
    if revision not in known:
        raise BackupRefused(f"The backup was made by a later release (migration {revision}). Update Engage first.")
    with _empty(make_url(url)) as engine:
        migrate.upgrade(engine, revision)
        _check_columns(engine, source.manifest)
        if engine.dialect.name == "sqlite":
            _into_sqlite(engine, source, step)
        else:
            _into_postgresql(engine, source, step)
        migrate.upgrade(engine)


# -- an empty place


@contextmanager
def _empty(url: URL) -> Iterator[Engine]:
    """An engine on an empty database; what was begun is gone when the block fails."""
    if url.get_backend_name() == "sqlite":
        with _new_file(Path(url.database or "")) as path, _engine(url.set(database=str(path))) as engine:
            yield engine
        return
    with _engine(url) as engine:
        if sa.inspect(engine).get_table_names():
            raise BackupRefused("The database has tables already. A backup is restored into an empty one only.")
        try:
            yield engine
        except BaseException:
            migrate.downgrade(engine, "base")
            with engine.begin() as connection:
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {VERSION_TABLE}")
            raise


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    engine = create_engine(url, **database.engine_options(url.render_as_string(hide_password=False)))
    database.configure(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _new_file(final: Path) -> Iterator[Path]:
    if final.exists() and final.stat().st_size:
        raise BackupRefused(f"{final} is there already. A backup is restored into an empty instance only.")
    final.parent.mkdir(parents=True, exist_ok=True)
    path = final.with_name(f"{final.name}.restoring")
    beside = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    for each in beside:
        each.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        yield path
        with closing(database.sqlite_module().connect(str(path))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.rename(final)
    finally:
        for each in beside:
            each.unlink(missing_ok=True)


# -- rows


def _check_columns(engine: Engine, manifest: Manifest) -> None:
    with engine.connect() as connection:
        here = {table.name: {name for name, _ in table.columns} for table in tables_of(connection)}
    there = {name: {column for column, _ in part.columns} for name, part in manifest.tables.items()}
    if here != there:
        odd = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
        raise BackupRefused(f"The tables are not those of migration {manifest.revision}: {', '.join(odd[:5])}.")


def _batches(source: Reading, name: str, part: Part, dialect: str, step: Step) -> Iterator[list[list[Any]]]:
    change = changer(IN[dialect], [Sort(sort) for _, sort in part.columns])
    rows = source.lines(name)
    count = 0
    while some := [change(row) for row in islice(rows, ROWS_AT_ONCE)]:
        count += len(some)
        yield some
        step(len(some))
    if count != part.rows:
        raise BackupRefused(f"The backup has {count} rows of {name} and not {part.rows}.")


def _into_sqlite(engine: Engine, source: Reading, step: Step) -> None:
    """Foreign keys are looked at when all is there, in whatever order it came."""
    driver: Any = database.sqlite_module().connect(engine.url.database, isolation_level=None)
    with closing(driver):
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("BEGIN IMMEDIATE")
        for name, part in source.manifest.tables.items():
            driver.execute(f"DELETE FROM {quoted(name)}")  # noqa: S608 -- what migrations put there
            columns = ", ".join(quoted(column) for column, _ in part.columns)
            marks = ", ".join("?" * len(part.columns))
            statement = f"INSERT INTO {quoted(name)} ({columns}) VALUES ({marks})"  # noqa: S608
            for rows in _batches(source, name, part, "sqlite", step):
                driver.executemany(statement, rows)
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BackupRefused(f"Rows in the backup point nowhere: {broken[:3]}")
        driver.execute("COMMIT")


def _into_postgresql(engine: Engine, source: Reading, step: Step) -> None:
    """The same, by constraints that wait for the end of this transaction and for no other."""
    with engine.begin() as connection:
        execute: Callable[[str], Any] = connection.exec_driver_sql
        constraints = [
            (table, str(key["name"]))
            for table in source.manifest.tables
            for key in sa.inspect(connection).get_foreign_keys(table)
        ]
        for table, name in constraints:
            execute(f"ALTER TABLE {quoted(table)} ALTER CONSTRAINT {quoted(name)} DEFERRABLE INITIALLY DEFERRED")
        for table in source.manifest.tables:
            execute(f"DELETE FROM {quoted(table)}")  # noqa: S608 -- what migrations put there
        driver: Any = connection.connection.driver_connection
        for table, part in source.manifest.tables.items():
            columns = ", ".join(quoted(column) for column, _ in part.columns)
            with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(table)} ({columns}) FROM STDIN") as copy:
                for rows in _batches(source, table, part, "postgresql", step):
                    for row in rows:
                        copy.write_row(row)
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in constraints:
            execute(f"ALTER TABLE {quoted(table)} ALTER CONSTRAINT {quoted(name)} NOT DEFERRABLE")
        _set_numbers(connection, source.manifest)


def _set_numbers(connection: sa.Connection, manifest: Manifest) -> None:
    """Sequences go on after what was given."""
    for table, part in manifest.tables.items():
        for column in (name for name, sort in part.columns if sort == Sort.INTEGER):
            sequence = connection.execute(sa.select(sa.func.pg_get_serial_sequence(quoted(table), column))).scalar()
            if sequence:
                newest = connection.exec_driver_sql(f"SELECT max({quoted(column)}) FROM {quoted(table)}").scalar()  # noqa: S608
                following = max(part.numbers.get(column, 1), (newest or 0) + 1)
                connection.execute(sa.select(sa.func.setval(sequence, following, False)))
