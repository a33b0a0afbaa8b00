"""With the embedded database the worker runs beside the server, again when it was killed, and ends with it."""

import os
import signal
import sys
import time

import pytest

from engage.portal import worker_process
from engage.portal.worker_process import WorkerProcess

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_was_killed_is_started_again_and_ends_with_the_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process, "SECONDS_BEFORE_ANOTHER", 0.05)
    worker = WorkerProcess(SLEEPS)
    first = worker.pid
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 10
    while worker.pid == first and time.monotonic() < until:
        time.sleep(0.02)
    second = worker.pid
    worker.end()

    assert first != second
    assert not is_alive(first)
    assert not is_alive(second)
