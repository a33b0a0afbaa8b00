"""One clock for all processes. With a database server it is the server's; an embedded database has one machine.

A process whose clock is wrong takes what others hold, keeps for a day what it should for a minute, and lets in who
came too late: its worker does nothing, and its server says that it is not ready.
"""

import logging
import time
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, text

from engage.core.clock import utcnow

log = logging.getLogger("engage.clock")
MOST_APART = timedelta(seconds=60)
ASK_AGAIN_AFTER = 60.0
JUMP = 1.0
"""Seconds that our clock and the time that passes may differ before the server is asked at once."""


def apart(connection: Connection) -> timedelta:
    """How far our clock is ahead of the database server's; nothing for an embedded database."""
    if connection.dialect.name == "sqlite":
        return timedelta(0)
    before = utcnow()
    theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return before + (utcnow() - before) / 2 - theirs


def is_right(connection: Connection) -> bool:
    return abs(apart(connection)) <= MOST_APART


class Clock:
    """Whether our clock is right, for who looks each second: asked each minute, and when it jumped."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked_at: float | None = None
        self._began = 0.0
        self._right = True

    def is_right(self) -> bool:
        began = utcnow().timestamp() - time.monotonic()
        now = time.monotonic()
        known = self._asked_at is not None and now - self._asked_at < ASK_AGAIN_AFTER
        if not known or abs(began - self._began) > JUMP:
            self._ask(now, began)
        return self._right

    def _ask(self, now: float, began: float) -> None:
        with self._engine.connect() as connection:
            off = apart(connection)
        self._right = abs(off) <= MOST_APART
        self._asked_at, self._began = now, began
        if not self._right:
            log.error("the clock is wrong", extra={"event": "clock", "seconds": round(off.total_seconds())})
