"""Figures of a period with everything that a page, a file or a printed report says of them.

A report keeps one of these as JSON and is printed from nothing else, so that it stays what it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.network.domain.figures import Adding, Number, Unit

EMPTY = Number(None)
Words = Mapping[str, str]
"""By language."""
Named = tuple[tuple[str, Number], ...]
"""By month ("2026-03"), country (ISO 3166) or hub (its short name)."""
NETWORK_OFFICE = ""
"""Among hubs: what is of none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A kind, state or area of what a figure counts."""

    key: str
    name: Words
    number: Number


@dataclass(frozen=True, slots=True)
class Target:
    value: float
    by: date
    """The last day of a month."""
    label: Words
    so_far: Number
    way: str
    """See `aims.Way`."""
    months: Named
    """What stood at the end of each month on the way to it; months that are to come are not there."""


@dataclass(frozen=True, slots=True)
class Correction:
    hub: str
    month: str
    change: Number
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    topic: str
    topic_name: Words
    unit: Unit
    adding: Adding
    people: bool
    title: Words
    definition: Words
    total: Number
    before: Number
    """Of the period of the same length before."""
    months: Named
    countries: Named
    hubs: Named
    parts: tuple[Part, ...]
    available: bool
    targets: tuple[Target, ...]
    corrections: tuple[Correction, ...]

    def country(self, code: str) -> Number:
        return dict(self.countries).get(code, EMPTY)

    def hub(self, slug: str) -> Number:
        return dict(self.hubs).get(slug, EMPTY)

    @property
    def protected(self) -> bool:
        """Whether a number of it is not shown as it is."""
        every = (self.total, *(n for _, n in (*self.months, *self.countries, *self.hubs)))
        return any(is_protected(each) for each in every)


@dataclass(frozen=True, slots=True)
class HubName:
    slug: str
    name: str
    names: Words
    country: str
    scope: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What figures are of; empty says nothing."""

    hub: str = ""
    country: str = ""
    scope: str = ""
    area: str = ""

    def __bool__(self) -> bool:
        return bool(self.hub or self.country or self.scope or self.area)


@dataclass(frozen=True, slots=True)
class Board:
    since: str
    """The first month, as "2026-01"."""
    until: str
    before: tuple[str, str]
    """First and last month of the period before."""
    narrowed: Narrowed
    counted_on: date
    answer_days: int
    definitions: str
    """The version of what figures mean."""
    minimum: int
    exact: str
    """"all", "some" (of one's own hubs) or "none": which small numbers of people are shown."""
    hubs: Mapping[str, HubName]
    countries: Sequence[str]
    """All that are looked at, also those with nothing."""
    figures: Sequence[Figure]

    def figure(self, key: str) -> Figure | None:
        return next((each for each in self.figures if each.key == key), None)

    @property
    def topics(self) -> list[tuple[str, list[Figure]]]:
        """Figures under their headings, in their order."""
        found: dict[str, list[Figure]] = {}
        for each in self.figures:
            found.setdefault(each.topic, []).append(each)
        return list(found.items())

    @property
    def nothing_in(self) -> list[str]:
        """Countries in which nothing was counted, as far as may be said."""
        there = {code for each in self.figures for code, number in each.countries if not is_nothing(number)}
        return [code for code in self.countries if code not in there]

    @property
    def nothing_of(self) -> list[str]:
        """Hubs of which nothing was counted."""
        there = {slug for each in self.figures for slug, number in each.hubs if not is_nothing(number)}
        return [slug for slug in self.hubs if slug not in there]


def is_protected(number: Number) -> bool:
    return number.below is not None or number.withheld or number.about


def is_nothing(number: Number) -> bool:
    """Nothing was there, and that may be said."""
    return not number.value and number.below is None and not number.withheld
