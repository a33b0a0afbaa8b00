"""Asking for work: in the transaction that makes it needed. The worker does it, once, and again when it fails."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.db import beside
from engage.jobs.models import Job


def ask_for(
    session: Session,
    kind: str,
    params: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    by: int | None = None,
    hub_id: int | None = None,
    now: datetime,
) -> Job:
    """Have a registered kind of work done.

    :param key: work of the same key that waits or runs already is not asked for again; that one is returned
    """
    if key is not None:
        found = session.scalar(select(Job).where(Job.key == key))
        if found is not None:
            return found
    job = Job(
        id=random_id(),
        kind=kind,
        key=key,
        params=dict(params or {}),
        made_at=now,
        due_at=due_at or now,
        by_id=by,
        hub_id=hub_id,
    )
    session.add(job)
    session.flush()
    beside.work_waits()
    return job
