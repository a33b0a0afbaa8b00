"""People who come by TLS, as browsers do: the same crowd as under faults, by the name that stands in the manual."""

import http.client
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from assurance.deploy.machines import PATIENCE_SECONDS
from assurance.faults.ledger import Ledger
from assurance.faults.people import Answer, Crowd, Person, Seen

NAME = "engage.example.org"


def certificate(folder: Path) -> Path:
    """A certificate signed by itself, with its key, as HAProxy wants them: one file."""
    key, signed, both = folder / "key.pem", folder / "certificate.pem", folder / "engage.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(signed)], check=True, capture_output=True)
    both.write_bytes(signed.read_bytes() + key.read_bytes())
    return both


class Door(http.client.HTTPSConnection):
    """A connection to the name, wherever it is; `source` is the address it comes from."""

    def __init__(
        self, address: str, port: int, trusted: Path, source: str = "", protocols: tuple[str, ...] = ()
    ) -> None:
        context = ssl.create_default_context(cafile=str(trusted))
        if protocols:
            context.set_alpn_protocols(list(protocols))
        super().__init__(NAME, timeout=60, context=context, source_address=(source, 0) if source else None)
        self._create_connection = lambda _, timeout, source: socket.create_connection((address, port), timeout, source)


def ask(
    door: Door, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body; header names with underscores for hyphens."""
    door.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = door.getresponse()
    return answer.status, answer.headers, answer.read()


def until_ready(where: tuple[str, int, Path]) -> None:
    """Until a page comes through the proxy.

    :raises RuntimeError: none does
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with suppress(OSError, http.client.HTTPException):
            if ask(Door(*where), "GET", "/en/")[0] == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("nothing comes through the proxy")


class SafePerson(Person):
    """Like anybody, by TLS."""

    def __init__(
        self, number: int, where: tuple[str, int, Path], ledger: Ledger, seen: Seen, stop: threading.Event
    ) -> None:
        super().__init__(number, where[1], ledger, seen, stop)
        self.where = where

    def _ask(self, method: str, path: str, cookie: str = "", body: str | None = None) -> Answer:
        if self.by_hand is None:
            self.by_hand = Door(*self.where)
        return super()._ask(method, path, cookie, body)


class SafeCrowd(Crowd):
    def __init__(self, where: tuple[str, int, Path], ledger: Ledger, clients: int) -> None:
        super().__init__(where[1], ledger, 0)
        self._people = [SafePerson(number, where, ledger, self.seen, self._stop) for number in range(clients)]
