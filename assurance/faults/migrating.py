"""A populated database goes down and up, also when it is killed half-way: every row is what it was.

    python -m assurance.faults.migrating [--database postgresql] [--responses 100000] [--kills 20] [--down-to 0016]

Compared is what both ends have: the tables and columns of the older schema, row by row, by a sum of hashes. While it
goes up somebody reads all the time, as the server of the older release would.
"""

import hashlib
import json
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from assurance.faults.standing import ENGAGE, engage, free_port, opened, report, settings
from benchmarks import postgres
from engage.core.ids import random_id

MOST_SECONDS = 60.0
"""For going up."""
ROWS_AT_ONCE = 5000
VERSION_TABLE = "alembic_version"
Hashes = dict[str, tuple[int, str]]
"""Rows and the sum of their hashes, by table."""
Columns = dict[str, list[str]]


def columns(connection: sa.Connection) -> Columns:
    inspector = sa.inspect(connection)
    return {
        name: sorted(column["name"] for column in inspector.get_columns(name))
        for name in inspector.get_table_names()
        if name != VERSION_TABLE
    }


def shared(one: Columns, other: Columns) -> Columns:
    """What both have."""
    return {
        name: kept
        for name in one.keys() & other.keys()
        if (kept := [column for column in one[name] if column in other[name]])
    }


def hashes(connection: sa.Connection, of: Columns) -> Hashes:
    """The same for the same rows, in whatever order they lie."""
    return {name: _hash(connection, name, names) for name, names in sorted(of.items())}


def _hash(connection: sa.Connection, table: str, names: list[str]) -> tuple[int, str]:
    found: sa.Result[Any] = connection.execution_options(stream_results=True).execute(
        sa.select(*(sa.column(name) for name in names)).select_from(sa.table(table))
    )
    rows = total = 0
    for row in found:
        rows += 1
        total += int.from_bytes(hashlib.sha256(repr(tuple(map(_plain, row))).encode()).digest())
    return rows, f"{total % (1 << 256):064x}"


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def grow(env: Mapping[str, str], count: int) -> None:
    """More responses, copies of those that are there, without receipts."""
    with opened(env) as connection:
        some = connection.execute(sa.text("SELECT * FROM response LIMIT 400")).mappings().all()
        names = ", ".join(f'"{name}"' for name in some[0])
        marks = ", ".join(f":{name}" for name in some[0])
        statement = sa.text(f"INSERT INTO response ({names}) VALUES ({marks})")
        copies = ({**_with_words(row), "id": random_id(), "receipt_hash": None} for row in islice(cycle(some), count))
        while batch := list(islice(copies, ROWS_AT_ONCE)):
            connection.execute(statement, batch)
        connection.commit()


def _with_words(row: sa.RowMapping) -> dict[str, Any]:
    """JSON as words, as both drivers take it."""
    return {name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in row.items()}


def at(env: Mapping[str, str]) -> str:
    with opened(env) as connection:
        return str(connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar())


def broken(env: Mapping[str, str]) -> int:
    """Rows that point nowhere, and pages that are damaged. PostgreSQL lets neither be written."""
    with opened(env) as connection:
        if connection.dialect.name != "sqlite":
            return 0
        damaged = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() != ["ok"]
        return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all()) + damaged


# -- somebody who reads


