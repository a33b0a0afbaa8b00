"""How many requests there were, how they ended and how long they took: over all processes of one server.

Each process adds to a row of its own in memory that the server's processes share (`share`, before they are begun), so
nobody waits for another, and whichever is asked can tell the sums. A process that took the place of one that ended
goes on with its row: sums never fall while the server runs. Nothing is kept of who asked for what.
"""

import fcntl
import mmap
import os
import struct
import tempfile
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

PAGES = ("public", "console", "static")
WAYS = ("read", "write")
ENDS = ("2xx", "3xx", "4xx", "429", "5xx", "503")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LIMITS = tuple(int(seconds * 1e9) for seconds in SECONDS)
_SUM = len(ENDS) + len(SECONDS) + 1
GROUP = _SUM + 1
"""Of each page and way: how requests ended, how many took as long as each step (and longer), nanoseconds in all."""
WIDTH = GROUP * len(PAGES) * len(WAYS)
ROWS = 64
"""Processes of one server; those beyond are not counted."""
_NUMBER = 8
_UNCOUNTED = ("/healthz", "/readyz", "/metrics")
_READS = ("GET", "HEAD", "OPTIONS")

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted of one sort of page, asked for in one way."""

    page: str
    way: str
    ends: tuple[int, ...]
    steps: tuple[int, ...]
    """How many took no longer than each of SECONDS, and all."""
    seconds: float


class Counts:
    """Rows of numbers; with a file, shared by all processes that have it."""

    def __init__(self, file: int | None = None) -> None:
        self._file = file
        self._memory = mmap.mmap(-1 if file is None else file, ROWS * WIDTH * _NUMBER)
        self._numbers = memoryview(self._memory).cast("Q")
        self._row: int | None = None
        self._process = 0
        self._lock = threading.Lock()

    def add(self, page: int, way: int, end: int, nanoseconds: int) -> None:
        with self._lock:
            if self._process != os.getpid():
                self._process, self._row = os.getpid(), self._taken()
            if self._row is None:
                return
            at = self._row * WIDTH + (page * len(WAYS) + way) * GROUP
            step = bisect_left(_LIMITS, nanoseconds)
            numbers = self._numbers
            numbers[at + end] += 1
            numbers[at + len(ENDS) + step] += 1
            numbers[at + _SUM] += nanoseconds

    def groups(self) -> Iterator[Group]:
        """The sums over all processes."""
        rows = struct.unpack(f"={ROWS * WIDTH}Q", self._memory)
        sums = [sum(rows[at::WIDTH]) for at in range(WIDTH)]
        for number, (page, way) in enumerate((page, way) for page in PAGES for way in WAYS):
            group = sums[number * GROUP : (number + 1) * GROUP]
            single = group[len(ENDS) : _SUM]
            steps = tuple(sum(single[: at + 1]) for at in range(len(single)))
            yield Group(page, way, tuple(group[: len(ENDS)]), steps, group[_SUM] / 1e9)

    def _taken(self) -> int | None:
        """A row that no living process has. The lock on it ends with this process, however it ends."""
        if self._file is None:
            return 0
        for row in range(ROWS):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row)
            except OSError:
                continue
            return row
        return None


_shared: Counts | None = None


def share() -> None:
    """Call in the process that begins the others: they count together from then on."""
    global _shared  # noqa: PLW0603 -- the processes inherit it
    size = ROWS * WIDTH * _NUMBER
    if hasattr(os, "memfd_create"):
        file = os.memfd_create("engage-counts")
        os.ftruncate(file, size)
    else:
        with tempfile.TemporaryFile() as unnamed:
            unnamed.write(bytes(size))  # all of it: a place on the disk that is missing later would end the process
            unnamed.flush()
            file = os.dup(unnamed.fileno())
    _shared = Counts(file)


def counts() -> Counts:
    """Those of the server, or this process's own where nobody shared any."""
    return _shared or Counts()


class Counting:
    """Counts what goes through: the time until the answer begins."""

    def __init__(self, application: Application, counts: Counts) -> None:
        self._application = application
        self._counts = counts

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if path in _UNCOUNTED:
            return self._application(environ, start_response)
        began = perf_counter_ns()
        status = 500

        def started(line: str, *more: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, *more)

        try:
            return self._application(environ, started)
        finally:
            page = 2 if path.startswith("/static/") else 1 if path.startswith("/console") else 0
            way = 0 if environ.get("REQUEST_METHOD") in _READS else 1
            self._counts.add(page, way, _end(status), perf_counter_ns() - began)


def _end(status: int) -> int:
    match status:
        case 429:
            return 3
        case 503:
            return 5
    return 4 if status >= 500 else max(0, status // 100 - 2)
