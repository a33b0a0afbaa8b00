"""What figures are made of: things with a hub, a country, and numbers by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """One thing, or one group of people of one thing, in one month."""

    hub: int
    """`NETWORK_OFFICE` for what is of no hub."""
    country: str
    month: date
    """Its first day."""
    value: float = 1
    key: str = ""
    """Which thing and which group of its people: the same wherever it is counted. Different ones are told by it."""
    part: str = ""
    inside: bool = True
    """Of a share: whether it is in the part, or in the whole only."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A survey, an event, a hub, with all that one figure counts of it."""

    title: str | Mapping[str, str]
    hub: int
    country: str
    day: date | None
    items: tuple[Item, ...] = ()
    """Empty: it was looked at, and does not stand in the figure."""
    endpoint: str = ""
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    label: str = ""
