"""The pages of activities: what is asked for in an address, the list in pages, the month as a table."""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import EVENTS, ActivityKind, Audience, MissionArea
from engage.activities.domain.shown import Filters, Owner, ShownActivity, Standing
from engage.hubs import queries as hubs

A_PAGE = 20
EVENT = "event"
"""All kinds of events together."""
NOW, OVER, ALL = "now", "over", "all"
WHEN: Mapping[str, tuple[Standing, ...]] = {
    NOW: (Standing.OPEN, Standing.COMING, Standing.PAUSED, Standing.FULL),
    "open": (Standing.OPEN,),
    "coming": (Standing.COMING,),
    OVER: (Standing.OVER, Standing.CANCELLED),
    ALL: (),
}
HOW: Mapping[str, bool] = {"online": True, "place": False}
NARROWING = ("kind", "hub", "country", "area", "language", "audience", "how")
"""What an address narrows the list by, besides the time."""
LONG = 7
"""Days. What takes longer stands in the month on its first and its last day only."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_MONTHS = 18
"""From today, before and after: as far as links lead. What lies farther away is in the list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. What makes no sense is not asked for."""

    kind: str = ""
    hub: str = ""
    country: str = ""
    area: str = ""
    language: str = ""
    audience: str = ""
    how: str = ""
    """Online, or in a place."""
    when: str = ""
    month: tuple[int, int] | None = None
    """Year and month, where the month is wanted as a table."""
    page: int = 1

    @classmethod
    def of(cls, args: Mapping[str, str], today: date) -> Self:
        """From the query of an address."""
        month = _month(args.get("month", ""), today) if args.get("view") == "month" else None
        page = args.get("page", "")
        return cls(
            kind=_one_of(args.get("kind", ""), {*map(str, ActivityKind), EVENT}),
            hub=args.get("hub", "")[:60],
            country=args.get("country", "")[:2],
            area=_one_of(args.get("area", ""), set(map(str, MissionArea))),
            language=args.get("language", "")[:35],
            audience=_one_of(args.get("audience", ""), set(map(str, Audience))),
            how=_one_of(args.get("how", ""), set(HOW)),
            when=_one_of(args.get("when", ""), set(WHEN)),
            month=month,
            page=int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
        )

    @property
    def query(self) -> dict[str, str]:
        """What an address says to ask for the same, without the page."""
        said = {name: getattr(self, name) for name in NARROWING}
        if self.month:
            said |= {"view": "month", "month": f"{self.month[0]:04}-{self.month[1]:02}"}
        else:
            said["when"] = self.when
        return {name: value for name, value in said.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the time is asked for."""
        return any(getattr(self, name) for name in NARROWING)

    def filters(self, session: Session) -> Filters:
        """The same for `ShownActivity`s; a hub that is not there has no activities."""
        kinds = EVENTS if self.kind == EVENT else ((ActivityKind(self.kind),) if self.kind else ())
        wanted = None
        if self.hub:
            found = hubs.by_slug(session, self.hub)
            wanted = hubs.with_parts(session, {found.id}) if found else frozenset()
        filters = Filters(
            kinds=kinds,
            hubs=wanted,
            country=self.country,
            area=self.area,
            language=self.language,
            audience=self.audience,
            online=HOW.get(self.how),
        )
        if self.month:
            return replace(filters, first=date(*self.month, 1), last=_last_of(*self.month))
        return replace(filters, when=WHEN[self.when or NOW])


def _one_of(value: str, known: set[str]) -> str:
    return value if value in known else ""


def _month(text: str, today: date) -> tuple[int, int]:
    year, _, month = text.partition("-")
    if (
        len(text) == 7
        and year.isdecimal()
        and month.isdecimal()
        and FIRST_YEAR <= int(year) <= LAST_YEAR
        and 1 <= int(month) <= 12
    ):
        return int(year), int(month)
    return today.year, today.month


def _last_of(year: int, month: int) -> date:
    return date.fromordinal(date(*_next(year, month), 1).toordinal() - 1)


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


