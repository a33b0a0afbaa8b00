"""What the worker remembers: regular runs, and work that was asked for once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Given up after the last try; somebody has to look."""


class ScheduledRun(Base):
    """When a regular job ran last; the row is claimed before the work begins."""

    __tablename__ = "scheduled_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """Of the last run; before `last_at` while it runs."""
    count: Mapped[int | None]
    """How many things it did."""
    asked_at: Mapped[datetime | None]
    """When somebody wanted it run at once; empty again as soon as it is."""
    problem: Mapped[str] = mapped_column(String(300), default="")
    """Of the last run; empty when it went well. Without personal data."""


class Job(Base):
    """Work that was asked for once, in the same transaction as what makes it needed."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(one_of("state", JobState), name="state"),
        Index("ix_job_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str | None] = mapped_column(String(100), unique=True)
    """Of work that is to be done once: asking again for what waits or runs changes nothing. Emptied at the end."""
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids and settings, never personal data."""
    state: Mapped[JobState] = mapped_column(EnumText(JobState), default=JobState.WAITING)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    """While it runs; after that another worker takes it."""
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Progress in steps; 0 of 0 while it is not known."""
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None]
    """The person who asked, for "your work"."""
    hub_id: Mapped[int | None] = mapped_column(index=True)
