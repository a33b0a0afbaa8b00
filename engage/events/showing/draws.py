"""A draw as everybody may check it: where it began, who was in, in which order, and what came out for each group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engage.events.models_people import Draw


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its places, as they were set and as they were given."""

    name: str
    minimum: int
    maximum: int | None
    drawn: int


@dataclass(frozen=True, slots=True)
class Told:
    """A draw without anybody's name: numbers of registrations."""

    source: str
    """Where the seed comes from: said before anybody could know it."""
    seed: str
    """Empty while the draw is only announced."""
    method: str
    at: datetime
    persons: int
    parties: int
    places: int
    order: tuple[int, ...]
    drawn: frozenset[int]
    groups: tuple[Group, ...]
    chance: float | None
    """The smallest of anybody, 0 to 1."""
    runs: int
    """Draws on trial that it is estimated from; 0: it is exact."""

    @property
    def made(self) -> bool:
        return bool(self.seed)


def told(draw: Draw | None) -> Told | None:
    """What the public page says of a draw; None before anything was said of it."""
    if draw is None:
        return None
    report = draw.report
    return Told(
        source=draw.seed_source,
        seed=draw.seed,
        method=str(report.get("algorithm", draw.method)),
        at=draw.made_at,
        persons=_number(report.get("pool")),
        parties=_number(report.get("parties")),
        places=_number(report.get("places")),
        order=tuple(report.get("order", ())),
        drawn=frozenset(report.get("selected", ())),
        groups=tuple(_group(each) for each in report.get("quotas", ()) if each.get("name")),
        chance=report.get("min_probability"),
        runs=_number(report.get("runs")),
    )


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _group(of: Mapping[str, Any]) -> Group:
    return Group(str(of["name"]), _number(of.get("minimum")), of.get("maximum"), _number(of.get("selected")))
