"""The worker beside the server: a process of its own, started again should it end.

A thread would be copied, locks and all, into each server process (docs/decisions/0008). The first one is a copy of the
process that has loaded the application, before anything else runs in it: it shares what is loaded. Later ones begin
anew, as the server has sockets and threads by then.
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from functools import partial

SECONDS_TO_END = 20
"""Its job ends after the current step; one that takes longer is done again by the next worker."""
SECONDS_BEFORE_ANOTHER = 5
COMMAND = (sys.executable, "-m", "engage", "worker", "--along")

_FORKING = multiprocessing.get_context("fork")


class WorkerProcess:
    def __init__(self, first: Callable[[], object] | None = None, command: tuple[str, ...] = COMMAND) -> None:
        """
        :param first: what the first process does; without it the command, as later ones
        """
        self._another = partial(os.execv, command[0], command)
        self._over = threading.Event()
        self._process = self._started(first or self._another)
        self._watch = threading.Thread(target=self._keep, name="worker", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def _started(self, target: Callable[[], object]) -> multiprocessing.context.ForkProcess:
        process = _FORKING.Process(target=target, name="worker")
        process.start()
        return process

    def _keep(self) -> None:
        while True:
            self._process.join()
            if self._over.wait(SECONDS_BEFORE_ANOTHER):
                return
            self._process = self._started(self._another)

    def end(self) -> None:
        self._over.set()
        self._process.terminate()
        self._watch.join(SECONDS_TO_END)
        if self._watch.is_alive():
            self._process.kill()
            self._watch.join(SECONDS_BEFORE_ANOTHER)
