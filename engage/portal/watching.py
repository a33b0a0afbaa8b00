"""What whoever runs the service wants to know, as numbers: database, work that waits, mails, backups, disk.

Counts and ages only. Nothing tells who did what, and nothing counts answers: with the minutes between two looks that
could tell when somebody answered.
"""

import platform
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.db import beside, migrate
from engage.jobs.models import Job, JobState, ScheduledRun
from engage.mail.models import MailState, OutboxMail
from engage.privacy.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `name` says its unit."""

    name: str
    about: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


def figures(session: Session, settings: Settings, now: datetime) -> Iterator[Figure]:
    """All of them; without those of the database while it is away."""
    yield Figure("engage_build_info", "This release.", 1, {"version": version("engage"), "python": _python()})
    yield from _disk(settings)
    server = beside.of(session)
    if server:
        yield Figure("engage_beside_up", "Whether Valkey or Redis answers.", server.answers())
    try:
        found = [*_database(session), *_jobs(session, now), *_mails(session, now), *_backup(session)]
    except SQLAlchemyError:
        session.rollback()
        yield Figure("engage_database_up", "Whether the database answers.", 0)
        return
    yield Figure("engage_database_up", "Whether the database answers.", 1)
    yield from found


def _python() -> str:
    return platform.python_version()


def _disk(settings: Settings) -> Iterator[Figure]:
    try:
        disk = shutil.disk_usage(settings.data_dir)
    except OSError:
        return
    yield Figure("engage_disk_free_bytes", "Free where the data directory is.", disk.free)
    yield Figure("engage_disk_size_bytes", "Size of the disk where the data directory is.", disk.total)


def _database(session: Session) -> Iterator[Figure]:
    connection = session.connection()
    kind = connection.dialect.name
    asked = (
        "SELECT pg_database_size(current_database())"
        if kind == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    yield Figure("engage_database_size_bytes", "Size of the database.", float(session.scalar(text(asked)) or 0))
    migrated = migrate.current(connection.engine) == migrate.head()
    yield Figure("engage_database_migrated", "Whether it is as this release wants it.", migrated)


def _jobs(session: Session, now: datetime) -> Iterator[Figure]:
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    number: dict[JobState, int] = {row[0]: row[1] for row in rows}
    for state in (JobState.WAITING, JobState.RUNNING, JobState.FAILED):
        yield Figure("engage_jobs", "Jobs that were asked for.", number.get(state, 0), {"state": state.value})
    since = session.scalar(select(func.min(Job.due_at)).where(Job.state == JobState.WAITING, Job.due_at <= now))
    yield Figure("engage_jobs_oldest_seconds", "How long the oldest job waits that is due.", _age(since, now))
    runs = session.scalars(select(ScheduledRun).order_by(ScheduledRun.name)).all()
    ended = [run.ended_at for run in runs if run.ended_at]
    if ended:
        last = max(ended).timestamp()
        yield Figure("engage_worker_last_run_timestamp_seconds", "When a recurring job ended last.", last)
    for run in runs:
        about = "Whether the last run of a recurring job failed."
        yield Figure("engage_recurring_job_failed", about, bool(run.problem), {"job": run.name})


def _mails(session: Session, now: datetime) -> Iterator[Figure]:
    for state in (MailState.WAITING, MailState.FAILED, MailState.BOUNCED):
        number = session.scalar(select(func.count()).select_from(OutboxMail).where(OutboxMail.state == state)) or 0
        yield Figure("engage_mails", "Mails of the outbox.", number, {"state": state.value})
    waits = (OutboxMail.state == MailState.WAITING, OutboxMail.due_at <= now)
    since = session.scalar(select(func.min(OutboxMail.due_at)).where(*waits))
    yield Figure("engage_mails_oldest_seconds", "How long the oldest mail waits that is due.", _age(since, now))


def _backup(session: Session) -> Iterator[Figure]:
    made = session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.action == "backup.made"))
    at = made.timestamp() if made else 0
    yield Figure("engage_backup_timestamp_seconds", "When `engage backup` made the last backup; 0: never.", at)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
