"""The walk of a uniform draw: along a random order, taking each party that leaves everything else reachable.

Taken is the first party, then the next, and so on: each is taken unless it does not fit into the places or the
maximums, or unless after it the minimums could not be met any more by those who come later. Who was passed over once
would be so again: what is taken only grows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engage.selection.completing import Left, complete, fits, plus, repaired
from engage.selection.groups import Limits, Vector
from engage.selection.kinds import TooHard

TRIES = 40
"""Sizes tried when looking for the fullest selection."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to meet all targets, found before anything is drawn: proof that there is one."""

    limits: Limits
    """With the number of places to be filled as a minimum of its own."""
    completion: Left


@dataclass(frozen=True, slots=True)
class Walk:
    taken: tuple[int, ...]
    """Places in the order."""
    undecided: int


def planned(strata: Counter[Vector], limits: Limits) -> Plan | None:
    """The fullest selection that the search finds: no place stays empty that could be filled.

    None when no selection meets the targets.

    :raises TooHard: when that could not be decided
    """
    nothing = (0,) * len(limits.least)
    found = complete(nothing, strata, limits)
    if found is None:
        return None
    found = _filled_up(found, strata, limits)
    size = sum(stratum[0] * number for stratum, number in found.items())
    most = min(limits.most[0], sum(stratum[0] * number for stratum, number in strata.items()))
    for wanted in range(most, max(size, most - TRIES), -1):
        fuller = _with_size(limits, wanted)
        try:
            better = complete(nothing, strata, fuller)
        except TooHard:
            continue
        if better is not None:
            return Plan(fuller, better)
    return Plan(_with_size(limits, size), found)


def _with_size(limits: Limits, size: int) -> Limits:
    return replace(limits, least=(size, *limits.least[1:]))


def _filled_up(found: Left, strata: Counter[Vector], limits: Limits) -> Left:
    total = (0,) * len(limits.least)
    for stratum, number in found.items():
        total = plus(total, tuple(s * number for s in stratum))
    filled = dict(found)
    for stratum in sorted(strata):
        while filled.get(stratum, 0) < strata[stratum] and fits(total, stratum, limits):
            filled[stratum] = filled.get(stratum, 0) + 1
            total = plus(total, stratum)
    return filled


def walk(order: Sequence[Vector], plan: Plan) -> Walk:
    """Who is taken, along strata in their random order."""
    limits, completion = plan.limits, dict(plan.completion)
    left = Counter(order)
    have: Vector = (0,) * len(limits.least)
    passed: set[Vector] = set()
    taken, undecided = [], 0
    for place, stratum in enumerate(order):
        left[stratum] -= 1
        if stratum in passed:
            continue
        if completion.get(stratum, 0):
            completion[stratum] -= 1
        else:
            after, sure = _after(have, stratum, completion, {s: n for s, n in left.items() if s not in passed}, limits)
            if after is None:
                undecided += not sure
                passed.add(stratum)
                continue
            completion = after
        have = plus(have, stratum)
        taken.append(place)
    return Walk(tuple(taken), undecided)


def _after(have: Vector, stratum: Vector, completion: Left, left: Left, limits: Limits) -> tuple[Left | None, bool]:
    """A completion once one of this stratum is taken, and whether "none" is proven."""
    if not fits(have, stratum, limits):
        return None, True
    have = plus(have, stratum)
    near = repaired(have, completion, left, limits)
    if near is not None:
        return near, True
    try:
        return complete(have, left, limits), True
    except TooHard:
        return None, False
