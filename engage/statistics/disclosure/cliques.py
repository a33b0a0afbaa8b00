"""Which variables must be looked at together.

Two-way counts of several variables fit one survey only if all fit one joint table. Over a triangulated graph that holds
exactly when the joint tables of its cliques agree where they overlap (Vorob'ev 1962, Consistent families of measures
and their extensions; Lauritzen 1996, Graphical Models, chapter 4), so that no table of all variables is needed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod

MOST_CELLS = 400_000
"""Cells of all joint tables together that are still looked through in the time of a job."""


class TooWide(ValueError):
    """So much is crossed with so much that the proof would take too long."""


@dataclass(frozen=True, slots=True)
class Clique:
    """Variables with a joint table. `parent` is the place of the clique it agrees with on what both have."""

    variables: tuple[str, ...]
    parent: int | None


def cliques(
    sizes: Mapping[str, int], together: Iterable[Iterable[str]], last: Collection[str] = ()
) -> tuple[Clique, ...]:
    """A tree of cliques that holds every set of `together`, by removing again and again the variable whose joint table
    with its neighbours is smallest.

    :param sizes: number of states by variable
    :param last: removed after all others, so that each of their cliques holds no other variable
    :raises TooWide: when the joint tables have too many cells
    """
    near: dict[str, set[str]] = {name: set() for name in sizes}
    for names in together:
        for one, other in combinations(sorted(set(names)), 2):
            near[one].add(other)
            near[other].add(one)
    left, order, found = set(sizes), [], []
    cost = {name: _cells(name, near, sizes) for name in sizes}
    total = 0
    while left:
        name = min(left, key=lambda each: (each in last, cost[each], each))
        total += cost[name]
        if total > MOST_CELLS:
            raise TooWide
        around = tuple(sorted(near[name]))
        order.append(name)
        found.append((name, *around))
        left.remove(name)
        for each in around:
            near[each].discard(name)
        for one, other in combinations(around, 2):
            near[one].add(other)
            near[other].add(one)
        for each in {*around, *(other for one in around for other in near[one])}:
            cost[each] = _cells(each, near, sizes)
    place = {name: n for n, name in enumerate(order)}
    return tuple(
        Clique(names, min((place[each] for each in names[1:]), default=None) if len(names) > 1 else None)
        for names in found
    )


def _cells(name: str, near: Mapping[str, set[str]], sizes: Mapping[str, int]) -> int:
    return sizes[name] * prod(sizes[each] for each in near[name])
