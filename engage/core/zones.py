"""Local times: what somebody means by a date and a time of day in a time zone.

Twice a year a local time does not exist (clocks go forward) or comes twice (clocks go back). Neither is guessed at:
both readings are handed out, and whoever typed it says which.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

DEFAULT = "Europe/Brussels"
_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


class Kind(StrEnum):
    PLAIN = "plain"
    TWICE = "twice"
    """Clocks go back: the same time comes again an hour later."""
    NEVER = "never"
    """Clocks go forward over it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a local time may mean: one moment (UTC), or two to choose from, the earlier first."""

    kind: Kind
    moments: tuple[datetime, ...]


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The time zones that are named after a place (IANA), and UTC."""
    return ("UTC", *sorted(name for name in available_timezones() if name.split("/")[0] in _AREAS and "/" in name))


def is_zone(name: str) -> bool:
    return name in names()


def meant(typed: str) -> str:
    """The zone that somebody typed: its name in any case, or the place alone ("oslo"); else what was typed."""
    wanted = "_".join(typed.split()).casefold()
    whole = [name for name in names() if name.casefold() == wanted]
    places = [name for name in names() if name.rpartition("/")[2].casefold() == wanted]
    return next(iter(whole or places), typed.strip())


def zone(name: str) -> ZoneInfo:
    """The zone of this name, or the product's own where there is none."""
    return ZoneInfo(name if is_zone(name) else DEFAULT)


def local(moment: datetime, name: str) -> datetime:
    """An aware moment on the clock of a zone."""
    return moment.astimezone(zone(name))


def read(wall: datetime, name: str) -> Reading:
    """What a date and a time of day (naive) mean in a zone.

    For a time that the clocks jump over, the moments are those that it would be by the clock before and after the
    jump: 02:30 in a jump from 02:00 to 03:00 gives 01:30 and 03:30.
    """
    where = zone(name)
    moments = sorted({wall.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)})
    if len(moments) == 1:
        return Reading(Kind.PLAIN, tuple(moments))
    there = moments[0].astimezone(where).replace(tzinfo=None) == wall
    return Reading(Kind.TWICE if there else Kind.NEVER, tuple(moments))
