"""When things take place: sessions that are in each other's way, and series that keep their hour of the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations

from engage.core import zones

MOST_TIMES = 60
"""Events of one series."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One session, as far as its hour matters."""

    id: int
    starts_at: datetime
    ends_at: datetime
    site_id: int | None = None
    """None: at all sites."""
    track_id: int | None = None
    speakers: tuple[int, ...] = ()

    def meets(self, other: "Slot") -> bool:
        """Whether both take place at some moment; one that begins as another ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class ClashKind(StrEnum):
    OUTSIDE = "outside"
    """A session begins before its event or ends after it."""
    SPEAKER = "speaker"
    """Somebody speaks in two sessions at once."""
    ROOM = "room"
    """Two sessions at one site at once that are not parallel tracks."""


@dataclass(frozen=True, slots=True)
class Clash:
    kind: ClashKind
    slot: int
    other: int | None = None
    speaker: int | None = None


def clashes(slots: Sequence[Slot], starts_at: datetime, ends_at: datetime) -> list[Clash]:
    """What is in the way in a programme: worth a warning, never a refusal (rooms are larger than we know)."""
    return [*_outside(slots, starts_at, ends_at), *_pairs(slots)]


def _outside(slots: Sequence[Slot], starts_at: datetime, ends_at: datetime) -> Iterator[Clash]:
    for slot in slots:
        if slot.starts_at < starts_at or slot.ends_at > ends_at:
            yield Clash(ClashKind.OUTSIDE, slot.id)


def _pairs(slots: Sequence[Slot]) -> Iterator[Clash]:
    for one, other in combinations(slots, 2):
        if not one.meets(other):
            continue
        for speaker in sorted({*one.speakers} & {*other.speakers}):
            yield Clash(ClashKind.SPEAKER, one.id, other.id, speaker)
        if _one_room(one, other):
            yield Clash(ClashKind.ROOM, one.id, other.id)


def _one_room(one: Slot, other: Slot) -> bool:
    if one.track_id is not None and other.track_id is not None and one.track_id != other.track_id:
        return False
    return one.site_id is None or other.site_id is None or one.site_id == other.site_id


class Every(StrEnum):
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


def later(first: date, every: Every, number: int) -> date:
    """The day of the `number`th repetition. Months that lack the day have it on their last one."""
    if every is not Every.MONTH:
        return first + timedelta(weeks=number * (2 if every is Every.TWO_WEEKS else 1))
    months = first.month - 1 + number
    year, month = first.year + months // 12, months % 12 + 1
    for day in range(first.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, first.day)


def shifted(moment: datetime, days: int, zone: str) -> datetime:
    """The moment so many days later at the same hour of the clock in a zone, over summer time too.

    Where that hour does not exist or comes twice, the later of the two readings that `engage.core.zones` gives for the
    first and the earlier for the second: an hour that is skipped is begun an hour later, as the clock does.
    """
    wall = zones.local(moment, zone).replace(tzinfo=None) + timedelta(days=days)
    reading = zones.read(wall, zone)
    return reading.moments[-1] if reading.kind is zones.Kind.NEVER else reading.moments[0]


def days_until(moment: datetime, day: date, zone: str) -> int:
    """By how many days something at a moment moves so that it begins on a day of the zone's calendar."""
    return (day - zones.local(moment, zone).date()).days
