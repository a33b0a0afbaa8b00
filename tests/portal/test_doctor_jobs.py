"""The doctor sees that nobody does what is asked for."""

from datetime import timedelta

import pytest
from flask import Flask

from engage.core.clock import utcnow
from engage.jobs.models import JobState
from engage.jobs.queue import ask_for
from engage.portal.commands import CHECKS
from tests.support.databases import transaction


def test_the_doctor_says_what_failed_and_that_no_worker_runs(
    app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ENGAGE_DATABASE_URL", database_url)
    check, now = CHECKS["jobs"], utcnow()
    quiet = check()
    with transaction(app) as session:
        ask_for(session, "kind", now=now - timedelta(minutes=10))
        ask_for(session, "kind", now=now).state = JobState.FAILED
    failed = check()
    with transaction(app) as session:
        ask_for(session, "kind", now=now - timedelta(minutes=16))
    waits = check()

    assert quiet == (True, "nothing waits for long, nothing failed")
    assert failed == (True, "1 failed; see Jobs in the console")
    assert not waits[0]
    assert "no worker runs" in waits[1]
