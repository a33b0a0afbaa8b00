"""A populated database goes down and up with every row as it was, also when it is killed in between."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from assurance.faults.migrating import Columns, columns, hashes, shared
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from tests.db.test_migrations import populate

LOW, ONE_DOWN = "0016", "0017"
DYING = f"""
import os, signal, sys
from sqlalchemy import create_engine, event
from engage.db import engine as database, migrate

url, left = sys.argv[1], int(sys.argv[2])
engine = create_engine(url, **database.engine_options(url))
database.configure(engine)

@event.listens_for(engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

migrate.downgrade(engine, "{ONE_DOWN}")
"""
"""Goes one migration down, and dies before its so-manieth statement."""


def opened(url: str) -> Engine:
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    return engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = opened(Settings(database_url=database_url).sqlalchemy_url)
    populate(made)
    yield made
    made.dispose()


def of(engine: Engine) -> Columns:
    with engine.connect() as connection:
        return columns(connection)


def test_rows_are_what_they_were_after_going_down_and_up(engine: Engine):
    newer = of(engine)
    migrate.downgrade(engine, LOW)
    both = shared(newer, of(engine))
    with engine.connect() as connection:
        below = hashes(connection, both)

    migrate.upgrade(engine)
    with engine.connect() as connection:
        above = hashes(connection, both)

    assert above == below
    assert len(below) > 50
    assert all(rows for rows, _ in below.values())


def test_a_migration_that_is_killed_leaves_the_older_state_and_is_gone_on_with(sqlite_template: Path, tmp_path: Path):
    shutil.copy(sqlite_template, tmp_path / "engage.db")
    url = f"sqlite:///{tmp_path / 'engage.db'}"
    engine = opened(url)
    populate(engine)
    newer = of(engine)
    with engine.connect() as connection:
        before = hashes(connection, newer)
    engine.dispose()

    ended = subprocess.run([sys.executable, "-c", DYING, url, "20"], capture_output=True, text=True, check=False)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    engine = opened(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert hashes(connection, newer) == before
    assert migrate.current(engine) == migrate.head()
    migrate.downgrade(engine, ONE_DOWN)
    same = {name: names for name, names in of(engine).items() if names == newer[name]}
    with engine.connect() as connection:
        assert hashes(connection, same) == {name: before[name] for name in same}
    engine.dispose()
