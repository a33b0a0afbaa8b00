"""Writers of one SQLite database take turns: none is overtaken for long, and a turn is never kept by who has gone."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from engage.db import engine as database

WRITE = text("UPDATE counter SET n = n + 1")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 300)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    url = f"sqlite:///{tmp_path / 'turns.db'}"
    made = create_engine(url, **database.engine_options(url))
    database.configure(made)
    with database.writing(), made.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    return made


def written(engine: Engine) -> None:
    with database.writing(), engine.begin() as connection:
        connection.execute(WRITE)


def test_many_writers_all_come_to_write(engine: Engine):
    def ten_times() -> None:
        for _ in range(10):
            written(engine)

    threads = [threading.Thread(target=ten_times) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT n FROM counter")) == 80


@pytest.mark.usefixtures("hurried")
def test_who_waits_too_long_is_refused_and_the_next_can_write(engine: Engine):
    refused: list[Exception] = []

    def impatient() -> None:
        try:
            written(engine)
        except OperationalError as error:
            refused.append(error)

    with database.writing(), engine.begin() as connection:
        connection.execute(WRITE)
        other = threading.Thread(target=impatient)
        other.start()
        other.join()

    assert "locked" in str(refused[0])
    written(engine)


def test_another_process_that_writes_is_waited_for(engine: Engine):
    driver = database.sqlite_module().connect(engine.url.database, isolation_level=None, check_same_thread=False)
    driver.execute("BEGIN IMMEDIATE")
    threading.Timer(0.1, driver.execute, ["COMMIT"]).start()
    began = time.monotonic()

    written(engine)

    assert time.monotonic() - began >= 0.09


def test_a_connection_that_is_lost_gives_its_turn_back(engine: Engine):
    with database.writing(), engine.connect() as connection:
        connection.execute(WRITE)
        connection.invalidate()

    done = threading.Thread(target=written, args=[engine])
    done.start()
    done.join()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT n FROM counter")) == 1
