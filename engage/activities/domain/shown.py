"""An activity as people meet it: where it stands today, and in which order several are shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.i18n.locales import direction, nearest


class Standing(StrEnum):
    """What a visitor can expect of it today."""

    OPEN = "open"
    """One can take part now."""
    COMING = "coming"
    PAUSED = "paused"
    FULL = "full"
    OVER = "over"
    CANCELLED = "cancelled"


_ORDER = {each: number for number, each in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Owner:
    """A hub behind an activity, as pages name it."""

    id: int
    slug: str
    name: str
    language: str
    """Of the name."""
    country: str
    public: bool
    """Whether it has a page of its own."""


@dataclass(frozen=True, slots=True)
class Cover:
    address: str
    width: int
    height: int
    text: str
    language: str
    """Of the text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity as it lies there, for whoever knows more of its kind."""

    id: int
    kind: ActivityKind
    declared: bool
    slug: str | None
    title: Mapping[str, str]
    languages: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    time_zone: str
    """Of the hub that leads it."""
    cancelled: bool = False

    def day(self, moment: datetime) -> date:
        """The day of a moment where the activity is led from."""
        return local_day(moment, self.time_zone)


@dataclass(frozen=True, slots=True)
class Presence:
    """What the room of a kind of activities says of one: where its page is, and where it stands."""

    address: str
    standing: Standing
    starts_on: date | None
    ends_on: date | None
    """The last day on which one can take part."""
    title: str
    language: str
    """Of the title, and of the page behind the address."""
    languages: tuple[str, ...]
    minutes: tuple[int, ...] = ()
    """How long it takes; two numbers where people may choose."""
    results: str = ""
    """Where one can read what came of it."""
    hubs: frozenset[int] = frozenset()
    """That take part besides those that own it."""
    countries: frozenset[str] = frozenset()
    online: bool = False
    """Whether one can take part without going anywhere."""
    in_place: bool = True
    """Whether one can go there."""


@dataclass(frozen=True, slots=True)
class ShownActivity:
    """An activity on a public page, in the language that serves the reader best."""

    id: int
    kind: ActivityKind
    address: str
    title: str
    language: str
    summary: str
    summary_language: str
    owners: tuple[Owner, ...]
    """The one that leads it first."""
    standing: Standing
    starts_on: date | None
    ends_on: date | None
    languages: tuple[str, ...]
    areas: tuple[str, ...]
    audience: tuple[str, ...]
    scope: str
    declared: bool
    counts: Mapping[str, int]
    minutes: tuple[int, ...] = ()
    results: str = ""
    hubs: frozenset[int] = frozenset()
    """Every hub behind it, those that only field a part of it too."""
    countries: frozenset[str] = frozenset()
    cover: Cover | None = None
    document: str = ""
    online: bool = False
    in_place: bool = True

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def came_of_it(self) -> bool:
        """Whether it is over and there is something to read or to count."""
        return self.standing is Standing.OVER and bool(self.results or self.document or any(self.counts.values()))

    def within(self, first: date, last: date) -> bool:
        """Whether it takes place in a span of days. Without any date it takes place in none."""
        if self.starts_on is None and self.ends_on is None:
            return False
        return (self.starts_on or date.min) <= last and (self.ends_on or self.starts_on or date.max) >= first


@dataclass(frozen=True, slots=True)
class Filters:
    """Which activities are wanted; an empty part says nothing."""

    kinds: Collection[ActivityKind] = ()
    hubs: frozenset[int] | None = None
    country: str = ""
    area: str = ""
    language: str = ""
    audience: str = ""
    online: bool | None = None
    """True: one can take part online; False: in a place."""
    when: Collection[Standing] = ()
    first: date | None = None
    last: date | None = None

    def wants(self, shown: ShownActivity) -> bool:
        """Whether an activity is among those wanted."""
        return (
            (not self.kinds or shown.kind in self.kinds)
            and (self.hubs is None or not self.hubs.isdisjoint(shown.hubs))
            and (not self.country or self.country in shown.countries)
            and (not self.area or self.area in shown.areas)
            and (not self.language or nearest(self.language, shown.languages) is not None)
            and (not self.audience or self.audience in shown.audience)
            and (self.online is None or (shown.online if self.online else shown.in_place))
            and (not self.when or shown.standing in self.when)
            and self._in_time(shown)
        )

    def _in_time(self, shown: ShownActivity) -> bool:
        if self.first is None and self.last is None:
            return True
        return shown.within(self.first or date.min, self.last or date.max)


def standing(state: ActivityState, starts_on: date | None, ends_on: date | None, today: date) -> Standing:
    """Where an activity stands that has nothing but days: a day without an end is one day long."""
    if state is ActivityState.CANCELLED:
        return Standing.CANCELLED
    if starts_on is not None and today < starts_on:
        return Standing.COMING
    last = ends_on or starts_on
    return Standing.OVER if last is not None and today > last else Standing.OPEN


def in_order(found: Iterable[ShownActivity]) -> list[ShownActivity]:
    """What is open first (what ends soonest leads), then what is coming by its day; of the past the newest leads."""
    return sorted(found, key=_place)


def _place(shown: ShownActivity) -> tuple[int, int, int]:
    rank = _ORDER[shown.standing]
    if shown.standing in (Standing.OVER, Standing.CANCELLED):
        last = shown.ends_on or shown.starts_on or date.min
        return rank, -last.toordinal(), -shown.id
    day = shown.starts_on if shown.standing is Standing.COMING else shown.ends_on
    return rank, (day or date.max).toordinal(), -shown.id


def picked(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """A text in the language that serves a reader best, else in the one it was written in; and which that is."""
    there = tuple(tag for tag, text in texts.items() if text.strip())
    if not there:
        return "", lang
    tag = nearest(lang, there) or there[0]
    return texts[tag], tag


def local_day(moment: datetime, time_zone: str) -> date:
    """The day of a moment in a time zone; in universal time where nobody knows the zone."""
    try:
        return moment.astimezone(ZoneInfo(time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.date()


def last_day(moment: datetime, time_zone: str) -> date:
    """The last day on which something is open that closes at a moment: at midnight, the day before."""
    return local_day(moment - timedelta(microseconds=1), time_zone)
