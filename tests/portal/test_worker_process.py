"""With the embedded database the worker runs beside the server, again when it was killed, and ends with it."""

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path

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


def test_the_first_worker_shares_what_is_loaded_and_a_later_one_begins_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process, "SECONDS_BEFORE_ANOTHER", 0.05)
    told, tells = os.pipe()
    worker = WorkerProcess(partial(os.write, tells, b"forked"), SLEEPS)
    assert os.read(told, 6) == b"forked"
    first, until = worker.pid, time.monotonic() + 10
    while worker.pid == first and time.monotonic() < until:
        time.sleep(0.02)
    command = ""
    while "sleep" not in command and time.monotonic() < until:
        command = Path(f"/proc/{worker.pid}/cmdline").read_text(encoding="utf-8")
        time.sleep(0.02)
    worker.end()

    assert command.split("\0")[1:3] == list(SLEEPS[1:])


def test_a_worker_that_was_killed_is_started_again_and_ends_with_the_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process, "SECONDS_BEFORE_ANOTHER", 0.05)
    worker = WorkerProcess(command=SLEEPS)
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
