"""When people are reminded of an event: on the mornings of some days before it, each once."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)


def moment_of(days: int, starts_at: datetime, zone: str) -> datetime:
    """In the morning of the day so many days before the first one, by the clock of the event (UTC)."""
    there = ZoneInfo(zone)
    day = starts_at.astimezone(there).date() - timedelta(days=days)
    return datetime.combine(day, MORNING, there).astimezone(UTC)


def due(days: Collection[int], starts_at: datetime, zone: str, now: datetime) -> tuple[int, ...]:
    """The reminders whose morning has come, the latest first; none once it has begun."""
    if now >= starts_at:
        return ()
    return tuple(sorted(each for each in set(days) if moment_of(each, starts_at, zone) <= now))


def to_send(due: Collection[int], reminded: Collection[int]) -> bool:
    """Whether the latest reminder that is due has not been sent: of several that were missed, one mail is enough."""
    return bool(due) and min(due) not in reminded
