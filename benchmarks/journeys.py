"""Whole journeys: the first page, every section, the review, the receipt; and as many requests of the bare stack."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urlencode

from benchmarks.respondents import SURVEY, Respondent, Unexpected, answers, token

MOST_PAGES = 40
BARE_FORM = "/form"


@dataclass(frozen=True, slots=True)
class Journeys:
    per_second: float
    median_ms: float
    finished: int
    requests: int
    """Of one journey."""


class Memory:
    """The answers that fit a page, worked out once, so that the load costs little beside what it measures."""

    def __init__(self) -> None:
        self._bodies: dict[str, str] = {}

    def body(self, path: str, page: str) -> str:
        if path not in self._bodies:
            self._bodies[path] = urlencode({"_action": "next", **answers(page)})
        return f"{self._bodies[path]}&{urlencode({'_csrf': token(page)})}"


def walk(address: str, memory: Memory, *, pulse: bool) -> Iterator[tuple[str, str]]:
    """Answer as one visitor from start to receipt; each request as it is made: method and path."""
    visitor = Respondent(address)
    yield "GET", SURVEY
    visitor.get(SURVEY)
    yield "POST", SURVEY
    path = visitor.start(pulse=pulse)
    for _ in range(MOST_PAGES):
        yield "GET", path
        page = visitor.get(path)
        if path.endswith("/done"):
            return
        body = (
            urlencode({"_action": "submit", "_csrf": token(page)})
            if path.endswith("/review")
            else memory.body(f"{pulse} {path}", page)
        )
        yield "POST", path
        path = urldefrag(visitor.post(path, body)).url
    raise Unexpected(f"no end after {MOST_PAGES} pages, at {path}")


def measure(address: str, *, pulse: bool, visitors: int, seconds: float) -> Journeys:
    """Whole journeys through the demonstration survey."""
    memory = Memory()
    return _loop(lambda: walk(address, memory, pulse=pulse), visitors=visitors, seconds=seconds)


def measure_bare(address: str, like: Sequence[str], *, body: str, visitors: int, seconds: float) -> Journeys:
    """As many page views and inserts of the bare stack, by the same client.

    :param like: the methods of a journey's requests, in their order
    """

    def requests() -> Iterator[tuple[str, str]]:
        visitor = Respondent(address)
        for method in like:
            yield method, BARE_FORM
            if method == "GET":
                visitor.get(BARE_FORM)
            else:
                visitor.post(BARE_FORM, body)

    return _loop(requests, visitors=visitors, seconds=seconds)


def methods(address: str, *, pulse: bool) -> list[str]:
    """Of the requests of one journey."""
    return [method for method, _ in walk(address, Memory(), pulse=pulse)]


def _loop(journey: Callable[[], Iterator[tuple[str, str]]], *, visitors: int, seconds: float) -> Journeys:
    """Closed loop: each visitor begins the next journey when one is finished, without pausing to think."""
    requests = len(list(journey()))
    took: list[float] = []
    failures: list[Exception] = []
    began = time.perf_counter()

    def visit() -> None:
        while time.perf_counter() - began < seconds and not failures:
            start = time.perf_counter()
            try:
                for _ in journey():
                    pass
            except Exception as error:  # reported by the thread that waits
                failures.append(error)
                return
            took.append(time.perf_counter() - start)

    threads = [threading.Thread(target=visit) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    wall = time.perf_counter() - began
    return Journeys(len(took) / wall, statistics.median(took) * 1000, len(took), requests)
