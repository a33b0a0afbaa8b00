"""A PostgreSQL server of our own, for as long as the tests run."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

TEMPLATE = "engage_template"
LONGEST_START = 30
FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("autovacuum=off", "max_wal_size=128MB", "shared_buffers=32MB", "max_connections=80"),
)
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 1024**3
"""Bytes. A server of the tests takes about 0.1 GB; a database is made there in a tenth of the time."""
COPIES_FILES = 15_00_00
"""Version since which PostgreSQL can make a database by copying files, the cheapest way for one that nobody uses."""


def programs() -> Path:
    """Where `initdb` and `postgres` are. Skips where they are missing; in CI that is a failure."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb:
        return Path(initdb).resolve().parent
    reason = "PostgreSQL is not installed here: neither /usr/lib/postgresql nor the path has initdb"
    if os.environ.get("ENGAGE_TEST_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Cluster:
    """A running server; databases are copies of one migrated template."""

    folder: Path
    admin: psycopg.Connection[Any]
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        how = " STRATEGY file_copy" if self.admin.info.server_version >= COPIES_FILES else ""
        self.admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{how}')  # type: ignore[call-overload]
        return self.url(name)

    def drop(self, name: str) -> None:
        self.admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a fresh copy of the template, gone afterwards."""
        name = f"test_{next(self.numbers)}"
        url = self.create(name, template)
        try:
            yield url
        finally:
            self.drop(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a server on a socket in a folder of its own, and end it. It refuses root, so root becomes another user."""
    bin_ = programs()
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY and os.access(MEMORY, os.W_OK)
    folder = Path(tempfile.mkdtemp(prefix="engage-pg-", dir=MEMORY if in_memory else None))
    user = _other_user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    options: dict[str, Any] = {"user": user, "extra_groups": []} if user else {}
    options |= {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    data = folder / "data"
    initdb = [
        bin_ / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    try:
        subprocess.run(initdb, check=True, **options)
        arguments = [argument for setting in FAST for argument in ("-c", setting)]
        server = subprocess.Popen(
            [bin_ / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *arguments], **options
        )
        try:
            with _connect(folder, server) as admin:
                yield Cluster(folder, admin)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _connect(folder: Path, server: subprocess.Popen[bytes]) -> psycopg.Connection[Any]:
    end = time.monotonic() + LONGEST_START
    while True:
        try:
            return psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)
