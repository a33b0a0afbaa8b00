"""Is every acknowledged response in a backup that was taken while people wrote?

    python -m benchmarks.backup_under_load [--database postgresql] [--clients 8] [--stored 20000]

A real server, clients that answer a short survey one after the other, `engage backup` in the middle of it, and
`engage restore` into an empty instance beside it. Exit 1 when a response is missing that was acknowledged before the
backup began.
"""

import itertools
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from benchmarks import postgres, servers
from benchmarks.respondents import Respondent, token
from engage.core.ids import random_id
from engage.core.settings import Settings
from engage.db.engine import engine_options
from engage.surveys.domain.secret import from_cookie, keys

PORT, DATABASE_PORT = 8394, 8393
SECONDS_BEFORE = 4.0
"""What the clients do without a backup, to compare with."""
SURVEY = "/en/surveys/short"
INSTRUMENT = """
format: 1
name: short
source_language: en
title: Short
sections:
  - name: only
    title: Only
    items:
      - {name: word, type: text, label: A word}
"""


@dataclass
class Client:
    """Answers again and again, and writes down each receipt with the moment it was told."""

    address: str
    stop: threading.Event
    told: list[tuple[float, bytes]] = field(default_factory=list)
    took: list[tuple[float, float]] = field(default_factory=list)
    """(when, seconds) of each last page."""

    def run(self) -> None:
        while not self.stop.is_set():
            self._answer()

    def _answer(self) -> None:
        one = Respondent(self.address)
        page = one.get(one.post(SURVEY, "_action=start"))
        review = one.get(one.post(f"{SURVEY}/only", f"_csrf={token(page)}&word=yes"))
        began = time.monotonic()
        done = one.post(f"{SURVEY}/review", f"_csrf={token(review)}&_action=submit")
        now = time.monotonic()
        if done.endswith("/done"):
            self.told.append((now, keys(from_cookie(one.cookies["s-short"])).receipt_hash))
            self.took.append((now, now - began))


@click.command()
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--clients", default=8, show_default=True)
@click.option("--stored", default=20_000, show_default=True, help="Responses that are there before.")
@click.option("--json", "as_json", is_flag=True)
def main(database: str, clients: int, stored: int, as_json: bool) -> None:
    """Take a backup under load and restore it elsewhere."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    with tempfile.TemporaryDirectory(prefix="engage-backup-") as folder, ExitStack() as stack:
        here, there = (Path(folder) / name for name in ("here", "there"))
        here.mkdir()
        urls = {"engage": "", "bare": ""}
        if database == "postgresql":
            urls = stack.enter_context(postgres.cluster(Path(folder), port=DATABASE_PORT))
        env = servers.settings(here, port=PORT, database=urls["engage"])
        server = stack.enter_context(servers.engage(here, env, port=PORT))
        _prepare(here, env, stored)
        told, took, taken = _under_load(server.address, clients, Path(folder) / "b.zip", env)
        elsewhere = env | {"ENGAGE_DATA_DIR": str(there), "ENGAGE_DATABASE_URL": urls["bare"]}
        began = time.monotonic()
        _engage(elsewhere, "restore", str(Path(folder) / "b.zip"))
        restored_in = time.monotonic() - began
        found = _figures(told, took, taken, _receipts(elsewhere), Path(folder) / "b.zip")
    found |= {"database": database, "clients": clients, "restore_seconds": round(restored_in, 1)}
    if as_json:
        json.dump(found, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for name, value in found.items():
            click.echo(f"{name.replace('_', ' '):40} {value}")
    sys.exit(1 if found["missing"] else 0)


def _engage(env: Mapping[str, str], *arguments: str) -> str:
    command = [str(servers.BIN / "engage"), *arguments]
    done = subprocess.run(command, env=dict(env), check=True, capture_output=True, text=True)
    return done.stdout


def _prepare(here: Path, env: Mapping[str, str], stored: int) -> None:
    (here / "short.yaml").write_text(INSTRUMENT, encoding="utf-8")
    _engage(env, "survey", "import", str(here / "short.yaml"), "--slug", "short", "--publish")
    with _opened(env) as connection:
        one = connection.execute(sa.text("SELECT * FROM response")).mappings().all()
        columns = ", ".join(one[0])
        marks = ", ".join(f":{name}" for name in one[0])
        copies = [
            {**row, "id": random_id(), "receipt_hash": None, "answers": _words(row["answers"])}
            for row in itertools.islice(itertools.cycle(one), stored)
        ]
        connection.execute(sa.text(f"INSERT INTO response ({columns}) VALUES ({marks})"), copies)
        connection.commit()


def _words(answers: object) -> str:
    return answers if isinstance(answers, str) else json.dumps(answers)


@contextmanager
def _opened(env: Mapping[str, str]) -> Iterator[sa.Connection]:
    url = Settings(data_dir=Path(env["ENGAGE_DATA_DIR"]), database_url=env["ENGAGE_DATABASE_URL"]).sqlalchemy_url
    engine = sa.create_engine(url, **engine_options(url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@dataclass(frozen=True, slots=True)
class Taken:
    began: float
    ended: float
    manifest: dict[str, Any]


def _under_load(
    address: str, count: int, path: Path, env: Mapping[str, str]
) -> tuple[list[tuple[float, bytes]], list[tuple[float, float]], Taken]:
    stop = threading.Event()
    clients = [Client(address, stop) for _ in range(count)]
    threads = [threading.Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS_BEFORE)
    began = time.monotonic()
    manifest = json.loads(_engage(env, "backup", str(path), "--json"))
    ended = time.monotonic()
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join(60)
    return (
        [told for client in clients for told in client.told],
        [took for client in clients for took in client.took],
        Taken(began, ended, manifest),
    )


def _receipts(env: Mapping[str, str]) -> set[bytes]:
    with _opened(env) as connection:
        rows = connection.execute(sa.text("SELECT receipt_hash FROM response WHERE receipt_hash IS NOT NULL"))
        return {bytes(row[0]) for row in rows}


def _figures(
    told: list[tuple[float, bytes]],
    took: list[tuple[float, float]],
    taken: Taken,
    restored: set[bytes],
    path: Path,
) -> dict[str, Any]:
    before = {receipt for moment, receipt in told if moment <= taken.began}
    during = {receipt for moment, receipt in told if taken.began < moment <= taken.ended}
    quiet = [seconds for moment, seconds in took if moment <= taken.began]
    busy = [seconds for moment, seconds in took if taken.began < moment <= taken.ended]
    return {
        "acknowledged_before_it_began": len(before),
        "missing": len(before - restored),
        "acknowledged_while_it_was_taken": len(during),
        "of_these_in_it": len(during & restored),
        "rows": sum(part["rows"] for part in taken.manifest["tables"].values()),
        "backup_seconds": round(taken.ended - taken.began, 1),
        "backup_megabytes": round(path.stat().st_size / 1e6, 1),
        "submits_a_second_without": round(len(quiet) / SECONDS_BEFORE, 1),
        "submits_a_second_while": round(len(busy) / (taken.ended - taken.began), 1),
        "slowest_submit_without_ms": round(1000 * max(quiet, default=0)),
        "slowest_submit_while_ms": round(1000 * max(busy, default=0)),
    }


if __name__ == "__main__":
    main()
