"""What time it is. Rules get `now` as an argument; only edges call this."""

from datetime import UTC, datetime, timedelta

ASTRAY = timedelta(minutes=10)
"""A lease or a run dated further ahead than this was written while a clock was wrong: it holds nothing."""


def utcnow() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
