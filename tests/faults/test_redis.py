"""Valkey or Redis goes away, comes back, and forgets everything: people notice nothing, and nothing is lost."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import limits
from engage.accounts.limits import Limit, TooManyAttempts
from engage.accounts.models import Attempt
from engage.core.clock import utcnow
from engage.db import beside
from engage.db.session import db
from engage.jobs import worker
from engage.jobs.queue import ask_for
from engage.jobs.work import Kind, register
from tests.support import redis
from tests.support.browser import Browser
from tests.support.commands import run
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
THREE = Limit("three", 3, 15 * 60)
Start = Callable[..., Flask]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[redis.Server]:
    with redis.running(tmp_path) as found:
        yield found


@pytest.fixture
def beside_it(make_app: Start, server: redis.Server) -> Flask:
    return make_app(redis_url=server.url)


def tries(app: Flask, number: int, *, now: datetime = NOW) -> int:
    """How many of so many tries were allowed; each request commits, as guards promise."""
    allowed = 0
    for _ in range(number):
        with transaction(app) as session:
            try:
                limits.guard(session, (THREE, "kari"), key="key", now=now)
                allowed += 1
            except TooManyAttempts:
                pass
    return allowed


def counted_in_sql(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.count()).select_from(Attempt)) or 0


def forgive(app: Flask) -> None:
    """As if the seconds in which it is left alone were over."""
    with app.app_context():
        found = beside.of_engine(db.engine)
    assert found is not None
    found._again_at = 0.0


def test_tries_are_counted_beside_the_database_where_there_is_a_server(beside_it: Flask) -> None:
    assert tries(beside_it, 5) == THREE.most
    assert counted_in_sql(beside_it) == 0
    assert tries(beside_it, 1, now=NOW + timedelta(minutes=15)) == 1


def test_while_it_is_away_tries_are_counted_in_sql_and_nobody_waits(beside_it: Flask, server: redis.Server) -> None:
    server.stop()
    began = time.monotonic()

    assert tries(beside_it, 6) == THREE.most
    assert time.monotonic() - began < 2
    assert counted_in_sql(beside_it) == 1


def test_a_server_that_forgot_everything_allows_as_many_again_and_no_more(
    beside_it: Flask, server: redis.Server
) -> None:
    assert tries(beside_it, 5) == THREE.most
    assert server.say("FLUSHALL").startswith(b"+OK")
    assert tries(beside_it, 5) == THREE.most


def test_one_that_came_back_is_used_again(beside_it: Flask, server: redis.Server) -> None:
    server.stop()
    tries(beside_it, 1)
    server.start()
    forgive(beside_it)

    assert tries(beside_it, 5) == THREE.most
    assert counted_in_sql(beside_it) == 1


def test_signing_in_is_refused_after_so_many_tries_and_let_in_again_whether_it_is_there_or_not(
    beside_it: Flask, server: redis.Server
) -> None:
    for there in (True, False):
        browser = Browser(beside_it)
        statuses = []
        for _ in range(limits.ACCOUNT_FROM_ADDRESS.most + 1):
            page = browser.submit("/console/sign-in", email="nobody@example.org", password="wrong")
            statuses.append(page.status)
        assert statuses == [422] * limits.ACCOUNT_FROM_ADDRESS.most + [429], there
        server.stop()


@contextmanager
def working(app: Flask) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.work, args=(app, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)


def _seconds_until_done(app: Flask, done: threading.Event) -> float:
    """From asking, in a request, to the run."""
    done.clear()
    began = time.monotonic()
    with app.test_request_context("/console/", method="POST"):
        with transaction(app) as session:
            ask_for(session, "test.ring", now=utcnow())
        app.process_response(app.make_response(""))
    assert done.wait(20), "the job was never run"
    return time.monotonic() - began


def test_a_worker_is_woken_at_once_and_without_the_bell_it_looks_each_second(
    beside_it: Flask, server: redis.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    register(beside_it, Kind("test.ring", lambda task: done.set()))
    monkeypatch.setattr(worker, "SECONDS_BETWEEN_LOOKS", 60.0)
    with working(beside_it):
        _seconds_until_done(beside_it, done)  # the first look, or the first ring
        slowest = max(_seconds_until_done(beside_it, done) for _ in range(3))
    monkeypatch.setattr(worker, "SECONDS_BETWEEN_LOOKS", 0.2)
    server.stop()
    with working(beside_it):
        without = _seconds_until_done(beside_it, done)

    assert slowest < 5
    assert without < 5


def test_the_doctor_says_whether_it_answers(database_url: str, server: redis.Server, tmp_path: Path) -> None:
    def said() -> tuple[bool, str]:
        settings = {
            "ENGAGE_DATABASE_URL": database_url,
            "ENGAGE_DATA_DIR": str(tmp_path),
            "ENGAGE_REDIS_URL": server.url,
        }
        checks = json.loads(run("doctor", "--json", environment=settings).stdout)["checks"]
        return next((check["ok"], check["message"]) for check in checks if check["name"] == "beside")

    assert said() == (True, "Valkey or Redis answers")
    server.stop()
    assert said() == (False, "Valkey or Redis does not answer: mails leave up to a second later, and nothing is lost")
