"""Regular jobs: what runs when, claimed so that two workers never do the same."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.jobs.models import ScheduledRun

log = logging.getLogger("engage.jobs")


@dataclass(frozen=True, slots=True)
class RegularJob:
    """`run(session, now)` returns how many things it did; the worker commits."""

    name: str
    every: timedelta
    run: Callable[[Session, datetime], int]


def claim(session: Session, job: RegularJob, now: datetime) -> bool:
    """Take a job that is due. One statement decides, so of two workers one gets it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(ScheduledRun).values(name=job.name, last_at=now).on_conflict_do_nothing()
    if session.execute(first.returning(ScheduledRun.name)).first():  # a count of rows is not known on PostgreSQL
        return True
    due = (
        update(ScheduledRun)
        .where(ScheduledRun.name == job.name, ScheduledRun.last_at <= now - job.every)
        .values(last_at=now)
        .returning(ScheduledRun.name)
        .execution_options(synchronize_session=False)
    )
    return session.execute(due).first() is not None


def run_due(session: Session, jobs: tuple[RegularJob, ...], now: datetime) -> int:
    """Run what is due, each in its own transaction. A job that fails is logged and tried again when due next."""
    ran = 0
    for job in jobs:
        if not claim(session, job, now):
            session.rollback()
            continue
        session.commit()
        try:
            count = job.run(session, now)
            session.commit()
        except Exception:
            session.rollback()
            log.exception("job failed", extra={"event": "job", "job": job.name})
        else:
            log.info("job done", extra={"event": "job", "job": job.name, "count": count})
            ran += 1
    return ran
