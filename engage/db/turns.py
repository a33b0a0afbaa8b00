"""Who may write to a SQLite database next.

One lock serves all writers. SQLite lets those who find it taken sleep for 1, 2, 5, 10, … 100 ms, and whoever comes at
the right moment overtakes them: with many writers the lock is free for much of the time while all of them sleep, and
some wait very long. Here the threads of a process queue up, and only the first of them asks SQLite, in short steps.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

STEP_SECONDS = 0.0004
"""A write takes a few of them."""


class Turns:
    """The queue of one process for one database."""

    def __init__(self, seconds: float) -> None:
        """:param seconds: how long a writer waits for its turn, and for other processes"""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._holder = 0

    def write(self, driver: Any, info: dict[Any, Any], error: type[Exception], send: Callable[[], T]) -> T:
        """Send a statement that takes the lock.

        :param info: of the connection; it says there until `give_back` that the turn is its own
        :param error: what the driver raises
        :raises error: the database is locked for too long, or not there
        """
        until = time.monotonic() + self._seconds
        self._take(info)
        driver.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    return send()
                except error as refused:
                    if time.monotonic() >= until or "locked" not in str(refused):
                        raise
                time.sleep(STEP_SECONDS)
        except error:
            self.give_back(info)
            raise
        finally:
            driver.execute(f"PRAGMA busy_timeout={round(1000 * self._seconds)}")

    def _take(self, info: dict[Any, Any]) -> None:
        """Who does not get it in time asks SQLite all the same: it has the last word."""
        if self._holder != threading.get_ident() and self._lock.acquire(timeout=self._seconds):
            self._holder = threading.get_ident()
            info["turn"] = True

    def give_back(self, info: dict[Any, Any]) -> None:
        """What the connection did is done. Nothing happens where the turn is not its own."""
        if info.pop("turn", False):
            self._holder = 0
            self._lock.release()
