"""Clocks that jump: a worker whose clock is wrong does nothing, and what was dated by one holds nothing up."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts import sessions
from engage.accounts.models import ConsoleSession
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.db import clocks
from engage.db.session import db
from engage.jobs import leases, schedule, worker
from engage.jobs.models import Job, JobState, ScheduledRun
from engage.jobs.queue import ask_for
from engage.jobs.schedule import RegularJob
from engage.jobs.work import Kind, register
from engage.mail import delivery, outbox
from tests.factories.people import make_person
from tests.support.browser import Browser
from tests.support.databases import reading, transaction

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [pytest.param(-HOUR, id="an hour back"), pytest.param(DAY, id="a day ahead")]


def jump(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Of this process' clock alone: the database server keeps its own."""
    monkeypatch.setattr(clocks, "utcnow", lambda: utcnow() + by)


# -- with a database server there is a clock to compare with


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("by", JUMPS)
def test_a_worker_whose_clock_is_wrong_leaves_everything_to_others(
    app: Flask, monkeypatch: pytest.MonkeyPatch, by: timedelta
):
    did: list[int] = []
    register(app, Kind("test.once", lambda task: did.append(task.claimed.id)))
    with transaction(app) as session:
        id_ = ask_for(session, "test.once", now=utcnow()).id
    with monkeypatch.context() as wrong:
        jump(wrong, by)
        ran = worker.run_once(app)
    with reading(app) as session:
        untouched = session.get_one(Job, id_).state
        looked = session.scalar(select(func.count()).select_from(ScheduledRun))

    worker.run_once(app)
    worker.run_once(app)

    assert (ran, untouched, looked) == (0, JobState.WAITING, 0)
    assert did == [id_]


@pytest.mark.parametrize("by", JUMPS)
def test_a_server_whose_clock_is_wrong_is_not_ready(app: Flask, monkeypatch: pytest.MonkeyPatch, by: timedelta):
    """So nobody is let in who comes more than a minute too late: a balancer sends nobody there."""
    before = Browser(app).raw("GET", "/readyz")
    jump(monkeypatch, by)
    after = Browser(app).raw("GET", "/readyz")

    with app.app_context():
        alone = db.engine.dialect.name == "sqlite"  # one machine, one clock: nothing to compare with
    assert (before.status_code, before.json["clock"]) == (200, True)
    assert (after.status_code, after.json["clock"]) == ((200, True) if alone else (503, False))


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_clock_that_jumps_while_the_worker_runs_is_noticed_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch):
    with app.app_context():
        clock = clocks.Clock(db.engine)
        found = [clock.is_right(), clock.is_right()]
        jump(monkeypatch, DAY)
        found.append(clock.is_right())
        jump(monkeypatch, timedelta(seconds=20))
        found.append(clock.is_right())

    assert found == [True, True, False, True]


# -- what was written while a clock was wrong


@pytest.mark.parametrize("ended", [True, False], ids=["and ended", "and never ended"])
@pytest.mark.parametrize("ahead", [HOUR, DAY], ids=["an hour ahead", "a day ahead"])
def test_a_regular_job_that_ran_in_the_future_runs_when_the_clock_is_right_again(
    session: Session, ahead: timedelta, ended: bool
):
    ran: list[datetime] = []
    job = RegularJob("count", HOUR, lambda _session, now: ran.append(now) or 1)
    session.add(ScheduledRun(name="count", last_at=NOW + ahead, ended_at=NOW + ahead if ended else None))
    session.flush()

    for minutes in (0, 1, 59, 60):
        schedule.run_if_due(session, job, NOW + timedelta(minutes=minutes))

    assert ran == [NOW, NOW + HOUR]


def test_a_job_that_was_taken_in_the_future_is_taken_again_when_the_clock_is_right_again(session: Session):
    ask_for(session, "sum", now=NOW)
    lease = timedelta(seconds=60)
    early = leases.claim(session, ("sum",), NOW + DAY, NOW + DAY + lease)

    again = leases.claim(session, ("sum",), NOW, NOW + lease)
    held = leases.claim(session, ("sum",), NOW, NOW + lease)

    assert early
    assert again
    assert (again.id, again.attempt, held) == (early.id, 2, None)
    assert not leases.finish(session, early, NOW, {})
    assert leases.finish(session, again, NOW, {})


def test_a_mail_that_was_taken_in_the_future_is_sent_when_the_clock_is_right_again(session: Session):
    mail = outbox.put(session, "test.kind", "ada@example.org", language="en", now=NOW)
    session.flush()
    early = delivery.claim(session, NOW + DAY)

    waits = delivery.is_any_due(session, NOW)
    again = delivery.claim(session, NOW)

    assert [one.id for one in early] == [one.id for one in again] == [mail.id]
    assert waits
    assert not delivery.is_any_due(session, NOW)
    assert delivery.claim(session, NOW) == []


def test_a_session_ends_by_the_clock_and_one_begun_in_the_future_is_no_longer_than_others(session: Session):
    person = make_person(session, RoleName.ORGANISER)
    sessions.begin(session, person, data={}, now=NOW + DAY)
    (begun,) = session.scalars(select(ConsoleSession))

    assert begun.ends_at == NOW + DAY + sessions.IDLE
    assert sessions.of(session, person.id, now=begun.ends_at) == []
    assert sessions.of(session, person.id, now=begun.ends_at - timedelta(seconds=1)) == [begun]
