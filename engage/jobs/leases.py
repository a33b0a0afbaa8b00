"""Who holds which job, and until when. One statement decides each, so of two workers one gets it.

The number of the try is the token: a worker whose lease ran out finds that the job has another number, and can
neither report progress nor an end. Callers own the transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, or_, select, update
from sqlalchemy.orm import Session

from engage.core.clock import ASTRAY
from engage.jobs.models import Job, JobState

LONGEST_PROBLEM = 300
DIED = "worker_died"
"""The problem of a job whose worker ended in the middle of its last try."""


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    kind: str
    attempt: int
    params: Mapping[str, Any]
    result: Mapping[str, Any]
    by_id: int | None
    hub_id: int | None


def _takeable(kinds: Collection[str], now: datetime) -> ColumnElement[bool]:
    waits = and_(Job.state == JobState.WAITING, Job.due_at <= now)
    over = or_(Job.leased_until < now, Job.leased_until > now + ASTRAY)
    abandoned = and_(Job.state == JobState.RUNNING, over)
    return and_(Job.kind.in_(kinds), or_(waits, abandoned))


def is_any_due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    return session.execute(select(Job.id).where(_takeable(kinds, now)).limit(1)).first() is not None


def claim(session: Session, kinds: Collection[str], now: datetime, until: datetime) -> Claimed | None:
    """Take the job that is due longest: one that waits, or one whose worker did not come back."""
    first = select(Job.id).where(_takeable(kinds, now)).order_by(Job.due_at, Job.id).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        first = first.with_for_update(skip_locked=True)
    taken = (
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(
            state=JobState.RUNNING,
            leased_until=until,
            attempts=Job.attempts + 1,
            started_at=now,
            ended_at=None,
            problem="",
        )
        .returning(Job.id, Job.kind, Job.attempts, Job.params, Job.result, Job.by_id, Job.hub_id)
    )
    row = session.execute(taken, execution_options={"synchronize_session": False}).first()
    return None if row is None else Claimed(*row)


def _held(claimed: Claimed) -> Update:
    """Only while nobody else took the job."""
    return update(Job).where(Job.id == claimed.id, Job.state == JobState.RUNNING, Job.attempts == claimed.attempt)


def _change(session: Session, claimed: Claimed, **values: Any) -> bool:
    statement = _held(claimed).values(**values).returning(Job.id)
    return session.execute(statement, execution_options={"synchronize_session": False}).first() is not None


def renew(
    session: Session,
    claimed: Claimed,
    until: datetime,
    **progress: Any,
) -> bool:
    """Hold it longer, and say how far it is; False when another worker has it."""
    return _change(session, claimed, leased_until=until, **progress)


def finish(session: Session, claimed: Claimed, now: datetime, result: Mapping[str, Any]) -> bool:
    """Done; the same may be asked for again from now on. False when another worker has it."""
    return _change(
        session,
        claimed,
        state=JobState.DONE,
        ended_at=now,
        leased_until=None,
        key=None,
        result=dict(result),
        done=Job.total,
    )


def fail(session: Session, claimed: Claimed, now: datetime, problem: str, again_at: datetime | None) -> bool:
    """Try again at `again_at`, or give up without one."""
    if again_at is not None:
        return _change(
            session,
            claimed,
            state=JobState.WAITING,
            due_at=again_at,
            leased_until=None,
            problem=problem[:LONGEST_PROBLEM],
        )
    return _change(
        session,
        claimed,
        state=JobState.FAILED,
        ended_at=now,
        leased_until=None,
        key=None,
        problem=problem[:LONGEST_PROBLEM],
    )


def give_back(session: Session, claimed: Claimed, now: datetime) -> bool:
    """The worker ends in the middle: another one takes the job at once, and the try does not count."""
    return _change(
        session, claimed, state=JobState.WAITING, due_at=now, leased_until=None, attempts=claimed.attempt - 1
    )
