"""The log of the embedded database: cut when it is too long, and never while somebody reads what stands in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from engage.db import engine as database
from engage.db import log
from engage.db.session import db
from engage.jobs.work import watched
from tests.support.databases import ON_SQLITE, transaction

ROWS = text(
    "INSERT INTO thing WITH RECURSIVE n (i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 100) "
    "SELECT randomblob(4000) FROM n"
)
SHORT = 100_000


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(log, "LONGEST", SHORT)
    monkeypatch.setattr(log, "WAIT_MILLISECONDS", 50)
    url = f"sqlite:///{tmp_path / 'a.db'}"
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), engine.begin() as connection:
        connection.execute(text("CREATE TABLE thing (words BLOB)"))
    yield engine
    engine.dispose()


def write(engine: Engine) -> None:
    with database.writing(), engine.begin() as connection:
        connection.execute(ROWS)


def test_a_log_that_is_too_long_is_cut_and_what_stood_in_it_is_in_the_database(engine: Engine):
    write(engine)
    before = log.length(engine)

    assert log.shorten(engine)

    assert (before > SHORT, log.length(engine)) == (True, 0)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM thing")) == 100
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == database.BUSY_MILLISECONDS


def test_who_reads_is_not_disturbed_and_the_log_is_cut_afterwards(engine: Engine):
    with engine.connect() as reader:
        first = reader.scalar(text("SELECT count(*) FROM thing"))
        write(engine)
        cut = log.shorten(engine)
        again = reader.scalar(text("SELECT count(*) FROM thing"))
        long = log.length(engine)

    assert (cut, first, again) == (False, 0, 0)
    assert long > SHORT
    assert log.shorten(engine)
    assert log.length(engine) == 0


def test_a_short_log_is_left_alone(engine: Engine):
    before = log.length(engine)

    assert log.shorten(engine)
    assert log.length(engine) == before > 0


@ON_SQLITE
def test_the_worker_looks_after_the_log(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(log, "LONGEST", 1000)
    with transaction(app) as session:
        session.execute(text("CREATE TABLE thing (words BLOB)"))
    with app.app_context():
        before = log.length(db.engine)

    for watch in watched(app):
        if watch.name == "log":
            watch.look(app, None)  # type: ignore[arg-type]

    with app.app_context():
        assert (before > 1000, log.length(db.engine)) == (True, 0)
