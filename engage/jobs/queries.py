"""What there is to see of jobs."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engage.jobs.models import Job, JobState, ScheduledRun


def jobs(hubs: Collection[int] | None) -> Select[Job]:
    """Those of some hubs; None for all."""
    statement = select(Job)
    return statement if hubs is None else statement.where(Job.hub_id.in_(hubs))


def asked_by(person_id: int) -> Select[Job]:
    return select(Job).where(Job.by_id == person_id)


def one(session: Session, job_id: int) -> Job | None:
    return session.get(Job, job_id)


def running_for(session: Session, person_id: int) -> list[Job]:
    """What somebody asked for and does not have yet, the newest first."""
    unfinished = asked_by(person_id).where(Job.state.in_([JobState.WAITING, JobState.RUNNING]))
    return list(session.scalars(unfinished.order_by(Job.made_at.desc()).limit(5)))


def failed(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)) or 0


def regular_runs(session: Session) -> Mapping[str, ScheduledRun]:
    return {row.name: row for row in session.scalars(select(ScheduledRun))}


def overdue_since(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest job waits that a worker could take; None when nothing waits."""
    return session.scalar(select(func.min(Job.due_at)).where(Job.state == JobState.WAITING, Job.due_at <= now))
