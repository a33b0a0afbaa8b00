"""A server of its own in a folder of its own, with a short survey in the field, and people who answer it.

Each person writes down what they sent and what they were told: at the end acknowledged ⊆ stored ⊆ attempted holds.
"""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from benchmarks.respondents import Respondent, token
from engage.core.settings import Settings
from engage.db.engine import engine_options
from engage.surveys.domain.secret import from_cookie, keys

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
ENGAGE = (sys.executable, "-m", "engage")
SECONDS_TO_START, SECONDS_TO_STOP = 90, 30
LOST = (OSError, http.client.HTTPException)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def settings(data: Path, *, database: str = "", port: int = 0) -> dict[str, str]:
    """The environment of an instance; nothing of the caller's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    return kept | {
        "ENGAGE_DATA_DIR": str(data),
        "ENGAGE_DATABASE_URL": database,
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ENGAGE_SECRET_KEY": secrets.token_urlsafe(48),
    }


def engage(env: Mapping[str, str], *arguments: str) -> str:
    """What the command prints; its refusal ends the proof."""
    done = subprocess.run([*ENGAGE, *arguments], env=dict(env), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"engage {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def prepare(env: Mapping[str, str], folder: Path) -> None:
    """Tables, and the short survey in the field."""
    engage(env, "db", "upgrade")
    file = folder / "short.yaml"
    file.write_text(INSTRUMENT, encoding="utf-8")
    engage(env, "survey", "import", str(file), "--slug", "short", "--publish")


@contextmanager
def server(env: Mapping[str, str], log: Path, *, workers: int = 1) -> Iterator["subprocess.Popen[bytes]"]:
    """`engage serve`, stopped as an operator stops it."""
    address = env["ENGAGE_BASE_URL"]
    command = [*ENGAGE, "serve", "--port", address.rsplit(":", 1)[1], "--workers", str(workers)]
    with log.open("ab") as out:
        process = subprocess.Popen(command, env=dict(env), stdout=out, stderr=out, start_new_session=True)
    try:
        _until_it_answers(process, address, log)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _until_it_answers(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server does not answer:\n{log.read_text(encoding='utf-8')[-2000:]}")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str
    text: str


def ask(url: str, form: Mapping[str, str] | None = None, cookie: str = "") -> Answer:
    """One request as it comes; redirects are not followed.

    :raises OSError: nobody answers
    """
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    if form is not None:
        request.data = "&".join(f"{name}={value}" for name, value in form.items()).encode()
    try:
        with _opener.open(request, timeout=30) as answer:
            return Answer(answer.status, answer.headers.get("Retry-After", ""), answer.read().decode())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers.get("Retry-After", ""), error.read().decode())


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


@dataclass
class People:
    """Answer one after the other, each as somebody new, until they are told to stop."""

    address: str
    count: int
    stop: threading.Event = field(default_factory=threading.Event)
    attempted: set[bytes] = field(default_factory=set)
    acknowledged: list[bytes] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    """What else they were told, by its words."""

    @contextmanager
    def answering(self) -> Iterator["People"]:
        threads = [threading.Thread(target=self._keep_answering) for _ in range(self.count)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(60)

    def _keep_answering(self) -> None:
        while not self.stop.is_set():
            try:
                self.answer()
            except (RuntimeError, *LOST) as error:
                self.refused[str(error).rpartition(": ")[2] if isinstance(error, RuntimeError) else repr(error)] += 1
                self.stop.wait(0.1)

    def answer(self) -> None:
        one = Respondent(self.address)
        page = one.get(one.post(SURVEY, "_action=start"))
        receipt = keys(from_cookie(one.cookies["s-short"])).receipt_hash
        review = one.get(one.post(f"{SURVEY}/only", f"_csrf={token(page)}&word=yes"))
        self.attempted.add(receipt)
        done = one.post(f"{SURVEY}/review", f"_csrf={token(review)}&_action=submit")
        if done.endswith("/done"):
            self.acknowledged.append(receipt)

    def compared(self, stored: list[bytes]) -> dict[str, int]:
        """What is lost, invented or there twice."""
        return {
            "acknowledged": len(self.acknowledged),
            "stored": len(stored),
            "lost": len(set(self.acknowledged) - set(stored)),
            "invented": len(set(stored) - self.attempted),
            "doubled": len(stored) - len(set(stored)),
        }


@contextmanager
def opened(env: Mapping[str, str]) -> Iterator[sa.Connection]:
    url = Settings(data_dir=Path(env["ENGAGE_DATA_DIR"]), database_url=env["ENGAGE_DATABASE_URL"]).sqlalchemy_url
    engine = sa.create_engine(url, **engine_options(url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def receipts(env: Mapping[str, str]) -> list[bytes]:
    """Of the responses that are stored."""
    with opened(env) as connection:
        rows = connection.execute(sa.text("SELECT receipt_hash FROM response WHERE receipt_hash IS NOT NULL"))
        return [bytes(row[0]) for row in rows]


def is_whole(env: Mapping[str, str]) -> bool:
    """Whether an embedded database is sound and no row points nowhere."""
    with opened(env) as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        return sound and not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def report(found: Mapping[str, object]) -> None:
    """The document of a step; exit 1 where something was not kept."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.exit(0 if found["kept"] else 1)
