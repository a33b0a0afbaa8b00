"""Does the log of the embedded database stay small while somebody always reads?

    python -m assurance.faults.log_growth [--seconds 300] [--readers 4] [--each 5] [--writes 20]

Transactions that read, each some seconds long and overlapping, so that there is never a moment without one; beside
them so many writes a second, each of a page's size. Then one reader that stays to the end. With connections as the
product makes them.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from assurance.faults.standing import report
from engage.db import engine as database
from engage.db import log

MOST_MEGABYTES = 64.0
BYTES = 4000


@dataclass
class Written:
    """A database with a table, and how long the file beside it became."""

    file: Path
    stop: threading.Event = field(default_factory=threading.Event)
    longest: int = 0
    written: int = 0
    slowest: float = 0.0

    def __post_init__(self) -> None:
        url = f"sqlite:///{self.file}"
        self.engine = sa.create_engine(url, **database.engine_options(url), pool_size=20)
        database.configure(self.engine)
        with database.writing(), self.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE thing (id INTEGER PRIMARY KEY, words BLOB)")

    @property
    def size(self) -> int:
        return self.file.with_name(f"{self.file.name}-wal").stat().st_size

    def write(self) -> None:
        began = time.monotonic()
        with database.writing(), self.engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO thing (words) VALUES (?)", (os.urandom(BYTES),))
        self.written += 1
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.longest = max(self.longest, self.size)

    def read(self, seconds: float) -> None:
        with database.writing(False), self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM thing").all()
            self.stop.wait(seconds)

    def keep_reading(self, first: float, seconds: float) -> None:
        self.stop.wait(first)
        while not self.stop.is_set():
            self.read(seconds)

    def write_for(self, seconds: float, pace: float) -> None:
        over, due = time.monotonic() + seconds, time.monotonic()
        while time.monotonic() < over:
            self.write()
            due += 1 / pace
            time.sleep(max(0.0, due - time.monotonic()))

    def keep_short(self, over: threading.Event) -> None:
        """As the worker does."""
        while not over.wait(log.SECONDS_BETWEEN):
            log.shorten(self.engine)

    @contextmanager
    def always_read(self, readers: int, each: float) -> Iterator[None]:
        self.stop.clear()
        threads = [
            threading.Thread(target=self.keep_reading, args=(number * each / readers, each))
            for number in range(readers)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()


def megabytes(size: int) -> float:
    return round(size / 1e6, 1)


def run(file: Path, *, seconds: float, readers: int, each: float, writes: float) -> dict[str, Any]:
    one, over = Written(file), threading.Event()
    worker = threading.Thread(target=one.keep_short, args=(over,))
    worker.start()
    with one.always_read(readers, each):
        one.write_for(seconds, writes)
    overlapping, slowest = one.longest, one.slowest
    one.longest = 0
    with one.always_read(1, seconds):
        time.sleep(0.1)
        one.write_for(seconds / 2, writes)
    staying = one.longest
    one.write_for(log.SECONDS_BETWEEN + 2, writes)
    over.set()
    worker.join()
    return {
        "writes": one.written,
        "overlapping_readers_megabytes": megabytes(overlapping),
        "one_that_stays_megabytes": megabytes(staying),
        "afterwards_megabytes": megabytes(one.size),
        "slowest_write_ms": round(1000 * slowest),
    }


@click.command()
@click.option("--seconds", default=300.0, show_default=True)
@click.option("--readers", default=4, show_default=True)
@click.option("--each", default=5.0, show_default=True, help="Seconds of each reading.")
@click.option("--writes", default=20.0, show_default=True, help="A second.")
def main(seconds: float, readers: int, each: float, writes: float) -> None:
    """Write while somebody always reads."""
    with tempfile.TemporaryDirectory(prefix="engage-log-") as name:
        found = run(Path(name) / "engage.db", seconds=seconds, readers=readers, each=each, writes=writes)
    sizes = [value for name, value in found.items() if name.endswith("megabytes")]
    report({"seconds": seconds, **found, "kept": max(sizes) <= MOST_MEGABYTES})


if __name__ == "__main__":
    main()
