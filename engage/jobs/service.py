"""What people do with jobs, and what is forgotten of them."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.jobs.models import Job, JobState

DONE_KEPT = timedelta(days=30)
FAILED_KEPT = timedelta(days=90)


class NotFailed(Refusal):
    """Only what failed is run again; what is done would be done twice."""

    code = "not_failed"


def run_again(session: Session, job: Job, *, now: datetime) -> None:
    """Have a job that was given up tried again, as often as a new one.

    :raises NotFailed: when it waits, runs or is done
    """
    session.refresh(job, with_for_update=True)
    if job.state is not JobState.FAILED:
        raise NotFailed
    job.state, job.due_at, job.attempts = JobState.WAITING, now, 0
    job.ended_at, job.problem = None, ""


def forget_old(session: Session, now: datetime) -> int:
    """Delete jobs that ended long ago."""
    count = 0
    for state, kept in ((JobState.DONE, DONE_KEPT), (JobState.FAILED, FAILED_KEPT)):
        result = session.execute(delete(Job).where(Job.state == state, Job.ended_at < now - kept))
        assert isinstance(result, CursorResult)
        count += result.rowcount
    return count
