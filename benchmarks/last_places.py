"""200 people press for the last 10 places at once: how long does the last of them wait for an answer?

    python -m benchmarks.last_places --help

`engage serve` with two workers. Each person has a connection of their own, on which all but the last byte of their form
has been sent; then all last bytes are sent. Exactly 10 may have a place; everybody else is on the waiting list.
"""

import json
import selectors
import socket
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from sqlalchemy import create_engine

from benchmarks import event_places, postgres, servers
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate

PORT, DATABASE_PORT = 8495, 8496
SECONDS = 3.0
PATIENCE_SECONDS = 60.0


@click.command()
@click.option("--people", default=200, show_default=True)
@click.option("--places", default=10, show_default=True)
@click.option("--races", default=10, show_default=True, help="On each database.")
@click.option("--database", "kinds", type=click.Choice(["sqlite", "postgresql"]), multiple=True)
def main(people: int, places: int, races: int, kinds: tuple[str, ...]) -> None:
    """Measure; exit 1 when a promise is not kept."""
    found: dict[str, Any] = {"people": people, "places": places, "races": races, "promised_seconds": SECONDS}
    kinds = kinds or ("sqlite", "postgresql")
    for kind in kinds:
        found[kind] = _raced(kind, people, places, races)
    found["kept"] = all(found[kind]["exact"] and found[kind]["slowest_seconds"] < SECONDS for kind in kinds)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.exit(0 if found["kept"] else 1)


def _raced(kind: str, people: int, places: int, races: int) -> dict[str, Any]:
    seated = {"confirmed": places, "waiting": people - places}
    with tempfile.TemporaryDirectory(prefix="engage-places-") as name, ExitStack() as stack:
        folder = Path(name)
        data = folder / "ours"
        data.mkdir()
        url = ""
        if kind == "postgresql":
            url = stack.enter_context(postgres.cluster(folder, port=DATABASE_PORT))["engage"]
        env = servers.settings(data, port=PORT, database=url or f"sqlite:///{data}/engage.db")
        env["ENGAGE_PROXY_HOPS"] = "1"  # people come from addresses of their own, as a proxy in front says
        address = Settings(database_url=env["ENGAGE_DATABASE_URL"]).sqlalchemy_url
        engine = create_engine(address, **database.engine_options(address))
        database.configure(engine)
        migrate.upgrade(engine)
        engine.dispose()
        server = stack.enter_context(servers.serving(data, env, port=PORT))
        product = event_places.Product(server, env["ENGAGE_SECRET_KEY"], address)
        slowest, median, exact = [], [], True
        for _ in range(races):
            cases = product.cases(folder, 1, people, seats=places).read_text(encoding="utf-8")
            took, statuses = _together([_wire(*case.split("\t")) for case in cases.splitlines()])
            slowest.append(max(took))
            median.append(statistics.median(took))
            exact = exact and statuses == {303} and product.standing() == seated
        return {
            "slowest_seconds": round(max(slowest), 2),
            "slowest_seconds_median": round(statistics.median(slowest), 2),
            "median_seconds": round(statistics.median(median), 2),
            "exact": exact,
        }


def _wire(cookie: str, body: str, path: str, person: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nConnection: close\r\nCookie: {cookie}\r\n"
        f"X-Forwarded-For: {person}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def _together(requests: list[bytes]) -> tuple[list[float], set[int]]:
    """Seconds until each answer, from the first of the last bytes on; the statuses that there were."""
    waiting = selectors.DefaultSelector()
    connections = []
    for request in requests:
        connection = socket.create_connection(("127.0.0.1", PORT), timeout=PATIENCE_SECONDS)
        connection.sendall(request[:-1])
        connections.append((connection, request[-1:]))
    time.sleep(0.2)  # until the server has read all that was sent
    began = time.perf_counter()
    for connection, last in connections:
        connection.sendall(last)
        waiting.register(connection, selectors.EVENT_READ)
    took, statuses = [], set()
    while waiting.get_map() and time.perf_counter() - began < PATIENCE_SECONDS:
        for key, _ in waiting.select(1.0):
            answered = key.fileobj
            assert isinstance(answered, socket.socket)
            line = answered.recv(65536).split(b" ", 2)
            took.append(time.perf_counter() - began)
            statuses.add(int(line[1]) if len(line) > 1 else 0)
            waiting.unregister(answered)
            answered.close()
    unanswered = len(requests) - len(took)
    return took + [PATIENCE_SECONDS] * unanswered, statuses | ({0} if unanswered else set())


if __name__ == "__main__":
    main()
