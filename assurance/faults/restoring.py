"""Backups while people answer, restored elsewhere and compared by content.

    python -m assurance.faults.restoring [--database postgresql] [--backups 3] [--clients 8]

Acknowledged before a backup began ⊆ restored ⊆ attempted. The last backup is made when nobody writes: every row of
every table that is restored from it must be the row that it was.
"""

import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from assurance.faults.migrating import Columns, Hashes, columns, grow, hashes
from assurance.faults.standing import (
    People,
    engage,
    free_port,
    is_whole,
    opened,
    prepare,
    receipts,
    report,
    server,
    settings,
)
from benchmarks import postgres

TRAIL = "audit_entry"
"""Making a backup and restoring one are written down in it."""


@dataclass
class Copies:
    """Backups and what was in them."""

    env: Mapping[str, str]
    folder: Path
    databases: list[str]
    """An empty one for each, where the database is not a file."""
    missing: int = 0
    restored: list[set[bytes]] = field(default_factory=list)
    backup_seconds: list[float] = field(default_factory=list)
    restore_seconds: list[float] = field(default_factory=list)
    unsound: int = 0

    def take(self, acknowledged: set[bytes]) -> dict[str, str]:
        """A backup and an instance made of it; its environment."""
        number = len(self.restored)
        file = self.folder / f"{number}.zip"
        began = time.monotonic()
        engage(self.env, "backup", str(file))
        self.backup_seconds.append(time.monotonic() - began)
        url = self.databases[number] if self.databases else ""
        there = {**self.env, "ENGAGE_DATA_DIR": str(self.folder / f"there-{number}"), "ENGAGE_DATABASE_URL": url}
        began = time.monotonic()
        engage(there, "restore", str(file))
        self.restore_seconds.append(time.monotonic() - began)
        found = set(receipts(there))
        self.missing += len(acknowledged - found)
        self.restored.append(found)
        self.unsound += not url and not is_whole(there)
        return there


def content(env: Mapping[str, str]) -> tuple[Columns, Hashes]:
    with opened(env) as connection:
        of = columns(connection)
        return of, hashes(connection, of)


def run(env: Mapping[str, str], folder: Path, databases: list[str], people: People, *, backups: int) -> dict[str, Any]:
    """:param people: among what they attempted is what is there already"""
    copies = Copies(env, folder, databases)
    with server(env, folder / "serve.log"):
        with people.answering():
            for _ in range(backups):
                time.sleep(2)
                copies.take(set(people.acknowledged))
        while_written = sum(map(len, copies.restored))
    before = content(env)
    after = content(copies.take(set(people.acknowledged)))
    differing = [name for name in before[1] if after[1].get(name) != before[1][name] and name != TRAIL]
    found = people.compared(receipts(env))
    return {
        "backups_while_people_answer": backups,
        "acknowledged": found["acknowledged"],
        "restored_while_people_answer": while_written,
        "missing": copies.missing,
        "invented": len(set().union(*copies.restored) - people.attempted),
        "tables_compared": len(before[1]),
        "rows_compared": sum(rows for rows, _ in before[1].values()),
        "differing": differing,
        "unsound": copies.unsound,
        "slowest_backup_seconds": round(max(copies.backup_seconds), 1),
        "slowest_restore_seconds": round(max(copies.restore_seconds), 1),
        "otherwise": dict(people.refused),
        "kept": before[0] == after[0]
        and found["acknowledged"] > 0
        and not any((copies.missing, differing, copies.unsound, people.refused, found["lost"], found["doubled"]))
        and set().union(*copies.restored) <= people.attempted,
    }


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--backups", default=3, show_default=True)
@click.option("--clients", default=8, show_default=True)
@click.option("--stored", default=20_000, show_default=True, help="Responses that are there before.")
def main(database: str, backups: int, clients: int, stored: int) -> None:
    """Take backups under people who answer, and restore each."""
    with tempfile.TemporaryDirectory(prefix="engage-restoring-") as name, ExitStack() as stack:
        folder, databases = Path(name), []
        url = ""
        if database == "postgresql":
            more = [f"there{number}" for number in range(backups + 1)]
            urls = stack.enter_context(postgres.cluster(folder, port=free_port(), names=("engage", *more)))
            url, *databases = (one.replace("postgresql+psycopg://", "postgresql://") for one in urls.values())
        env = settings(folder / "data", database=url, port=free_port())
        prepare(env, folder)
        people = People(env["ENGAGE_BASE_URL"], clients)
        with server(env, folder / "first.log"):
            people.answer()
        grow(env, stored)
        found = run(env, folder, databases, people, backups=backups)
    report({"database": database, "stored_before": stored, **found})


if __name__ == "__main__":
    main()
