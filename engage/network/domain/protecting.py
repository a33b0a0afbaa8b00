"""Numbers of people, as somebody sees them who is not of the hub.

Each group of people of one thing (who came to an event; the responses of a survey in a month, by country) is one cell.
A cell is protected once, and everything else (hubs, countries, months, any period, any area, shares) is added up from
protected cells and from nothing else. So whatever somebody puts side by side or subtracts, it says no more than the
cells themselves, and a cell says:

- nothing at all: 0. That nobody came is no secret about anybody.
- 1 to 9: hidden, "fewer than 10". In sums it stands as 0 or as 10.
- 10 and more: a multiple of 5 that lies less than 5 away.

Which of the two multiples it becomes is decided by chance, by how near they are, so that sums are right on average;
and by a number that nobody knows and that stays the same for the cell, so that asking again tells nothing new. Whoever
knows all this, and every sum, can only say of a hidden cell that it is from 1 to 9, and of another that it is one of
five whole numbers at least.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from engage.network.domain.figures import Number
from engage.network.domain.items import Item
from engage.network.domain.periods import last_of

SMALLEST = 10
"""Numbers of people below it are hidden."""
STEP = 5
SHARE_FROM = 20
"""People of whom a share is shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of people as it is added up."""

    value: int
    hidden: bool = False
    exact: bool = False


def protected(count: int, chance: float) -> Cell:
    """A cell that is shown to others.

    :param count: people; a correction may be below zero
    :param chance: between 0 and 1, the cell's own, secret
    """
    size = abs(count)
    step = SMALLEST if size < SMALLEST else STEP
    low = size // step * step
    found = low + step if chance < (size - low) / step else low
    return Cell(found if count >= 0 else -found, hidden=0 < size < SMALLEST)


def chance(secret: str, key: str) -> float:
    """The number of a cell, from the instance's secret: evenly between 0 and 1."""
    own = hmac.digest(secret.encode(), b"engage figures", "sha256")
    found = int.from_bytes(hmac.digest(own, key.encode(), "sha256")[:6], "big")
    return (found + 0.5) / 2**48


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks: for which hubs exactly, and what hides the rest."""

    exact_for: frozenset[int] | None
    """None: for all hubs."""
    secret: str
    today: date
    _cells: dict[tuple[str, date, float], Cell] = field(default_factory=dict, compare=False, repr=False)
    """Those that were asked for before: each stands in several figures."""

    def exact(self, hub: int) -> bool:
        return self.exact_for is None or hub in self.exact_for

    def sees(self, item: Item) -> bool:
        """Whether it is counted: people of a month that is not over yet are for their hub alone."""
        return self.exact(item.hub) or self.over(item.month)

    def sees_some(self, items: Iterable[Item], month: date) -> bool:
        """Whether a month says anything: it is over, or there is something of one's own in it."""
        return self.exact_for is None or self.over(month) or any(self.exact(each.hub) for each in items)

    def over(self, month: date) -> bool:
        return last_of(month) < self.today

    def cell(self, item: Item) -> Cell:
        if self.exact(item.hub):
            return Cell(int(item.value), exact=True)
        known = item.key, item.month, item.value
        if known not in self._cells:
            self._cells[known] = protected(int(item.value), chance(self.secret, f"{item.key} {item.month}"))
        return self._cells[known]


def people(cells: Iterable[Cell]) -> Number:
    """A sum of people."""
    there = [each for each in cells if each.value or each.hidden]
    hidden = sum(each.hidden for each in there)
    value = sum(each.value for each in there)
    if not hidden:
        return Number(value, about=any(not each.exact for each in there))
    if value < SMALLEST or (hidden == len(there) == 1):
        return Number(None, below=SMALLEST * hidden + sum(each.value for each in there if not each.hidden))
    return Number(value, about=True)


def share(part: Iterable[Cell], rest: Iterable[Cell]) -> Number:
    """How many of a hundred people; not shown of fewer than twenty unless all is the viewer's own."""
    inside, outside = list(part), list(rest)
    there = [*inside, *outside]
    whole, own = sum(each.value for each in there), all(each.exact for each in there)
    if own:
        value = round(100 * sum(each.value for each in inside) / whole, 1) if whole else None
        return Number(value, base=whole)
    if whole < SHARE_FROM:
        return Number(None, withheld=True)
    return Number(float(round(100 * sum(each.value for each in inside) / whole)), about=True, base=whole)
