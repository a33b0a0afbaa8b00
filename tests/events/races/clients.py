"""Servers under test, and clients that are released together."""

import os
import selectors
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.site import free_port

ROOT = Path(__file__).parents[3]
SECONDS_TO_START = 40
KEY = "a key of the tests, long enough to be taken"
SECONDS_TO_ANSWER = 60


@dataclass(frozen=True)
class Request:
    """A form that is sent."""

    path: str
    body: str
    headers: str = ""

    def over_the_wire(self, port: int) -> bytes:
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{self.headers}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(self.body)}\r\n\r\n"
        )
        return (head + self.body).encode()


@contextmanager
def serving(database_url: str, folder: Path, *, processes: int) -> Iterator[int]:
    """A real server on a migrated database; its port."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    environment = kept | {
        "ENGAGE_DATABASE_URL": database_url,
        "ENGAGE_DATA_DIR": str(folder / "data"),
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ENGAGE_SECRET_KEY": KEY,
        "ENGAGE_REGISTRATIONS_PER_HOUR": "0",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(processes)]
    command += ["--blocking-threads", "4", "--backlog", "1024", "--no-ws"]
    command += ["--port", str(port), "--log-level", "warning", "tests.events.races.served:application"]
    log = folder / "serve.log"
    with log.open("ab") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        _wait(server, port, log)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


def together(port: int, requests: Sequence[Request]) -> list[int]:
    """Send all requests but their last byte; then all last bytes at once. The status of each answer."""
    connections: list[tuple[socket.socket, bytes]] = []
    for request in requests:
        connection = socket.create_connection(("127.0.0.1", port), timeout=SECONDS_TO_ANSWER)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        data = request.over_the_wire(port)
        connection.sendall(data[:-1])
        connections.append((connection, data[-1:]))
    waiting = selectors.DefaultSelector()
    answers = {connection: b"" for connection, _ in connections}
    for connection, last in connections:
        connection.sendall(last)
    for connection in answers:
        connection.setblocking(False)
        waiting.register(connection, selectors.EVENT_READ)
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while waiting.get_map() and time.monotonic() < deadline:
        for key, _ in waiting.select(timeout=1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            data = connection.recv(65536)
            answers[connection] += data
            if not data:
                waiting.unregister(connection)
                connection.close()
    return [int(answer.split(b" ", 2)[1]) if answer else 0 for answer in answers.values()]
