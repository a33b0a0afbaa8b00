"""The worker runs what was asked for: once, again when it failed, and again when it was killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.jobs import leases, worker
from engage.jobs.models import Job, JobState, ScheduledRun
from engage.jobs.queue import ask_for
from engage.jobs.schedule import RegularJob
from engage.jobs.work import Kind, Lane, Task, back_off, register, regularly
from tests.support.databases import ON_SQLITE, reading, transaction


class TooLate(Refusal):
    code = "too_late"


def ask(app: Flask, kind: str, **params: object) -> int:
    with transaction(app) as session:
        return ask_for(session, kind, params, now=utcnow()).id


def job(app: Flask, id_: int) -> Job:
    with reading(app) as session:
        found = session.get(Job, id_)
        assert found is not None
        session.expunge(found)
        return found


def effect(task: Task, name: str) -> None:
    """Something that is there once: a second row of the same name is refused by the database."""
    task.session.add(ScheduledRun(name=name, last_at=utcnow()))
    task.session.flush()


def effects(app: Flask) -> int:
    with reading(app) as session:
        wanted = select(func.count()).select_from(ScheduledRun).where(ScheduledRun.name.startswith("effect"))
        return session.scalar(wanted) or 0


def sooner(app: Flask) -> None:
    """As if the waiting times were over."""
    with transaction(app) as session:
        session.execute(update(Job).values(due_at=utcnow() - timedelta(seconds=1)))
        session.execute(update(Job).values(leased_until=utcnow() - timedelta(seconds=1)))


def test_what_a_job_did_its_progress_and_its_end_are_kept_together(app: Flask):
    def run(task: Task) -> None:
        effect(task, "effect 1")
        task.result["file"] = "a"
        task.step(1, 3)
        effect(task, "effect 2")

    register(app, Kind("test.two", run))
    id_ = ask(app, "test.two")

    worker.run_once(app)

    found = job(app, id_)
    assert (found.state, found.done, found.total, found.result) == (JobState.DONE, 3, 3, {"file": "a"})
    assert (found.attempts, found.problem, found.leased_until, effects(app)) == (1, "", None, 2)


def test_a_job_that_fails_is_tried_again_later_and_given_up_at_last(app: Flask):
    def run(task: Task) -> None:
        effect(task, "effect that is undone")
        raise ValueError("ada@example.org")

    register(app, Kind("test.broken", run, most_attempts=2))
    id_ = ask(app, "test.broken")
    worker.run_once(app)
    first = job(app, id_)
    sooner(app)
    worker.run_once(app)
    last = job(app, id_)

    assert (first.state, first.attempts) == (JobState.WAITING, 1)
    assert first.due_at > utcnow() + timedelta(seconds=20)
    assert (last.state, last.attempts) == (JobState.FAILED, 2)
    assert last.problem.startswith("ValueError")
    assert "ada" not in last.problem, "nothing of what the data said"
    assert effects(app) == 0


@ON_SQLITE
def test_a_refusal_is_not_tried_again(app: Flask):
    def run(task: Task) -> None:
        raise TooLate

    register(app, Kind("test.refused", run))
    id_ = ask(app, "test.refused")
    worker.run_once(app)

    assert (job(app, id_).state, job(app, id_).problem) == (JobState.FAILED, "too_late")


@ON_SQLITE
def test_a_job_whose_worker_always_dies_is_given_up(app: Flask):
    register(app, Kind("test.deadly", lambda _: None, most_attempts=3))
    id_ = ask(app, "test.deadly")
    with transaction(app) as session:
        late = utcnow() - timedelta(seconds=1)
        session.execute(update(Job).values(state=JobState.RUNNING, attempts=3, leased_until=late))
    worker.run_once(app)

    assert (job(app, id_).state, job(app, id_).problem) == (JobState.FAILED, "worker_died")


def test_a_worker_that_shall_end_leaves_its_job_to_the_next_one_which_goes_on_from_there(app: Flask):
    stop = threading.Event()

    def run(task: Task) -> None:
        for number in range(task.result.get("next", 0), 4):
            effect(task, f"effect {number}")
            task.result["next"] = number + 1
            if number == 1:
                stop.set()
            task.step(number + 1, 4)

    register(app, Kind("test.steps", run))
    id_ = ask(app, "test.steps")
    worker.run_once(app, stop)
    between = job(app, id_)
    worker.run_once(app)

    assert (between.state, between.done, between.attempts) == (JobState.WAITING, 2, 0)
    assert (job(app, id_).state, effects(app)) == (JobState.DONE, 4)


def test_a_worker_that_lost_its_job_has_no_effect(app: Flask):
    def run(task: Task) -> None:
        if task.attempt == 1:  # it slept; meanwhile another worker takes the job and does it
            task.session.rollback()
            sooner(app)
            worker.run_once(app)
        effect(task, "effect")

    register(app, Kind("test.slept", run))
    id_ = ask(app, "test.slept")
    worker.run_once(app)

    assert (job(app, id_).state, job(app, id_).attempts, effects(app)) == (JobState.DONE, 2, 1)


def test_two_workers_do_each_job_once(app: Flask):
    def run(task: Task) -> None:
        effect(task, f"effect {task.params['number']}")

    register(app, Kind("test.many", run))
    jobs = [ask(app, "test.many", number=number) for number in range(30)]
    threads = [threading.Thread(target=worker.run_once, args=(app,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert {(job(app, id_).state, job(app, id_).attempts) for id_ in jobs} == {(JobState.DONE, 1)}
    assert effects(app) == 30


@ON_SQLITE
def test_short_work_does_not_wait_for_long_work_and_both_begin_within_two_seconds(app: Flask):
    stop, done = threading.Event(), threading.Event()
    register(app, Kind("test.long", lambda _: done.wait(20) and None, lane=Lane.LONG))
    register(app, Kind("test.short", lambda _: done.set()))
    thread = threading.Thread(target=worker.work, args=(app, stop))
    thread.start()
    time.sleep(0.5)
    long, asked = ask(app, "test.long"), time.monotonic()
    ask(app, "test.short")
    assert done.wait(10)
    took = time.monotonic() - asked
    stop.set()
    thread.join(20)

    assert took < 3  # two on a machine that has nothing else to do
    assert job(app, long).state is JobState.DONE


@ON_SQLITE
def test_a_run_that_takes_longer_than_a_lease_keeps_it(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "LEASE", timedelta(seconds=0.3))
    tries: list[int] = []

    def run(task: Task) -> None:
        tries.append(task.attempt)
        for _ in range(4):
            time.sleep(0.2)
            assert not worker.turn(app, Lane.SHORT, threading.Event()).begun

    register(app, Kind("test.slow", run))
    ask(app, "test.slow")
    worker.run_once(app)

    assert tries == [1]


def test_reading_sees_one_state_of_the_database_while_others_write(app: Flask):
    counts: list[int | None] = []

    def run(task: Task) -> None:
        wanted = select(func.count()).select_from(ScheduledRun)
        with task.reading() as session:
            counts.append(session.scalar(wanted))
            effect(task, "effect")
            task.step(1, 2)
            counts.append(session.scalar(wanted))

    register(app, Kind("test.reading", run))
    ask(app, "test.reading")
    worker.run_once(app)

    assert counts[0] == counts[1]
    assert effects(app) == 1


WORKER = """
import sys, threading, time
from engage.app import create_app
from engage.jobs.models import ScheduledRun
from engage.jobs.work import Kind, register
from engage.jobs.worker import run_once
from engage.core.clock import utcnow