@dataclass
class Reader:
    """Reads the responses' table all the time; `while_reading` says how that went."""

    env: Mapping[str, str]
    reads: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0

    @contextmanager
    def reading(self) -> Iterator[None]:
        over = threading.Event()
        thread = threading.Thread(target=self._read, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _read(self, over: threading.Event) -> None:
        with opened(self.env) as connection:
            while not over.wait(0.02):
                began = time.monotonic()
                try:
                    connection.execute(sa.text("SELECT id, answers FROM response LIMIT 10")).all()
                    connection.rollback()
                except sa.exc.SQLAlchemyError as error:
                    connection.rollback()
                    self.failed[type(error).__name__] += 1
                self.reads += 1
                self.longest = max(self.longest, time.monotonic() - began)


# -- the story


@dataclass
class Story:
    """One instance; what is compared was taken when it was full and new."""

    env: Mapping[str, str]
    low: str
    chance: random.Random
    head: str = ""
    both: Columns = field(default_factory=dict)
    first: Hashes = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    stopped_at: Counter[str] = field(default_factory=Counter)
    kills = 0
    broken = 0

    def begin(self) -> None:
        self.head = at(self.env)
        with opened(self.env) as connection:
            newer, before = columns(connection), hashes(connection, columns(connection))
        self.go("downgrade", self.low)
        with opened(self.env) as connection:
            older = columns(connection)
            self.both = shared(newer, older)
            self.first = hashes(connection, self.both)
        whole = {name for name, names in self.both.items() if names == newer[name]}
        self.differing += sorted(name for name in whole if before[name] != self.first[name])

    def go(self, *arguments: str) -> float:
        began = time.monotonic()
        engage(self.env, "db", *arguments)
        return time.monotonic() - began

    def compare(self) -> None:
        with opened(self.env) as connection:
            now = hashes(connection, self.both)
        self.differing += sorted(name for name in self.first if now[name] != self.first[name])
        self.broken += broken(self.env)

    def killed(self, arguments: tuple[str, str], begins: float, ends: float) -> None:
        """Somewhere between these seconds of the command's life; then it is called again."""
        process = subprocess.Popen([*ENGAGE, "db", *arguments], env=dict(self.env), stdout=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(begins, ends))
        process.send_signal(signal.SIGKILL)
        self.kills += process.wait() == -signal.SIGKILL
        self.stopped_at[at(self.env)] += 1
        self.broken += broken(self.env)
        self.go(*arguments)
        self.compare()


def run(env: Mapping[str, str], *, low: str, kills: int, seed: int) -> dict[str, Any]:
    story, reader = Story(env, low, random.Random(seed)), Reader(env)
    story.begin()
    with reader.reading():
        up = story.go("upgrade")
    story.compare()
    started = story.go("current")
    down = story.go("downgrade", low)
    story.compare()
    story.go("upgrade")
    story.compare()
    for number in range(kills):
        if number % 2:
            story.killed(("upgrade", "head"), 0.7 * started, up)
        else:
            story.killed(("downgrade", low), 0.7 * started, down)
    if at(env) != story.head:
        story.go("upgrade")
    return {
        "from": low,
        "to": story.head,
        "tables": len(story.both),
        "rows": sum(rows for rows, _ in story.first.values()),
        "up_seconds": round(up, 1),
        "down_seconds": round(down, 1),
        "differing": sorted(set(story.differing)),
        "kills_half_way": story.kills,
        "stopped_at": dict(sorted(story.stopped_at.items())),
        "pointing_nowhere": story.broken,
        "reads_while_going_up": reader.reads,
        "reads_failed": sum(reader.failed.values()),
        "longest_read_seconds": round(reader.longest, 2),
    }


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--responses", default=100_000, show_default=True, help="Beside those of the demonstration.")
@click.option("--kills", default=20, show_default=True)
@click.option("--down-to", "low", default="0016", show_default=True)
@click.option("--seed", default=9, show_default=True)
def main(database: str, responses: int, kills: int, low: str, seed: int) -> None:
    """Migrate a populated database down and up, and kill it in between."""
    with tempfile.TemporaryDirectory(prefix="engage-migrating-") as name, ExitStack() as stack:
        folder = Path(name)
        url = ""
        if database == "postgresql":
            url = stack.enter_context(postgres.cluster(folder, port=free_port()))["engage"]
            url = url.replace("postgresql+psycopg://", "postgresql://")
        env = settings(folder / "data", database=url)
        engage(env, "db", "upgrade")
        engage(env, "demo", "load", "--json")
        grow(env, responses)
        found = run(env, low=low, kills=kills, seed=seed)
    found |= {"database": database, "responses": responses, "kills": kills}
    found["kept"] = not (found["differing"] or found["pointing_nowhere"] or found["reads_failed"]) and (
        found["up_seconds"] <= MOST_SECONDS and (found["kills_half_way"] > 0 or not kills)
    )
    report(found)


if __name__ == "__main__":
    main()