@dataclass(frozen=True, slots=True)
class Offered:
    """What one can narrow the list by: only what leads to something."""

    kinds: tuple[ActivityKind, ...]
    hubs: tuple[Owner, ...]
    countries: tuple[str, ...]
    areas: tuple[MissionArea, ...]
    languages: tuple[str, ...]
    audiences: tuple[Audience, ...]
    online: bool
    """Whether one can choose between online and in a place."""


def offered(found: Sequence[ShownActivity]) -> Offered:
    """The filters that fit some activities."""
    owners = {owner.id: owner for each in found for owner in each.owners}
    areas = {area for each in found for area in each.areas}
    audiences = {audience for each in found for audience in each.audience}
    kinds = {each.kind for each in found}
    return Offered(
        kinds=tuple(kind for kind in ActivityKind if kind in kinds),
        hubs=tuple(sorted(owners.values(), key=lambda owner: owner.name.casefold())),
        countries=tuple(sorted({country for each in found for country in each.countries})),
        areas=tuple(area for area in MissionArea if area in areas),
        languages=tuple(sorted({tag for each in found for tag in each.languages})),
        audiences=tuple(audience for audience in Audience if audience in audiences),
        online=any(each.online for each in found),
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    shown: Sequence[ShownActivity]
    number: int
    """Of all that fit."""
    page: int
    pages: int


def listing(found: Sequence[ShownActivity], page: int) -> Listing:
    """A page of the list; the last one where there are fewer."""
    pages = max(1, -(-len(found) // A_PAGE))
    at = min(page, pages)
    return Listing(found[(at - 1) * A_PAGE : at * A_PAGE], len(found), at, pages)


def by_day(shown: ShownActivity) -> tuple[date, int]:
    """What takes place first leads: of events that are ahead."""
    return shown.starts_on or date.max, shown.id


@dataclass(frozen=True, slots=True)
class OnDay:
    """An activity on a day of the month."""

    activity: ShownActivity
    begins: bool = False
    """The first day of a long one."""
    ends: bool = False
    """The last day of a long one."""


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    inside: bool
    """Whether it belongs to the month."""
    activities: tuple[OnDay, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a table of weeks, and what runs all through it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    throughout: tuple[ShownActivity, ...]
    before: str
    after: str

    @property
    def empty(self) -> bool:
        return not self.throughout and not any(day.activities for week in self.weeks for day in week)


def month(found: Iterable[ShownActivity], year: int, number: int, first_weekday: int, *, today: date) -> Month:
    """The month as a table. Its links end some months from today: robots that follow all of them come to an end.

    :param found: activities that take place in it
    :param first_weekday: 0 for Monday, 6 for Sunday
    """
    chosen = [each for each in found if each.starts_on or each.ends_on]
    first, last = date(year, number, 1), _last_of(year, number)
    away = (year - today.year) * 12 + number - today.month
    weeks = tuple(
        tuple(Day(day, day.month == number, _on(day, chosen) if day.month == number else ()) for day in week)
        for week in Calendar(first_weekday).monthdatescalendar(year, number)
    )
    return Month(
        first=first,
        weeks=weeks,
        throughout=tuple(each for each in chosen if _is_long(each) and not _edge_within(each, first, last)),
        before="{:04}-{:02}".format(*_before(year, number)) if away > -MOST_MONTHS else "",
        after="{:04}-{:02}".format(*_next(year, number)) if away < MOST_MONTHS else "",
    )


def _on(day: date, found: Iterable[ShownActivity]) -> tuple[OnDay, ...]:
    on = []
    for each in found:
        if _is_long(each):
            begins, ends = each.starts_on == day, each.ends_on == day
            if begins or ends:
                on.append(OnDay(each, begins, ends))
        elif each.within(day, day):
            on.append(OnDay(each))
    return tuple(on)


def _is_long(shown: ShownActivity) -> bool:
    """An open end may be long: a survey that is closed by hand."""
    if shown.starts_on is None or shown.ends_on is None:
        return True
    return (shown.ends_on - shown.starts_on).days >= LONG


def _edge_within(shown: ShownActivity, first: date, last: date) -> bool:
    return any(edge is not None and first <= edge <= last for edge in (shown.starts_on, shown.ends_on))
