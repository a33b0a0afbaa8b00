"""What browsers report of pages that broke the content security policy: counted by rule of the policy and sort of page.

Nothing of who reported is kept, and nothing of what was blocked: that may be an extension of the reader's own browser.
The log names the route, in few lines a minute.
"""

import json
import mmap
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

ADDRESS = "/csp-reports"
LARGEST = 16 * 1024
"""Bytes of a request; more is not read."""
MOST_REPORTS = 10
"""Of one request; more are not counted."""
MOST_LINES = 20
"""Lines a minute in the log of one process."""
DIRECTIVES = (
    "script-src",
    "style-src",
    "img-src",
    "font-src",
    "connect-src",
    "frame-src",
    "form-action",
    "base-uri",
    "frame-ancestors",
    "require-trusted-types-for",
    "other",
)
PAGES = ("public", "console", "static")
_NUMBER = 8
_SIZE = len(DIRECTIVES) * len(PAGES) * _NUMBER


@dataclass(frozen=True, slots=True)
class Report:
    """A rule of the policy, and the path of the page that broke it. The path may hold a token: it is never kept."""

    directive: str
    path: str

    @property
    def page(self) -> str:
        return next((page for page in PAGES[1:] if self.path.startswith(f"/{page}")), PAGES[0])


def read(body: bytes) -> list[Report]:
    """The reports of a request, in the older form (`report-uri`) and the newer (`report-to`); nothing else."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = sent if isinstance(sent, list) else [sent]
    return [found for each in reports[:MOST_REPORTS] if (found := _report(each)) is not None]


def _report(sent: Any) -> Report | None:
    if not isinstance(sent, dict):
        return None
    if isinstance(sent.get("csp-report"), dict):
        told = sent["csp-report"]
        rule, page = told.get("effective-directive") or told.get("violated-directive"), told.get("document-uri")
    elif sent.get("type") == "csp-violation" and isinstance(sent.get("body"), dict):
        rule, page = sent["body"].get("effectiveDirective"), sent["body"].get("documentURL")
    else:
        return None
    if not isinstance(rule, str) or not isinstance(page, str):
        return None
    try:
        path = urlsplit(page).path
    except ValueError:
        return None
    return Report(next((known for known in DIRECTIVES if rule.startswith(known)), DIRECTIVES[-1]), path)


class Counts:
    """How many there were, since the server began; with a file, over all processes that have it."""

    def __init__(self, file: int | None = None) -> None:
        self._memory = mmap.mmap(-1 if file is None else file, _SIZE)
        self._file = file
        self._lock = threading.Lock()
        self._lines = [0.0, 0.0]

    def add(self, report: Report) -> None:
        at = (DIRECTIVES.index(report.directive) * len(PAGES) + PAGES.index(report.page)) * _NUMBER
        with self._lock:
            if self._file is not None:
                os.lockf(self._file, os.F_LOCK, 0)
            try:
                (number,) = struct.unpack_from("=Q", self._memory, at)
                struct.pack_into("=Q", self._memory, at, number + 1)
            finally:
                if self._file is not None:
                    os.lockf(self._file, os.F_ULOCK, 0)

    def each(self) -> Iterator[tuple[str, str, int]]:
        """(directive, sort of page, number) of those that occurred."""
        numbers = struct.unpack(f"={_SIZE // _NUMBER}Q", self._memory)
        for at, number in enumerate(numbers):
            if number:
                yield DIRECTIVES[at // len(PAGES)], PAGES[at % len(PAGES)], number

    def may_tell(self) -> bool:
        """Whether the log of this minute has room for one more line."""
        minute = time.monotonic() // 60
        with self._lock:
            if self._lines[0] != minute:
                self._lines = [minute, 0]
            self._lines[1] += 1
            return self._lines[1] <= MOST_LINES


_shared: Counts | None = None


def share() -> None:
    """Call in the process that begins the others: they count together from then on."""
    global _shared  # noqa: PLW0603 -- the processes inherit it
    with tempfile.TemporaryFile() as unnamed:
        unnamed.write(bytes(_SIZE))
        unnamed.flush()
        _shared = Counts(os.dup(unnamed.fileno()))


def counts() -> Counts:
    """Those of the server, or this process's own where nobody shared any."""
    return _shared or Counts()
