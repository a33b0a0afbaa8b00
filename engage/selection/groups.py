"""Parties that are alike to all targets, counted once: what the rules of a draw reckon with.

The vector of a party says what it takes of each limit: places first, then one entry a target. Parties with the same
vector are one stratum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.selection.kinds import Candidate, Target

Vector = tuple[int, ...]
NO_MAXIMUM = 10**9


@dataclass(frozen=True, slots=True)
class Limits:
    """What a selection as a whole must keep: by place in a vector."""

    least: Vector
    most: Vector
    apart: tuple[tuple[int, ...], ...]
    """Sets of targets (places in a vector) of one feature of which nobody can have two: their counts add up."""


@dataclass(frozen=True, slots=True)
class Pool:
    parties: tuple[str, ...]
    members: dict[str, tuple[Candidate, ...]]
    vectors: dict[str, Vector]


def pool_of(candidates: Sequence[Candidate], targets: Sequence[Target]) -> Pool:
    """The parties with their vectors.

    :raises ValueError: when two candidates have the same id
    """
    if len({each.id for each in candidates}) < len(candidates):
        raise ValueError("two candidates have the same id")
    members: dict[str, list[Candidate]] = {}
    for each in candidates:
        members.setdefault(each.party or each.id, []).append(each)
    vectors = {party: _vector(people, targets) for party, people in members.items()}
    return Pool(tuple(sorted(members)), {party: tuple(people) for party, people in members.items()}, vectors)


def _vector(people: Sequence[Candidate], targets: Sequence[Target]) -> Vector:
    counted = (sum(not each.values(target.feature).isdisjoint(target.values) for each in people) for target in targets)
    return (sum(each.takes_place for each in people), *counted)


def limits_of(candidates: Sequence[Candidate], targets: Sequence[Target], places: int) -> Limits:
    """At most the places there are, and of each target what it asks."""
    most = (places, *(NO_MAXIMUM if target.maximum is None else target.maximum for target in targets))
    return Limits((0, *(target.minimum for target in targets)), most, _apart(candidates, targets))


def _apart(candidates: Sequence[Candidate], targets: Sequence[Target]) -> tuple[tuple[int, ...], ...]:
    """Targets of one feature that share no value, where nobody who takes no place, or has two values, counts."""
    found = []
    for feature in sorted({target.feature for target in targets}):
        if any(len(each.values(feature)) > 1 or (each.values(feature) and not each.takes_place) for each in candidates):
            continue
        taken: frozenset[str] = frozenset()
        members: list[int] = []
        for place, target in enumerate(targets, 1):
            if target.feature == feature and taken.isdisjoint(target.values):
                members.append(place)
                taken |= target.values
        found.append(tuple(members))
    return tuple(found)


def stratum_name(vector: Vector, targets: Sequence[Target]) -> str:
    """A stratum in words: how many persons, and of which targets."""
    groups = (
        f"{target.called} ×{count}" if count > 1 else target.called
        for target, count in zip(targets, vector[1:], strict=True)
        if count
    )
    return " · ".join([str(vector[0]), *groups])
