"""Regular jobs: what runs when, claimed so that two workers never do the same, and how each run ended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.clock import ASTRAY, utcnow
from engage.db import beside
from engage.db.engine import writing
from engage.jobs.models import ScheduledRun
from engage.jobs.problems import problem_of

log = logging.getLogger("engage.jobs")
LONGEST_RUN = timedelta(hours=1)
"""After that a run that has not ended is taken for dead, and the job may run again."""


@dataclass(frozen=True, slots=True)
class RegularJob:
    """`run(session, now)` returns how many things it did; the worker commits."""

    name: str
    every: timedelta
    run: Callable[[Session, datetime], int]
    label: Any = ""
    """What it does, for the console: `lazy_gettext(…)`."""


def is_due(job: RegularJob, last: ScheduledRun | None, now: datetime) -> bool:
    """Whether it shall run, and does not run already."""
    if last is None or last.last_at > now + ASTRAY:
        return True
    if last.last_at > now - LONGEST_RUN and is_running(last):
        return False
    return last.asked_at is not None or last.last_at <= now - job.every


def is_running(last: ScheduledRun) -> bool:
    """Begun and not ended, as far as the row tells; a worker that died said nothing."""
    return last.ended_at is None or last.ended_at < last.last_at


def next_at(job: RegularJob, last: ScheduledRun | None, now: datetime) -> datetime:
    """When it runs next, if a worker is there."""
    if last is None or last.asked_at is not None or last.last_at > now + ASTRAY:
        return now
    return max(now, last.last_at + job.every)


def due(session: Session, jobs: tuple[RegularJob, ...], now: datetime) -> tuple[RegularJob, ...]:
    """Those to run now, as far as reading tells; `claim` decides."""
    known = {row.name: row for row in session.scalars(select(ScheduledRun))}
    return tuple(job for job in jobs if is_due(job, known.get(job.name), now))


def claim(session: Session, job: RegularJob, now: datetime) -> bool:
    """Take a job that is due. One statement decides, so of two workers one gets it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(ScheduledRun).values(name=job.name, last_at=now, problem="").on_conflict_do_nothing()
    if session.execute(first.returning(ScheduledRun.name)).first():  # a count of rows is not known on PostgreSQL
        return True
    astray = ScheduledRun.last_at > now + ASTRAY
    wanted = or_(ScheduledRun.last_at <= now - job.every, ScheduledRun.asked_at.is_not(None), astray)
    free = or_(ScheduledRun.ended_at >= ScheduledRun.last_at, ScheduledRun.last_at <= now - LONGEST_RUN, astray)
    taken = (
        update(ScheduledRun)
        .where(ScheduledRun.name == job.name, wanted, free)
        .values(last_at=now, asked_at=None)
        .returning(ScheduledRun.name)
        .execution_options(synchronize_session=False)
    )
    return session.execute(taken).first() is not None


def ended(session: Session, name: str, began: datetime, *, count: int | None, problem: str = "") -> None:
    """Record how a run ended, unless a later one began meanwhile."""
    row = (
        update(ScheduledRun)
        .where(ScheduledRun.name == name, ScheduledRun.last_at == began)
        .values(ended_at=max(utcnow(), began), count=count, problem=problem)
        .execution_options(synchronize_session=False)
    )
    session.execute(row)


def run_now(session: Session, job: RegularJob, now: datetime) -> None:
    """Have it run as soon as a worker looks, whenever it is due."""
    row = session.get(ScheduledRun, job.name)
    if row is not None:  # what never ran is due anyway
        row.asked_at = now
        beside.work_waits()


def run_if_due(session: Session, job: RegularJob, now: datetime) -> bool:
    """Whether it ran to its end."""
    with writing():
        if not claim(session, job, now):
            session.rollback()
            return False
        session.commit()
        try:
            count = job.run(session, now)
            ended(session, job.name, now, count=count)
            session.commit()
        except Exception as error:
            session.rollback()
            log.exception("job failed", extra={"event": "job", "job": job.name})
            ended(session, job.name, now, count=None, problem=problem_of(error))
            session.commit()
            return False
    log.info("job done", extra={"event": "job", "job": job.name, "count": count})
    return True
