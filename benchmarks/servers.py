"""The two servers that are compared: the bare stack and ours, each with a fresh database in a temporary folder."""

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
WORKERS = 2
PATIENCE_SECONDS = 60
STOPPING_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    address: str
    process: int
    ready_after: float
    """Seconds from the start of the command to the first answer."""


@contextmanager
def bare_stack(folder: Path, data: Path, *, port: int, threads: int, database: str) -> Iterator[Server]:
    """The bare stack of `folder` on granian; `database` is empty for SQLite with synchronous=FULL."""
    env = os.environ | {"LIMIT_DB": "pg" if database else "sqlite-full", "LIMIT_DIR": str(data), "LIMIT_PG": database}
    # Its table is made once, before two workers race to do it.
    subprocess.run(
        [sys.executable, "-c", "import app"], cwd=folder, env=env | {"PYTHONDONTWRITEBYTECODE": "1"}, check=True
    )
    command = [str(BIN / "granian"), "--interface", "wsgi", "--workers", str(WORKERS)]
    command += ["--blocking-threads", str(threads), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-ws", "--log-level", "warning", "app:app"]
    with _running(command, env, folder, data / "bare.log", f"http://127.0.0.1:{port}", "/hello") as server:
        yield server


def settings(data: Path, *, port: int, database: str) -> dict[str, str]:
    """The environment of our server: nothing of the caller's own installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    return kept | {
        "ENGAGE_DATA_DIR": str(data),
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ENGAGE_SECRET_KEY": secrets.token_urlsafe(48),
        "ENGAGE_DATABASE_URL": database,
    }


@contextmanager
def engage(data: Path, env: Mapping[str, str], *, port: int) -> Iterator[Server]:
    """`engage serve` with the demonstration survey, as anybody would start it."""
    demonstration(env)
    with serving(data, env, port=port) as server:
        yield server


def demonstration(env: Mapping[str, str]) -> None:
    """A migrated database with everything that the demonstration has."""
    for preparation in (("db", "upgrade"), ("demo", "load", "--json")):
        subprocess.run([BIN / "engage", *preparation], env=env, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(data: Path, env: Mapping[str, str], *, port: int, path: str = "/healthz") -> Iterator[Server]:
    """`engage serve`, ready when it answers `path`."""
    command = [str(BIN / "engage"), "serve", "--port", str(port), "--workers", str(WORKERS)]
    with _running(command, env, data, data / "engage.log", f"http://127.0.0.1:{port}", path) as server:
        yield server


@contextmanager
def pages_alone(data: Path, env: Mapping[str, str], *, port: int) -> Iterator[Server]:
    """The product on a migrated database, as `engage serve` serves it: no demonstration, no worker beside it."""
    command = [str(BIN / "granian"), "--interface", "rsgi", "--workers", str(WORKERS)]
    command += ["--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-ws", "--log-level", "warning", "engage.served:answer"]
    with _running(command, env, data, data / "engage.log", f"http://127.0.0.1:{port}", "/healthz") as server:
        yield server


@contextmanager
def _running(
    command: list[str], env: Mapping[str, str], folder: Path, log: Path, address: str, path: str
) -> Iterator[Server]:
    began = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(process, address + path, log)
        yield Server(address, process.pid, time.perf_counter() - began)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).read()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"{url} does not answer: {log.read_text(encoding='utf-8')[-1000:]}")


def memory_mb(process: int) -> float:
    """Proportional set size of a process and its children: pages that they share count once."""
    total = 0
    for member in _tree(process):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def processor_seconds(process: int) -> float:
    """Processor time that a process and its children have used."""
    total = 0
    for member in _tree(process):
        try:
            fields = Path(f"/proc/{member}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(ticks) for ticks in fields[11:15])
    return total / os.sysconf("SC_CLK_TCK")


def _tree(process: int) -> list[int]:
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children[parent].append(int(stat.parent.name))
    found = [process]
    for member in found:
        found += children[member]
    return found
