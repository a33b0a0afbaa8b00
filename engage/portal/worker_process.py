"""The worker beside the server: a process of its own, started again should it end.

A thread would be copied, locks and all, into each server process (docs/decisions/0008).
"""

import subprocess
import sys
import threading

SECONDS_TO_END = 20
"""Its job ends after the current step; one that takes longer is done again by the next worker."""
SECONDS_BEFORE_ANOTHER = 5
COMMAND = (sys.executable, "-m", "engage", "worker", "--along")


class WorkerProcess:
    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._over = threading.Event()
        self._process = subprocess.Popen(command)  # noqa: S603 -- our own command
        self._watch = threading.Thread(target=self._keep, name="worker", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def _keep(self) -> None:
        while True:
            self._process.wait()
            if self._over.wait(SECONDS_BEFORE_ANOTHER):
                return
            self._process = subprocess.Popen(self._command)  # noqa: S603 -- our own command

    def end(self) -> None:
        self._over.set()
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._watch.join(SECONDS_BEFORE_ANOTHER)
