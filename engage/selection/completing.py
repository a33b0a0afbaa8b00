"""Whether a selection that has begun can still be completed so that every minimum is met.

A search over strata, not over people: "how many more of each". It is complete within its bound of steps, and says so
when it comes to that bound. With the targets of a single feature and people who come alone, the first look already
decides: the minimums that are not met have to fit into the places left, and enough people of each group to be left.
"""

from collections.abc import Mapping

from engage.selection.groups import Limits, Vector
from engage.selection.kinds import TooHard

STEPS = 4_000
"""Of one search. Deciding whether minimums over several features can be met together is NP-hard."""

Left = dict[Vector, int]
"""How many parties of each stratum could still be taken, or how many a completion takes."""


def fits(have: Vector, more: Vector, limits: Limits) -> bool:
    return all(h + m <= most for h, m, most in zip(have, more, limits.most, strict=True))


def plus(have: Vector, more: Vector) -> Vector:
    return tuple(h + m for h, m in zip(have, more, strict=True))


def complete(have: Vector, left: Mapping[Vector, int], limits: Limits, steps: int = STEPS) -> Left | None:
    """How many parties of each stratum to take besides, so that all limits hold; None when that is impossible.

    :raises TooHard: when the search came to its bound without an answer
    """
    strata = sorted((stratum for stratum, number in left.items() if number), reverse=True)
    frames = [_Frame(have, {stratum: left[stratum] for stratum in strata})]
    taken: list[Vector] = []
    while frames:
        frame = frames[-1]
        if frame.choices is None:
            steps -= 1
            if steps < 0:
                raise TooHard
            if all(h >= least for h, least in zip(frame.have, limits.least, strict=True)):
                return {stratum: taken.count(stratum) for stratum in set(taken)}
            frame.choices = _choices(frame, limits)
        if not frame.choices:
            frames.pop()
            if frames:
                frames[-1].left[taken.pop()] = 0  # tried with it: now without
            continue
        stratum = frame.choices.pop(0)
        left_then = dict(frame.left)
        left_then[stratum] -= 1
        taken.append(stratum)
        frames.append(_Frame(plus(frame.have, stratum), left_then))
    return None


class _Frame:
    __slots__ = ("choices", "have", "left")

    def __init__(self, have: Vector, left: Left) -> None:
        self.have, self.left = have, left
        self.choices: list[Vector] | None = None


def _choices(frame: _Frame, limits: Limits) -> list[Vector]:
    """The strata that fill the tightest need, the best first; none when the needs cannot all be met."""
    have = frame.have
    usable = {s: min(n, _times(have, s, limits)) for s, n in frame.left.items() if n and fits(have, s, limits)}
    needs = {i: least - h for i, (h, least) in enumerate(zip(have, limits.least, strict=True)) if least > h}
    supply = {i: sum(stratum[i] * number for stratum, number in usable.items()) for i in needs}
    if any(supply[i] < need for i, need in needs.items()) or not _adds_up(have, usable, needs, limits):
        return []
    tightest = min(needs, key=lambda i: (supply[i] - needs[i], -i))
    return sorted(
        (stratum for stratum in usable if stratum[tightest]),
        key=lambda stratum: (-sum(min(stratum[i], need) for i, need in needs.items()) / max(stratum[0], 1), stratum),
    )


def _times(have: Vector, stratum: Vector, limits: Limits) -> int:
    return min(((most - h) // s for h, s, most in zip(have, stratum, limits.most, strict=True) if s), default=10**9)


def _adds_up(have: Vector, usable: Left, needs: Mapping[int, int], limits: Limits) -> bool:
    """Targets that nobody has two of: their needs fit into the places together; their maximums let enough in."""
    room = limits.most[0] - have[0]
    for places in limits.apart:
        if sum(needs.get(i, 0) for i in places) > room:
            return False
        if 0 in needs:
            inside = sum(min(sum(s[i] * n for s, n in usable.items()), limits.most[i] - have[i]) for i in places)
            outside = sum((s[0] - sum(s[i] for i in places)) * n for s, n in usable.items())
            if inside + outside < needs[0]:
                return False
    return True


def repaired(have: Vector, plan: Mapping[Vector, int], left: Mapping[Vector, int], limits: Limits) -> Left | None:
    """A completion near one that no longer suits: as it is, or with one party left out, or one for another.

    Quick, and no proof of anything when it finds none.
    """
    total = have
    for stratum, number in plan.items():
        total = plus(total, tuple(s * number for s in stratum))
    if _within(total, limits):
        return dict(plan)
    for out in sorted(plan):
        if not plan[out]:
            continue
        without = tuple(t - o for t, o in zip(total, out, strict=True))
        if _within(without, limits):
            return _changed(plan, out)
        for into in sorted(left):
            if into != out and left[into] > plan.get(into, 0) and _within(plus(without, into), limits):
                return _changed(plan, out, into)
    return None


def _within(total: Vector, limits: Limits) -> bool:
    return all(least <= t <= most for t, least, most in zip(total, limits.least, limits.most, strict=True))


def _changed(plan: Mapping[Vector, int], out: Vector, into: Vector | None = None) -> Left:
    changed = dict(plan)
    changed[out] -= 1
    if into is not None:
        changed[into] = changed.get(into, 0) + 1
    return changed
