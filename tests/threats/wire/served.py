"""`engage serve` as anybody would start it, and bytes sent to it as they are."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.site import free_port

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
SECONDS_TO_START = 40
KEY = "a key of the tests, long enough to be taken"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back on one connection."""

    data: bytes
    closed: bool
    """Whether the server ended the connection."""
    seconds: float

    @property
    def statuses(self) -> list[int]:
        """Of each answer: two where a server took one request for two."""
        return [int(part[:3]) for part in self.data.split(b"HTTP/1.1 ")[1:]]


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    log: Path

    @property
    def host(self) -> bytes:
        return f"Host: 127.0.0.1:{self.port}\r\n".encode()

    def connected(self, timeout: float = 5) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def ask(self, data: bytes, *, wait: float = 5, half: bool = False) -> Answered:
        """Send bytes and read until the server closes, or says nothing more for some seconds.

        :param half: say that no more comes
        """
        began = time.monotonic()
        with self.connected(wait) as connection:
            closed, got = False, b""
            try:
                connection.sendall(data)
                if half:
                    connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    got += piece
                    connection.settimeout(0.5)
                closed = True
            except TimeoutError:
                pass
            except (ConnectionResetError, BrokenPipeError):
                closed = True
        return Answered(got, closed, time.monotonic() - began)

    def page(self, path: str = "/en/") -> float:
        """Open a page as everybody does; seconds."""
        began = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            assert answer.status == 200
            answer.read()
        return time.monotonic() - began


@contextmanager
def serving(database: Path, folder: Path) -> Iterator[Served]:
    """The product on a migrated database."""
    port, log = free_port(), folder / "serve.log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    environment = kept | {
        "ENGAGE_DATABASE_URL": f"sqlite:///{database}",
        "ENGAGE_DATA_DIR": str(folder / "data"),
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ENGAGE_SECRET_KEY": KEY,
    }
    command = [str(BIN / "engage"), "serve", "--port", str(port), "--workers", "1"]
    with log.open("ab") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
        )
    served = Served(port, log)
    try:
        _wait(server, served)
        yield served
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(server: "subprocess.Popen[bytes]", served: Served) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            served.page("/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"The server did not start:\n{served.log.read_text()}")
