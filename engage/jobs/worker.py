"""The worker: looks each second, runs what is due, one thread a lane.

A look costs two indexed reads. A run happens outside of the claim's transaction; a thread beside it renews the
lease, so that a job is taken up again soon after its worker died, however long it takes.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db import beside
from engage.db.clocks import Clock
from engage.db.engine import writing
from engage.db.session import db
from engage.jobs import leases, schedule
from engage.jobs.problems import problem_of
from engage.jobs.work import Kind, Lane, LeaseLost, Stopped, Task, kinds, regular, watched

log = logging.getLogger("engage.jobs")
LEASE = timedelta(seconds=60)
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_AFTER_TROUBLE = 5.0


def work(app: Flask, stop: threading.Event) -> None:
    """Run what is due until `stop` is set; then what runs ends after its current step."""
    looks: list[Callable[[], int]] = [partial(watch.look, app, stop) for watch in watched(app)]
    looks.append(lambda: turn(app, Lane.LONG, stop).begun)
    looks.append(lambda: turn(app, Lane.SHORT, stop).begun)
    bells = [threading.Event() for _ in looks]
    with app.app_context():
        server, clock = beside.of_engine(db.engine), Clock(db.engine)
    looks = [partial(_at_the_right_time, clock, look) for look in looks]
    threads = [
        threading.Thread(target=_keep_looking, args=(look, stop, bell if server else None), name="beside")
        for look, bell in zip(looks, bells, strict=True)
    ]
    if server:
        threads.append(threading.Thread(target=server.listen, args=(partial(_ring, bells), stop), name="bell"))
    for thread in threads:
        thread.start()
    stop.wait()
    _ring(bells)
    for thread in threads:
        thread.join()


def _ring(bells: list[threading.Event]) -> None:
    for bell in bells:
        bell.set()


def _at_the_right_time(clock: Clock, look: Callable[[], int]) -> int:
    """With a wrong clock nothing is done: others, whose clock is right, do it."""
    return look() if clock.is_right() else 0


def _keep_looking(look: Callable[[], int], stop: threading.Event, bell: threading.Event | None = None) -> None:
    """Look again each second, or at once when the bell rings."""
    wake = bell or stop
    while not stop.is_set():
        if bell:
            bell.clear()
        try:
            if not look():
                wake.wait(SECONDS_BETWEEN_LOOKS)
        except Exception:  # the database is away or busy, or there is a fault: no thread ends of it, it looks again
            log.exception("jobs cannot be looked at", extra={"event": "job"})
            stop.wait(SECONDS_AFTER_TROUBLE)


def run_once(app: Flask, stop: threading.Event | None = None) -> int:
    """Run what is due now, in both lanes, until nothing is; how many ended well."""
    stop, ran = stop or threading.Event(), 0
    with app.app_context():
        if not Clock(db.engine).is_right():
            return 0
    for lane in Lane:
        while (found := turn(app, lane, stop)).begun and not stop.is_set():
            ran += found.well
    for watch in watched(app):
        while watch.look(app, stop) and not stop.is_set():
            pass
    return ran


@dataclass(frozen=True, slots=True)
class Turn:
    begun: int
    well: int
    """How many of them ended well."""


def turn(app: Flask, lane: Lane, stop: threading.Event) -> Turn:
    """Every regular job that is due, then one that was asked for: neither keeps the other waiting."""
    names = [kind.name for kind in kinds(app).values() if kind.lane is lane]
    recurring = regular(app) if lane is Lane.SHORT else ()
    begun = well = 0
    now = utcnow()
    with app.app_context(), writing(False):
        due = schedule.due(db.session(), recurring, now) if recurring else ()
        waits = bool(names) and leases.is_any_due(db.session(), names, now)
    for job in due:
        if stop.is_set():
            break
        with app.app_context():
            begun, well = begun + 1, well + schedule.run_if_due(db.session(), job, utcnow())
    if waits and not stop.is_set():
        with app.app_context():
            claimed = _claim(db.session(), names, utcnow())
            if claimed is not None:
                begun, well = begun + 1, well + _run(app, claimed, stop)
    return Turn(begun, well)


def _claim(session: Session, names: list[str], now: datetime) -> leases.Claimed | None:
    with writing():
        claimed = leases.claim(session, names, now, now + LEASE)
        session.commit()
    return claimed


def _run(app: Flask, claimed: leases.Claimed, stop: threading.Event) -> bool:
    """One try; whether the job is done."""
    kind, session = kinds(app)[claimed.kind], db.session()
    task = Task(session, claimed, stop, LEASE, dict(claimed.result))
    named = {"event": "job", "job": kind.name}
    try:
        if claimed.attempt > kind.most_attempts:
            return _failed(session, claimed, leases.DIED, None)
        with writing(), _lease_kept(db.engine, claimed, kind.longest), _undone_when_it_fails(session):
            kind.run(task)
            if not leases.finish(session, claimed, utcnow(), task.result):
                raise LeaseLost
            session.commit()
    except LeaseLost:
        log.warning("job was taken by another worker", extra=named)
    except Stopped:
        with writing():
            leases.give_back(session, claimed, utcnow())
            session.commit()
        log.info("job waits for the next worker", extra=named)
    except Exception as error:
        log.exception("job failed", extra=named)
        _failed(session, claimed, problem_of(error), _again_at(kind, claimed, error))
    else:
        log.info("job done", extra=named)
        return True
    return False


def _again_at(kind: Kind, claimed: leases.Claimed, error: Exception) -> datetime | None:
    """When to try again; None for what will not get better, or was tried often enough."""
    if isinstance(error, Refusal) or claimed.attempt >= kind.most_attempts:
        return None
    return utcnow() + kind.again_after(claimed.attempt)


def _failed(session: Session, claimed: leases.Claimed, problem: str, again_at: datetime | None) -> bool:
    with writing():
        leases.fail(session, claimed, utcnow(), problem, again_at)
        session.commit()
    return False


@contextmanager
def _undone_when_it_fails(session: Session) -> Iterator[None]:
    """At once: on SQLite whoever renews the lease waits for this transaction."""
    try:
        yield
    except BaseException:
        session.rollback()
        raise


@contextmanager
def _lease_kept(engine: Engine, claimed: leases.Claimed, longest: timedelta) -> Iterator[None]:
    """While the block runs the lease is renewed, from a thread and a connection of its own."""
    over, last = threading.Event(), utcnow() + longest

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 3) and utcnow() < last:
            try:
                with writing(), Session(engine) as session:
                    leases.renew(session, claimed, utcnow() + LEASE)
                    session.commit()
            except DBAPIError:  # the run itself may be writing just now; there is time for two more
                log.warning("a lease could not be renewed", extra={"event": "job", "job": claimed.kind})

    thread = threading.Thread(target=renew, name="lease")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
