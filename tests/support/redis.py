"""A Valkey or Redis of our own, on a port of its own; it can be stopped and started again."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

LONGEST_START = 10


def program() -> str:
    """Skips where there is neither; in CI that is a failure."""
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return found
    reason = "neither valkey-server nor redis-server is installed here"
    if os.environ.get("ENGAGE_TEST_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class Server:
    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + LONGEST_START
        while self.say("PING") != b"+PONG\r\n":
            assert self.process.poll() is None, "the server ended at once"
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.02)

    def say(self, command: str) -> bytes:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(4096)
        except OSError:
            return b""

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(10)
            self.process = None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    server = Server(folder, free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
