"""VTIMEZONE: what a time zone's clocks do in the years that a calendar file is about (RFC 5545, section 3.6.5).

Made here and not by a library: an observance begins at the local time *before* its change (TZOFFSETFROM), and a yearly
change is a rule, as calendars of all makers write it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDDDLists, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """The clocks of a zone at a moment: which offset they leave and which they take."""

    at: datetime
    """UTC."""
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def wall(self) -> datetime:
        """What the clocks show just before: local time without a zone."""
        return (self.at + self.before).replace(tzinfo=None)


def changes(zone: str, first: int, last: int) -> Iterator[Change]:
    """Every change of a zone's clocks from the first day of a year to the last of another, the earliest first."""
    where = ZoneInfo(zone)
    day = datetime(first, 1, 1, tzinfo=UTC)
    end = datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if _state(day, where) != _state(following, where):
            yield _change(day, following, where)
        day = following


def _state(moment: datetime, where: ZoneInfo) -> tuple[timedelta, str, bool]:
    local = moment.astimezone(where)
    return local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst())


def _change(low: datetime, high: datetime, where: ZoneInfo) -> Change:
    """The second of a change between two moments, by halving."""
    before = _state(low, where)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _state(middle, where) == before else (low, middle)
    offset, name, summer = _state(high, where)
    return Change(high, before[0], offset, name, summer)


@lru_cache(maxsize=256)
def timezone(zone: str, first: int, last: int) -> Timezone:
    """What a file says of a zone: how its clocks stand when the first year begins, and each change until the last ends.

    :param zone: a name of IANA
    :param first: the year of the earliest moment in the file; the year before is told too
    :param last: of the latest; likewise the year after
    """
    made = Timezone()
    made.add("tzid", zone)
    found = list(changes(zone, first - 1, last + 1))
    made.add_component(_at_first(zone, first - 1))
    kinds = dict.fromkeys((each.before, each.after, each.name, each.summer) for each in found)
    for kind in kinds:
        of_kind = [each for each in found if (each.before, each.after, each.name, each.summer) == kind]
        made.add_component(_observance(of_kind))
    return made


def _at_first(zone: str, year: int) -> TimezoneStandard | TimezoneDaylight:
    start = datetime(year, 1, 1, tzinfo=UTC)
    offset, name, summer = _state(start, ZoneInfo(zone))
    wall = (start + offset).replace(tzinfo=None)
    return _component(Change(start, offset, offset, name, summer), wall)


def _observance(found: Sequence[Change]) -> TimezoneStandard | TimezoneDaylight:
    made = _component(found[0], found[0].wall)
    rule = _rule(found)
    if rule:
        made.add("rrule", vRecur(rule))
    elif len(found) > 1:
        made.add("rdate", vDDDLists([each.wall for each in found[1:]]))
    return made


def _component(change: Change, wall: datetime) -> TimezoneStandard | TimezoneDaylight:
    made = TimezoneDaylight() if change.summer else TimezoneStandard()
    made.add("dtstart", wall)
    made.add("tzname", change.name)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    return made


def _rule(found: Sequence[Change]) -> dict[str, object] | None:
    """The yearly rule that these changes follow; None where they follow none."""
    walls = [each.wall for each in found]
    yearly = len(walls) > 1 and all(b.year - a.year == 1 for a, b in pairwise(walls))
    if not yearly or len({(wall.month, wall.weekday(), wall.time()) for wall in walls}) > 1:
        return None
    from_end = all((wall + timedelta(days=7)).month != wall.month for wall in walls)
    counted = {(wall.day - 1) // 7 + 1 for wall in walls}
    if not from_end and len(counted) > 1:
        return None
    which = -1 if from_end else counted.pop()
    return {"freq": "yearly", "bymonth": walls[0].month, "byday": f"{which}{_DAYS[walls[0].weekday()]}"}
