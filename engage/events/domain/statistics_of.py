"""Figures of an event for its teams: exact, and counted in persons. What is published is rounded elsewhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from engage.events.domain.kinds import HOLDING, AttendeeRole, Channel, RegistrationStatus

MOST_DAYS = 62
"""A longer time is told by week."""


@dataclass(frozen=True, slots=True)
class Group:
    """Persons that are alike in all that figures tell apart."""

    status: RegistrationStatus
    site_id: int
    role: AttendeeRole
    country: str
    traits: str
    channel: Channel
    language: str
    confirmed: bool
    """The mail address is, or there is none to confirm."""
    came: bool
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How many persons, by how far they are."""

    registered: int = 0
    """All who ever asked."""
    held: int = 0
    """With a place, or an offer of one."""
    waiting: int = 0
    applied: int = 0
    cancelled: int = 0
    """Ended in any way."""
    came: int = 0
    unconfirmed: int = 0

    @property
    def no_show(self) -> float | None:
        """The share of those with a place who did not come; None without anybody."""
        missing = max(0, self.held - self.came)
        return missing / self.held if self.held else None


def figures(groups: Iterable[Group]) -> Figures:
    counts: Counter[str] = Counter()
    for group in groups:
        counts["registered"] += group.number
        counts[_part(group.status)] += group.number
        counts["came"] += group.number * group.came
        counts["unconfirmed"] += group.number * (not group.confirmed and _part(group.status) != "cancelled")
    return Figures(**counts)


def _part(status: RegistrationStatus) -> str:
    if status in HOLDING:
        return "held"
    match status:
        case RegistrationStatus.WAITING:
            return "waiting"
        case RegistrationStatus.APPLIED:
            return "applied"
    return "cancelled"


def by(groups: Sequence[Group], key: Callable[[Group], Iterable[str]]) -> dict[str, Figures]:
    """Figures of each value, the largest first. Persons with several values count under each."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        for value in key(group):
            found.setdefault(value, []).append(group)
    counted = {value: figures(inside) for value, inside in found.items()}
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1].registered, pair[0])))


@dataclass(frozen=True, slots=True)
class Step:
    """What happened on one day, or in the week that begins on it: in persons."""

    day: date
    registered: int
    ended: int


def over_time(registered: Mapping[date, int], ended: Mapping[date, int]) -> tuple[tuple[Step, ...], bool]:
    """Each day from the first to the last, or each week where that would be more than 62; whether it is by week."""
    days = sorted({*registered, *ended})
    if not days:
        return (), False
    weekly = (days[-1] - days[0]).days >= MOST_DAYS

    def start(day: date) -> date:
        return day - timedelta(days=day.weekday()) if weekly else day

    came, went = Counter[date](), Counter[date]()
    for day, number in registered.items():
        came[start(day)] += number
    for day, number in ended.items():
        went[start(day)] += number
    first, last, length = start(days[0]), start(days[-1]), 7 if weekly else 1
    span = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, length)]
    return tuple(Step(day, came[day], went[day]) for day in span), weekly


@dataclass(frozen=True, slots=True)
class Waited:
    """How long parties have waited, in days."""

    number: int
    median: float
    longest: float


def waited(seconds: Sequence[float]) -> Waited | None:
    """None when nobody waits."""
    days = [each / 86_400 for each in seconds]
    return Waited(len(days), median(days), max(days)) if days else None
