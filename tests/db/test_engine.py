"""SQLite: every commit on disk, writers wait their turn, readers cannot write."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.db import engine as database
from tests.support import postgres


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY, n INTEGER)"))
        connection.execute(text("CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent (id))"))
        connection.execute(text("INSERT INTO parent VALUES (1, 0)"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        pytest.param("journal_mode", "wal", id="a log is written ahead"),
        pytest.param("synchronous", 2, id="every commit is on disk before it is acknowledged"),
        pytest.param("foreign_keys", 1, id="foreign keys hold"),
        pytest.param("secure_delete", 1, id="what is deleted is overwritten"),
        pytest.param("busy_timeout", 10_000, id="writers wait their turn"),
        pytest.param("journal_size_limit", 16_384_000, id="a long log is given back to the disk"),
    ],
)
def test_every_connection_is_set_up_for_safety(engine: Engine, pragma: str, expected: object):
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected


def test_what_reads_cannot_write(engine: Engine):
    with database.writing(False), engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("UPDATE parent SET n = 1"))


def test_one_connection_may_write_after_it_has_read(engine: Engine):
    with database.writing(False), engine.connect() as connection:
        connection.execute(text("SELECT * FROM parent")).all()
    with database.writing(), engine.begin() as connection:
        connection.execute(text("UPDATE parent SET n = 5"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM parent")).scalar() == 5


def test_who_reads_and_then_writes_loses_nothing_to_another(engine: Engine):
    """Eight at once read a number and write one more: without the lock at the first statement they would fail."""
    failures: list[BaseException] = []

    def one_more() -> None:
        try:
            for _ in range(5):
                with database.writing(), engine.begin() as connection:
                    number = connection.execute(text("SELECT n FROM parent")).scalar_one()
                    connection.execute(text("UPDATE parent SET n = :n"), {"n": number + 1})
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=one_more) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM parent")).scalar() == 40


def test_a_child_needs_its_parent(engine: Engine):
    with database.writing(), engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO child VALUES (1, 99)"))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        pytest.param("3.44.5", False),
        pytest.param("3.44.6", True),
        pytest.param("3.45.0", False),
        pytest.param("3.50.7", True),
        pytest.param("3.51.2", False),
        pytest.param("3.51.3", True),
        pytest.param("3.52.0", True),
    ],
)
def test_versions_that_can_lose_commits_are_known(monkeypatch: pytest.MonkeyPatch, version: str, safe: bool):
    class Module:
        sqlite_version = version

    monkeypatch.setattr(database, "sqlite_module", lambda: Module)

    assert database.sqlite_is_safe() is safe


@pytest.fixture
def pooled(postgres_cluster: postgres.Cluster) -> Iterator[Engine]:
    with postgres_cluster.database(postgres.TEMPLATE) as url:
        address = Settings(database_url=url).sqlalchemy_url
        engine = create_engine(address, **database.engine_options(address))
        database.configure(engine)
        yield engine
        engine.dispose()


PROCESS = text("SELECT pg_backend_pid()")


@pytest.mark.postgres
def test_a_connection_that_the_server_closed_is_replaced_before_it_is_used(pooled: Engine):
    with pooled.connect() as other:
        with pooled.connect() as connection:
            process = connection.scalar(PROCESS)
        other.execute(text("SELECT pg_terminate_backend(:process, 10000)"), {"process": process})

        with pooled.connect() as connection:
            assert connection.scalar(PROCESS) != process


@pytest.mark.postgres
def test_what_was_begun_on_a_connection_that_has_ended_ends_quietly(pooled: Engine):
    """A request that has its answer already gets it."""
    with pooled.connect() as other, Session(pooled) as session:
        process = session.scalar(PROCESS)
        other.execute(text("SELECT pg_terminate_backend(:process, 10000)"), {"process": process})

    with pooled.connect() as connection:
        assert connection.scalar(PROCESS) != process


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("seconds", "asked"), [pytest.param(60.0, 0, id="used just now"), pytest.param(0.0, 1, id="used a while ago")]
)
def test_a_server_is_asked_whether_it_is_there_only_when_a_connection_lay_idle(
    pooled: Engine, monkeypatch: pytest.MonkeyPatch, seconds: float, asked: int
):
    pings: list[object] = []
    monkeypatch.setattr(pooled.dialect, "do_ping", pings.append)
    monkeypatch.setattr(database, "IDLE_SECONDS", seconds)
    for _ in range(2):
        with pooled.connect() as connection:
            connection.scalar(PROCESS)

    assert len(pings) == asked
