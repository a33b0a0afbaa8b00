"""Which outcomes a visitor wants to see, as an address says it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from engage.activities.domain.kinds import MissionArea, Sector
from engage.outcomes.showing.standing import Standing

LONGEST_WORDS = 100
MOST_WORDS = 8
"""Each is looked for in every text."""
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty part narrows nothing; neither does what makes no sense."""

    words: str = ""
    hub: str = ""
    """By its place in addresses: with its regional and local parts."""
    area: str = ""
    sector: str = ""
    state: str = ""
    """A `Standing` that one of its recommendations has."""
    language: str = ""
    """In which it can be read."""
    activity: int | None = None
    """In which it was said, by id."""
    page: int = 1

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Self:
        """From the query of an address."""
        return cls(
            words=" ".join(_plain(args, "q")[:LONGEST_WORDS].split()[:MOST_WORDS]),
            hub=_plain(args, "hub")[:60],
            area=_one_of(args.get("area", ""), MissionArea),
            sector=_one_of(args.get("sector", ""), Sector),
            state=_one_of(args.get("state", ""), Standing),
            language=_plain(args, "language")[:35],
            activity=_number(args.get("activity", "")),
            page=_number(args.get("page", "")) or 1,
        )

    @property
    def query(self) -> dict[str, Any]:
        """What an address says to ask for the same, without the page."""
        said: dict[str, Any] = {
            "q": self.words,
            "hub": self.hub,
            "area": self.area,
            "sector": self.sector,
            "state": self.state,
            "language": self.language,
            "activity": self.activity,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.query)

    def on_offer(self, *, hubs: Collection[str], languages: Collection[str]) -> Self:
        """The same without a hub or a language that leads to nothing."""
        return replace(
            self,
            hub=self.hub if self.hub in hubs else "",
            language=self.language if self.language in languages else "",
        )


def _plain(args: Mapping[str, str], name: str) -> str:
    """What was typed, without a sign that PostgreSQL refuses."""
    return args.get(name, "").replace("\0", "")


def _one_of(value: str, known: type[StrEnum]) -> str:
    return value if value in {each.value for each in known} else ""


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return number if 0 < number <= LARGEST else None
