"""Retention: what is over is deleted each day, and what was deleted is kept as a number."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.privacy.models import RetentionRun
from engage.privacy.registry import Keeps

log = logging.getLogger("engage.privacy")
FAILED = -1
"""What a run says of a store whose deletion failed; it is tried again at the next."""


def run(session: Session, entries: Sequence[Keeps], now: datetime) -> RetentionRun:
    """Delete what is over, store by store: one that fails takes nothing from the others."""
    deleted: dict[str, int] = {}
    for entry in entries:
        if entry.delete_due is None and entry.files_due is None:
            continue
        try:
            with session.begin_nested():
                count = entry.delete_due(session, now) if entry.delete_due else 0
            deleted[entry.store] = count + _unlink(entry, now)
        except Exception:
            log.exception("retention failed", extra={"event": "retention", "where": entry.store})
            deleted[entry.store] = FAILED
    kept = RetentionRun(at=now, deleted=deleted)
    session.add(kept)
    session.flush()
    return kept


def _unlink(entry: Keeps, now: datetime) -> int:
    paths = list(entry.files_due(now)) if entry.files_due else []
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def due(session: Session, entries: Sequence[Keeps], now: datetime) -> dict[str, int]:
    """What a run would delete now. The session is rolled back."""
    found: dict[str, int] = {}
    for entry in entries:
        if entry.delete_due is None and entry.files_due is None:
            continue
        rows = entry.delete_due(session, now) if entry.delete_due else 0
        found[entry.store] = rows + (sum(1 for _ in entry.files_due(now)) if entry.files_due else 0)
    session.rollback()
    return found


def runs(session: Session, most: int = 90) -> Sequence[RetentionRun]:
    """The newest first."""
    return session.scalars(select(RetentionRun).order_by(RetentionRun.id.desc()).limit(most)).all()
