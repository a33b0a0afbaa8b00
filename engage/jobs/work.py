"""Kinds of work that a room offers, and what one run of it is given.

A room registers in its wiring: `register(app, Kind(…))` for work that is asked for (`engage.jobs.queue.ask_for`),
`regularly(app, RegularJob(…))` for what recurs. What a run does in its session and its progress are committed
together by `step`, and only while the run still holds its lease: of two workers one has the effect.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.engine import writing
from engage.jobs import leases
from engage.jobs.schedule import RegularJob

_KINDS = "engage-job-kinds"
_REGULAR = "engage-jobs"
_WATCHES = "engage-job-watches"


class LeaseLost(RuntimeError):
    """Another worker has the job now; what this one did since its last step is undone."""


class Stopped(RuntimeError):
    """The worker was told to end; the job waits for the next one and begins again, with the `result` it had."""


class Lane(StrEnum):
    """What waits for what: the worker has one thread a lane, so that no mail waits for an export."""

    SHORT = "short"
    LONG = "long"


def back_off(attempt: int) -> timedelta:
    """The wait after try number `attempt` (from 1): half a minute, then four times as long each, up to 6 hours."""
    return timedelta(seconds=min(30 * 4 ** (attempt - 1), 6 * 3600))


@dataclass(slots=True)
class Task:
    """One try of one job, as its kind sees it."""

    session: Session
    """Its transaction keeps all other writers out on SQLite from its first statement on: work in short pieces, each
    ended by `step`. What is left at the end is committed together with "done"."""
    claimed: leases.Claimed
    stopping: threading.Event
    lease: timedelta
    result: dict[str, Any] = field(default_factory=dict)
    """Kept with every step and shown at the end: ids, counts, names of files, never personal data. A later try
    begins with what the last one left here."""

    @property
    def job_id(self) -> int:
        return self.claimed.id

    @property
    def params(self) -> Mapping[str, Any]:
        return self.claimed.params

    @property
    def attempt(self) -> int:
        """From 1."""
        return self.claimed.attempt

    @property
    def by_id(self) -> int | None:
        """The person who asked."""
        return self.claimed.by_id

    @property
    def hub_id(self) -> int | None:
        return self.claimed.hub_id

    @property
    def now(self) -> datetime:
        return utcnow()

    def step(self, done: int, total: int = 0) -> None:
        """Commit what was done so far, say how far it is, and hold the job for another lease.

        :param total: 0 while it is not known
        :raises LeaseLost: when another worker took the job meanwhile; nothing since the last step is kept
        :raises Stopped: when the worker shall end; what was done so far is kept
        """
        with writing():
            held = leases.renew(
                self.session, self.claimed, self.now + self.lease, done=done, total=total, result=self.result
            )
            if not held:
                self.session.rollback()
                raise LeaseLost
            self.session.commit()
        if self.stopping.is_set():
            raise Stopped

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for long reading: one state of the database from its first statement to its end, whatever others
        write meanwhile, and nobody waits for it. `step` does not end it."""
        bind = self.session.get_bind()
        postgresql = bind.dialect.name == "postgresql"
        options = {"isolation_level": "REPEATABLE READ"} if postgresql else {}
        with Session(bind) as session:
            with writing(False):
                session.connection(execution_options=options)
            yield session


@dataclass(frozen=True, slots=True)
class Watch:
    """A queue that a room keeps itself, with leases of its own (the outbox). The worker gives it a thread."""

    name: str
    look: Callable[[Flask, threading.Event], int]
    """Look once and do what is due; how many things were done. A look that finds nothing must cost little."""


def watch(app: Flask, *watches: Watch) -> None:
    app.extensions[_WATCHES] = (*watched(app), *watches)


def watched(app: Flask) -> tuple[Watch, ...]:
    found: tuple[Watch, ...] = app.extensions.get(_WATCHES, ())
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """Work of one sort. `run` raises a `Refusal` for what will not get better by trying again."""

    name: str
    """`room.deed`; stored in the queue, so it stays."""
    run: Callable[[Task], None]
    label: Any = ""
    """What it does, for the console: `lazy_gettext(…)`."""
    most_attempts: int = 5
    longest: timedelta = timedelta(hours=2)
    """After that a run is taken for hung: another worker may take the job."""
    lane: Lane = Lane.SHORT
    again_after: Callable[[int], timedelta] = back_off
    says: Callable[[Mapping[str, Any]], str] | None = None
    """What one job is about, in the reader's language, from its `params`."""
    download: Callable[[int], str] | None = None
    """The address of what a finished job made, from its id; that page decides who may have it."""


def register(app: Flask, *kinds: Kind) -> None:
    """:raises ValueError: when a kind of that name is there already"""
    known: dict[str, Kind] = app.extensions.setdefault(_KINDS, {})
    for kind in kinds:
        if kind.name in known:
            raise ValueError(f"two kinds of job are called {kind.name}")
        known[kind.name] = kind


def kinds(app: Flask) -> Mapping[str, Kind]:
    found: Mapping[str, Kind] = app.extensions.get(_KINDS, {})
    return found


def regularly(app: Flask, *jobs: RegularJob) -> None:
    """:raises ValueError: when a regular job of that name is there already"""
    known = regular(app)
    for job in jobs:
        if any(each.name == job.name for each in known):
            raise ValueError(f"two regular jobs are called {job.name}")
        known = (*known, job)
    app.extensions[_REGULAR] = known


def regular(app: Flask) -> tuple[RegularJob, ...]:
    found: tuple[RegularJob, ...] = app.extensions.get(_REGULAR, ())
    return found
