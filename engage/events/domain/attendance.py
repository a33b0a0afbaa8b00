"""Being there: on which days, for how long, and what a desk does with who stands before it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engage.core.refusal import Refusal
from engage.events.domain.kinds import RegistrationStatus

AFTER_MIDNIGHT = timedelta(hours=6)
"""How long a desk stays open after its day, for evenings that last."""
JOIN_BEFORE = timedelta(minutes=30)
"""An online room opens so long before the start."""
JOIN_AFTER = timedelta(minutes=30)
"""And stays open so long after the end."""


class NotNow(Refusal):
    """The desk of a day lets nobody in before that day."""

    code = "not_now"


class NotHere(Refusal):
    """Somebody who has no place at this site."""

    code = "not_here"


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def days(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[date, ...]:
    """The days of an event by the clock of a site. An end at midnight belongs to the day before."""
    first = local_day(starts_at, zone)
    last = max(first, local_day(ends_at - timedelta(microseconds=1), zone))
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))


def desk_window(day: date, zone: str) -> tuple[datetime, datetime]:
    """From when to when the desk of a day lets people in: from midnight until six hours after the next one."""
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    next_day = day + timedelta(days=1)
    return start, datetime(next_day.year, next_day.month, next_day.day, tzinfo=ZoneInfo(zone)) + AFTER_MIDNIGHT


def is_open(day: date, zone: str, now: datetime) -> bool:
    opens, closes = desk_window(day, zone)
    return opens <= now < closes


def join_window(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    return starts_at - JOIN_BEFORE, ends_at + JOIN_AFTER


def join_day(now: datetime, starts_at: datetime, ends_at: datetime, zone: str) -> date:
    """The day that a click on a join page counts for: today, within the days of the event."""
    known = days(starts_at, ends_at, zone)
    return min(max(local_day(now, zone), known[0]), known[-1])


class Verdict(StrEnum):
    """What a desk sees of somebody."""

    IN = "in"
    """Has come, and was let in."""
    EXPECTED = "expected"
    """Has a place and is not in yet."""
    OFFERED = "offered"
    """Places are held for them; they have not said yes yet."""
    WAITING = "waiting"
    APPLIED = "applied"
    ENDED = "ended"
    """Cancelled, declined, expired or refused."""
    OTHER_SITE = "other_site"
    OTHER_DAY = "other_day"
    """The desk is of a day that has not begun."""
    UNKNOWN = "unknown"
    """No ticket of this event."""


_OF_STATUS = {
    RegistrationStatus.CONFIRMED: Verdict.EXPECTED,
    RegistrationStatus.OFFERED: Verdict.OFFERED,
    RegistrationStatus.WAITING: Verdict.WAITING,
    RegistrationStatus.APPLIED: Verdict.APPLIED,
}


def verdict(
    status: RegistrationStatus, *, site_id: int, desk_site_id: int, came: bool, day: date, zone: str, now: datetime
) -> Verdict:
    """What stands in the way of letting somebody in, the weightiest first.

    Who ended is told so wherever they stand; who is in already is in, whatever became of their registration.
    """
    if came:
        return Verdict.IN
    found = _OF_STATUS.get(status, Verdict.ENDED)
    if found is Verdict.ENDED:
        return found
    if site_id != desk_site_id:
        return Verdict.OTHER_SITE
    if found is Verdict.EXPECTED and now < desk_window(day, zone)[0]:
        return Verdict.OTHER_DAY
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the programme."""

    starts_at: datetime
    ends_at: datetime


def minutes_on(attended: Collection[date], spans: Iterable[Span], zone: str) -> int:
    """How long the programme lasted on the days somebody was there, in minutes.

    What runs at the same time counts once. A part counts for the day on which it begins.
    """
    here = sorted((s.starts_at, s.ends_at) for s in spans if local_day(s.starts_at, zone) in attended)
    total, until = timedelta(), None
    for starts_at, ends_at in here:
        begins = starts_at if until is None else max(starts_at, until)
        if ends_at > begins:
            total += ends_at - begins
            until = ends_at
    return int(total.total_seconds()) // 60
