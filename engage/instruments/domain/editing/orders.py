"""The order of named things as one number each, so that moving one touches no other.

Two editors who put things into one list change different places, and taking a thing out and putting it back
gives the order that was. Numbers are exact: there is always another between two.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction


def first_order(names: Sequence[str]) -> dict[str, Fraction]:
    return {name: Fraction(number) for number, name in enumerate(names, 1)}


def in_order(order: Mapping[str, Fraction]) -> list[str]:
    """Names by their numbers; two with the same number stand by name."""
    return sorted(order, key=lambda name: (order[name], name))


def settled(names: Sequence[str], known: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Numbers for a list in its new order. As many as can keep theirs do; the others get numbers in between."""
    if list(names) == in_order({name: known[name] for name in names if name in known}):
        return {name: known[name] for name in names}
    kept = _rising([(name, known[name]) for name in names if name in known])
    numbers: dict[str, Fraction] = {}
    run: list[str] = []
    low: Fraction | None = None
    for name in names:
        if name not in kept:
            run.append(name)
            continue
        numbers |= _between(run, low, known[name])
        numbers[name] = low = known[name]
        run = []
    return numbers | _between(run, low, None)


def _rising(pairs: Sequence[tuple[str, Fraction]]) -> set[str]:
    """The names of a longest strictly rising part (patience sorting, O(n log n))."""
    tails: list[Fraction] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_, number) in enumerate(pairs):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [index]
    kept = set()
    step = ends[-1] if ends else None
    while step is not None:
        kept.add(pairs[step][0])
        step = before[step]
    return kept


def _between(names: Sequence[str], low: Fraction | None, high: Fraction | None) -> dict[str, Fraction]:
    count = len(names)
    if high is None:
        start = low if low is not None else Fraction(0)
        return {name: start + number for number, name in enumerate(names, 1)}
    if low is None:
        return {name: high - count + number for number, name in enumerate(names)}
    width = (high - low) / (count + 1)
    return {name: low + width * number for number, name in enumerate(names, 1)}
