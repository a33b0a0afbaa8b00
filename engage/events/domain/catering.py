"""What a kitchen is told: numbers, and nobody's name.

Two numbers beside each other: who is expected (has places), and who came. People who need several things at once are
counted by plate too: two who eat vegan and no nuts are two plates, not four.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.events.domain.needs import Diet

_ORDER = {code.value: at for at, code in enumerate(Diet)}


@dataclass(frozen=True, slots=True)
class Eater:
    """One person with a place, without a name."""

    site_id: int
    codes: tuple[str, ...] = ()
    words: bool = False
    """Said something in their own words: for who reads needs."""
    came: Collection[date] = ()


@dataclass(slots=True)
class Numbers:
    """Of one day at one site."""

    people: int = 0
    by_code: Counter[str] = field(default_factory=Counter)
    plates: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """By all that one person needs together; the empty one for who eats everything."""
    with_words: int = 0

    def add(self, eater: Eater) -> None:
        codes = in_order(eater.codes)
        self.people += 1
        self.by_code.update(codes)
        self.plates[codes] += 1
        self.with_words += eater.words


@dataclass(frozen=True, slots=True)
class Kitchen:
    """One day at one site: who is expected and who came."""

    expected: Numbers
    came: Numbers


def counted(eaters: Iterable[Eater], days: Collection[date]) -> Mapping[tuple[date, int], Kitchen]:
    """Numbers for each day at each site that anybody goes to; with a place one is expected on every day."""
    found: dict[tuple[date, int], Kitchen] = {}
    for eater in eaters:
        for day in days:
            kitchen = found.setdefault((day, eater.site_id), Kitchen(Numbers(), Numbers()))
            kitchen.expected.add(eater)
            if day in eater.came:
                kitchen.came.add(eater)
    return dict(sorted(found.items()))


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes once each, as they are shown; those of older versions last."""
    return tuple(sorted(set(codes), key=lambda code: (_ORDER.get(code, len(_ORDER)), code)))
