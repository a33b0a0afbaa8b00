"""Connections that break in the middle, and a server that is stopped: real sockets, a real server."""

import http.client
import threading
import time
from contextlib import closing
from pathlib import Path

from assurance.faults import breaking
from assurance.faults.instance import running
from assurance.faults.people import SURVEY
from engage.db.engine import sqlite_module
from tests.support.faults import IN_THIS_PROCESS


def test_a_form_whose_connection_broke_is_sent_again_and_stored_once(tmp_path: Path) -> None:
    found = breaking.run(tmp_path, breaks=9, clients=8, **IN_THIS_PROCESS)

    assert found["promise_kept"], found
    assert found["retries"] > 3


def test_what_is_under_way_when_the_server_is_told_to_stop_is_answered_first(tmp_path: Path) -> None:
    """It waits for its turn to write, and is told only when it is stored."""
    with running(tmp_path, **IN_THIS_PROCESS) as instance:
        with closing(sqlite_module().connect(instance.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            sender = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=30)
            sender.request("POST", SURVEY, "_action=start", {"Content-Type": "application/x-www-form-urlencoded"})
            time.sleep(0.5)
            stopping = threading.Thread(target=instance.terminate)
            stopping.start()
            time.sleep(0.5)
        with closing(sender), sender.getresponse() as answer:
            assert answer.status == 303
        stopping.join(30)

        with closing(sqlite_module().connect(instance.file)) as connection:
            assert connection.execute("SELECT count(*) FROM draft").fetchone() == (1,)
        assert not instance.runs