def run(task):
    task.session.add(ScheduledRun(name="effect 0", last_at=utcnow()))
    task.result["next"] = 1
    task.step(1, 3)
    task.session.add(ScheduledRun(name="effect that is undone", last_at=utcnow()))
    task.session.flush()
    print("inside", flush=True)
    time.sleep(60)

app = create_app()
register(app, Kind("test.killed", run))
run_once(app)
"""


def test_the_job_of_a_worker_that_was_killed_is_taken_up_again_after_its_lease(
    app: Flask, database_url: str, tmp_path: Path
):
    def rest(task: Task) -> None:
        for number in range(task.result["next"], 3):
            effect(task, f"effect {number}")

    register(app, Kind("test.killed", rest))
    id_ = ask(app, "test.killed")
    environment = os.environ | {
        "ENGAGE_DATABASE_URL": database_url,
        "ENGAGE_DATA_DIR": str(tmp_path / "data"),
        "ENGAGE_BASE_URL": "http://localhost",
        "ENGAGE_SECRET_KEY": "0123456789" * 4,
    }
    first = subprocess.Popen([sys.executable, "-c", WORKER], env=environment, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert "inside\n" in iter(first.stdout.readline, "")
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    first.stdout.close()
    left = job(app, id_)
    assert not worker.run_once(app), "nobody else takes it while the lease lasts"
    sooner(app)
    worker.run_once(app)

    assert (left.state, left.done, left.attempts) == (JobState.RUNNING, 1, 1)
    assert (job(app, id_).state, job(app, id_).attempts, effects(app)) == (JobState.DONE, 2, 3)


@ON_SQLITE
def test_names_are_given_once(app: Flask):
    register(app, Kind("test.one", lambda _: None))
    with pytest.raises(ValueError, match=r"test\.one"):
        register(app, Kind("test.one", lambda _: None))
    regular = RegularJob("test.regular", timedelta(hours=1), lambda *_: 0)
    regularly(app, regular)
    with pytest.raises(ValueError, match=r"test\.regular"):
        regularly(app, regular)


def test_the_wait_between_tries_grows_to_some_hours():
    waits = [back_off(attempt).total_seconds() for attempt in range(1, 9)]

    assert waits[:3] == [30, 120, 480]
    assert waits == sorted(waits)
    assert waits[-1] == 6 * 3600


@ON_SQLITE
def test_a_worker_whose_look_failed_looks_again(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "SECONDS_AFTER_TROUBLE", 0.05)
    stop, done, looks = threading.Event(), threading.Event(), []
    register(app, Kind("test.short", lambda _: done.set()))
    ask(app, "test.short")
    real = leases.is_any_due

    def troubled(*given: Any) -> bool:
        looks.append(1)
        if len(looks) == 1:
            raise RuntimeError("a fault")
        return real(*given)

    monkeypatch.setattr(leases, "is_any_due", troubled)
    thread = threading.Thread(target=worker.work, args=(app, stop))
    thread.start()
    assert done.wait(20)
    stop.set()
    thread.join(20)

    assert len(looks) > 1
