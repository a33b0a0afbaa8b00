"""PostgreSQL clusters that may be broken: restarted without warning, killed, followed by a standby, promoted.

Settings are those of a real server: everything is written to disk.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from assurance.faults.instance import free_port
from benchmarks.postgres import binaries

OWNER = "engage"


@dataclass
class Cluster:
    """A server on the loopback, with its folder."""

    folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/engage"

    def make(self) -> None:
        _as_postgres("initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def follow(self, other: "Cluster", name: str) -> None:
        """Become a copy of `other` that goes on from there as its standby."""
        source = f"host=127.0.0.1 port={other.port} user={OWNER} application_name={name}"
        _as_postgres("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "-d", source)

    def configure(self, *settings: str) -> None:
        with (self.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{setting}\n" for setting in settings)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        self._control("start", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        self._control("stop", "-m", mode)

    def promote(self) -> None:
        self._control("promote")

    def kill(self) -> None:
        """The whole server at once, with SIGKILL."""
        parent = int((self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        ran = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
        for process in (parent, *map(int, ran.stdout.split())):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        address = f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _control(self, *arguments: str) -> None:
        _as_postgres("pg_ctl", "-s", "-w", "-D", self.data, *arguments)


def _as_postgres(program: str, *arguments: str | Path) -> None:
    """Its programs refuse to run as root."""
    folder = (binaries() / "pg_ctl").resolve().parent  # on the PATH there may be links to some of them
    command: Sequence[str | Path] = [folder / program, *arguments]
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **user)  # type: ignore[call-overload]


@contextmanager
def cluster(*, create: bool = True) -> Iterator[Cluster]:
    """A new cluster with an empty database `engage`; one without anything to become a standby."""
    folder = Path(tempfile.mkdtemp(prefix="engage-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    found = Cluster(folder, free_port())
    try:
        if create:
            found.make()
            found.start()
            found.ask("CREATE DATABASE engage")
        yield found
    finally:
        if (found.data / "postmaster.pid").exists():
            with suppress(subprocess.CalledProcessError):  # killed already
                found.stop()
        shutil.rmtree(folder, ignore_errors=True)
