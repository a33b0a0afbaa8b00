"""Which countries take part in the Mission, and since when: rules over dated data (`engage/hubs/countries.yaml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """How a country takes part."""

    MEMBER = "member"
    """A member of the European Union."""
    ASSOCIATED = "associated"
    """Associated to Horizon Europe."""
    PILLAR_2 = "pillar-2"
    """Associated to its second pillar, of which the missions are a part."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day on, to a day or until further notice; both days count."""

    part: Part
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Countries:
    """All periods by ISO 3166 code, as known on a day."""

    known_on: date
    source: str
    periods: Mapping[str, Sequence[Period]]

    def part_of(self, code: str, day: date) -> Part | None:
        """How a country took part on a day; None when it did not."""
        return next((period.part for period in self.periods.get(code, ()) if period.covers(day)), None)

    def counted(self, day: date) -> dict[str, Part]:
        """Every country that took part on a day, by code."""
        found = {code: self.part_of(code, day) for code in self.periods}
        return {code: part for code, part in sorted(found.items()) if part is not None}


def read(document: Mapping[str, Any]) -> Countries:
    """The data of a file.

    :raises ValueError: when two periods of a country overlap, or one ends before it begins
    :raises KeyError: when something is left out
    """
    periods = {
        code: tuple(sorted((_period(each) for each in given), key=lambda period: period.since))
        for code, given in document["countries"].items()
    }
    for code, found in periods.items():
        for period, following in zip(found, [*found[1:], None], strict=True):
            if period.until and period.until < period.since:
                raise ValueError(f"{code}: a period ends before it begins")
            if following and (period.until is None or following.since <= period.until):
                raise ValueError(f"{code}: two periods overlap")
    return Countries(date.fromisoformat(document["known_on"]), document["source"], periods)


def _period(given: Mapping[str, str]) -> Period:
    until = given.get("until")
    return Period(
        part=Part(given["as"]),
        since=date.fromisoformat(given["since"]),
        until=date.fromisoformat(until) if until else None,
    )
