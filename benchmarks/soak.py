"""Many mixed requests in a row: no error, and memory that stays. `python -m benchmarks.soak --help`

`engage serve` on the demonstration with two workers and its embedded worker. Whole journeys through the survey (pages,
saves, submits), registrations for 20 events, every public page that links lead to (results, outcomes, maps, calendars),
in turns with addresses that lead nowhere. Memory is that of the processes that answer; the first quarter of the
requests is for warming up. The embedded worker, which sends mails and counts results beside, is told apart.
"""

import http.client
import json
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from benchmarks import event_places, journeys, servers
from benchmarks.respondents import FORM, Unexpected

PORT = 8497
EVENTS = 20
VISITORS = 8
MOST_PAGES = 150
SAMPLE_SECONDS = 1.0
WARM = 0.25
GROWTH = 0.05
_LINK = re.compile(r'href="(/en(?:/[^"#?]*)?)"')
_FILE = re.compile(r"\.[a-z]{2,5}$")


class Load:
    """What the visitors share: how many requests are left, and what came of those that were made."""

    def __init__(self, address: str, requests: int, pages: list[str], forms: list[list[str]]) -> None:
        self.address, self.left = address, requests
        self.done: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self._pages, self._forms, self._turn = pages, forms, count()
        self._memory = journeys.Memory()
        self._lock = threading.Lock()

    def visit(self) -> None:
        """One visitor, one thing after the other until all requests are made."""
        ways = (self._journey, self._others)
        turn = 0
        while self.left > 0:
            try:
                for what in ways[turn % 2]():
                    self._note(what)
            except (OSError, http.client.HTTPException, Unexpected) as error:
                self._note("", f"{type(error).__name__}: {error}")
            turn += 1

    def _note(self, what: str, error: str = "") -> None:
        with self._lock:
            self.left -= 1
            self.done[what] += not error
            self.errors[error] += bool(error)

    def _journey(self) -> Iterator[str]:
        for method, path in journeys.walk(self.address, self._memory, pulse=False):
            yield f"journey {method}" if not path.endswith("/review") or method == "GET" else "submit"

    def _others(self) -> Iterator[str]:
        """As many requests as a journey has, on a connection of their own."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        for _ in range(4):
            turn = next(self._turn)
            for path in (self._pages[turn % len(self._pages)], self._pages[(turn * 7 + 3) % len(self._pages)]):
                _ask(connection, "GET", path, 200)
                yield "page"
            _ask(connection, "GET", f"/en/surveys/nothing-{turn}", 404)
            yield "404"
            if turn < len(self._forms):
                cookie, body, path, person = self._forms[turn]
                headers = {"Cookie": cookie, "X-Forwarded-For": person, "Content-Type": FORM}
                _ask(connection, "POST", path, 303, body, headers)
                yield "registration"
        connection.close()


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    expected: int,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> str:
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != expected:
        raise Unexpected(f"{method} {path}: {answer.status}")
    return text.decode(errors="replace")


def public_pages(address: str, most: int) -> list[str]:
    """The pages that links lead to from the front page, in English; files are left out."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    found = ["/en/"]
    for path in found:
        if len(found) >= most:
            break
        for link in dict.fromkeys(_LINK.findall(_ask(connection, "GET", path, 200))):
            if link not in found and not _FILE.search(link) and _status(address, link) == 200:
                found.append(link)
    return found[:most]


def _status(address: str, path: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    is_page = answer.headers.get_content_type() == "text/html"
    connection.close()
    return answer.status if is_page else 0


@click.command()
@click.option("--requests", default=200_000, show_default=True)
@click.option("--pages", "most", default=MOST_PAGES, show_default=True, help="Different public pages at most.")
def main(requests: int, most: int) -> None:
    """Measure; exit 1 when a promise is not kept."""
    with tempfile.TemporaryDirectory(prefix="engage-soak-") as folder:
        data = Path(folder)
        env = servers.settings(data, port=PORT, database=f"sqlite:///{folder}/engage.db")
        env["ENGAGE_PROXY_HOPS"] = "1"  # people come from addresses of their own, as a proxy in front says
        with servers.engage(data, env, port=PORT) as server:
            product = event_places.Product(server, env["ENGAGE_SECRET_KEY"], env["ENGAGE_DATABASE_URL"])
            cases = product.cases(data, EVENTS, requests // 7 + 1).read_text(encoding="utf-8")
            forms = [line.split("\t") for line in cases.splitlines()]
            load = Load(server.address, requests, public_pages(server.address, most), forms)
            found = _soaked(load, server.process, requests, most)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.exit(0 if found["kept"] else 1)


def _soaked(load: Load, server: int, requests: int, pages: int) -> dict[str, Any]:
    visitors = [threading.Thread(target=load.visit) for _ in range(VISITORS)]
    began = time.perf_counter()
    for visitor in visitors:
        visitor.start()
    worker = int(Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()[0])
    samples: list[tuple[int, float, float]] = []
    while any(visitor.is_alive() for visitor in visitors):
        beside = servers.memory_mb(worker)
        samples.append((requests - load.left, servers.memory_mb(server) - beside, beside))
        time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - began
    settled = [memory for done, memory, _ in samples if WARM * requests <= done < 2 * WARM * requests]
    at_last = [memory for done, memory, _ in samples if done >= (1 - WARM) * requests]
    before, after = statistics.median(settled), statistics.median(at_last)
    errors = load.errors.total()
    return {
        "requests": load.done.total() + errors,
        "errors": errors,
        "first_errors": [error for error, number in load.errors.most_common(5) if number],
        "of_each": dict(sorted(load.done.items())),
        "pages": pages,
        "requests_a_second": round(load.done.total() / seconds),
        "seconds": round(seconds),
        "memory_mb": round(after),
        "memory_mb_after_warming": round(before),
        "memory_growth_percent": round(100 * (after / before - 1), 1),
        "worker_mb_most": round(max(beside for _, _, beside in samples)),
        "kept": not errors and after <= before * (1 + GROWTH),
    }


if __name__ == "__main__":
    main()
