"""An instance of the product as an operator runs it, to be killed, stopped and started again."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assurance.faults.ledger import Key, Stood, Verdict, check
from assurance.faults.people import EVENT, SURVEY, stored
from engage.db.engine import sqlite_module

PATIENCE_SECONDS = 60.0
FILES = {
    "short.yaml": """
format: 1
name: short
source_language: en
title: Short
sections:
  - name: only
    title: Only
    items:
      - {name: word, type: text, label: A word}
""",
    "lobby.yaml": """
format: 1
slug: lobby
kind: dialogue
state: announced
source_language: en
title: Lobby
summary: Come and talk.
consent: I agree.
time_zone: Europe/Oslo
starts: 2051-05-09 10:00
ends: 2051-05-09 16:00
contact: {email: desk@example.org}
registration: {mode: first_come}
places: {seats: 1000000}
sites: [{key: here, name: Library, address: Storgata 1}]
""",
}

Command = Callable[[Mapping[str, str], Sequence[str]], str]
"""Settings and arguments of a command; what it prints."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Instance:
    """Data folder, settings, and its processes, each with a group of its own."""

    folder: Path
    database_url: str = ""
    """Empty: SQLite in the folder."""
    workers: int = 2
    command: Command | None = None
    """Runs `engage …` otherwise than as a process of its own."""
    port: int = field(default_factory=free_port)
    _groups: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
        ours.pop("PYTHONDONTWRITEBYTECODE", None)  # an installation is compiled once, not at every start
        self.environment = ours | {
            "ENGAGE_DATA_DIR": str(self.folder),
            "ENGAGE_DATABASE_URL": self.database_url,
            "ENGAGE_BASE_URL": self.address,
            "ENGAGE_SECRET_KEY": secrets.token_urlsafe(48),
            "ENGAGE_PROXY_HOPS": "1",  # people come from addresses of their own
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def file(self) -> Path:
        """The embedded database."""
        return self.folder / "engage.db"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def engage(self, *arguments: str) -> str:
        """What a command prints.

        :raises RuntimeError: it failed, with what it says
        """
        if self.command:
            return self.command(self.environment, arguments)
        command = [sys.executable, "-m", "engage", *arguments]
        ran = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if ran.returncode:
            raise RuntimeError(f"engage {' '.join(arguments)}: {ran.stdout.decode()}{ran.stderr.decode()}")
        return ran.stdout.decode()

    def prepare(self) -> None:
        """Migrated, with a survey in the field and an event that takes registrations."""
        self.engage("db", "upgrade")
        for name, text in FILES.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.engage("survey", "import", str(self.folder / "short.yaml"), "--slug", "short", "--publish")
        self.engage("event", "import", str(self.folder / "lobby.yaml"))

    def start(self) -> float:
        """Seconds until the first page of the survey is served."""
        began = time.monotonic()
        serve = ("serve", "--port", str(self.port), "--workers", str(self.workers))
        beside = [("worker",)] if self.database_url else []
        with self.log.open("ab") as out:
            self._groups = [
                subprocess.Popen(
                    [sys.executable, "-m", "engage", *arguments],
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                )
                for arguments in (serve, *beside)
            ]
        self.wait(SURVEY)
        return time.monotonic() - began

    def wait(self, path: str, status: int = 200) -> None:
        """Until a path is answered with a status.

        :raises RuntimeError: it never is
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self.runs:
            if self.status(path) == status:
                return
            time.sleep(0.01)
        raise RuntimeError(f"{path} is not answered: {self.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")

    @property
    def runs(self) -> bool:
        return bool(self._groups) and all(group.poll() is None for group in self._groups)

    def status(self, path: str) -> int:
        """Of an answer; 0: there is none."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=15) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def kill(self) -> None:
        """Everything at once, without a word: server, its processes and the worker."""
        for group in self._groups:
            try:
                os.killpg(group.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for group in self._groups:
            group.wait(20)

    def terminate(self) -> float:
        """As a service manager stops it; seconds until everything has ended."""
        began = time.monotonic()
        for group in self._groups:
            group.send_signal(signal.SIGTERM)
        for group in self._groups:
            group.wait(60)
        return time.monotonic() - began

    def read_back(self, stood: Stood, *, until: float | None = None) -> Verdict:
        """The ledger against the product's own exports."""
        return check(stood, self.everything(), until=until)

    def everything(self) -> list[tuple[Key, str]]:
        return stored(
            self.engage("survey", "export", "short", "--format", "json", "--responses"),
            self.engage("event", "export", "lobby", "--format", "json"),
        )

    def is_sound(self) -> bool:
        """What SQLite itself says of the file; True on PostgreSQL."""
        return bool(self.database_url) or _sound(self.file)

    def copy_is_sound(self, folder: Path, acknowledged: int) -> bool:
        """A copy of database and log as they lie there opens, is sound, and has what was acknowledged."""
        folder.mkdir(exist_ok=True)
        for suffix in ("", "-wal"):
            path = self.file.with_name(self.file.name + suffix)
            if path.exists():
                shutil.copy(path, folder / path.name)
        found = _sound(folder / self.file.name) and _count(folder / self.file.name) >= acknowledged
        shutil.rmtree(folder)
        return found


def _sound(path: Path) -> bool:
    connection = sqlite_module().connect(path)
    try:
        broken = [row for row in connection.execute("PRAGMA integrity_check") if row != ("ok",)]
        return not broken and not connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()


def _count(path: Path) -> int:
    connection = sqlite_module().connect(path)
    try:
        counted = "SELECT (SELECT count(*) FROM response) + (SELECT count(*) FROM registration)"
        return int(connection.execute(counted).fetchone()[0])
    finally:
        connection.close()


@contextmanager
def running(
    folder: Path, database_url: str = "", *, workers: int = 2, command: Command | None = None
) -> Iterator[Instance]:
    """A prepared, serving instance; nothing of it runs afterwards."""
    instance = Instance(folder, database_url, workers, command)
    try:
        instance.prepare()
        instance.start()
        instance.wait(f"{EVENT}/register")
        yield instance
    finally:
        instance.kill()


def document(figures: dict[str, Any], *, kept: bool) -> int:
    """Print what a step found; the program's exit code."""
    print(json.dumps(figures | {"kept": kept}, ensure_ascii=False))
    return 0 if kept else 1
