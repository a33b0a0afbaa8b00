"""Every survey that would have given the same figures, as a linear programme: what a reader can know at most."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from engage.statistics.disclosure.cliques import Clique, cliques
from engage.statistics.disclosure.figures import Known, Place, Small
from engage.statistics.disclosure.programmes import Array, Programme, Row, part_of
from engage.statistics.disclosure.tables import MINIMUM, Box, State

TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class _Joint:
    """The joint table of a clique: the states that are possible, and where its cells stand among the unknowns."""

    clique: Clique
    states: Array
    """One row a cell, one column a variable: the index of its state."""
    first: int

    @property
    def columns(self) -> Array:
        return np.arange(self.first, self.first + len(self.states))


@dataclass(frozen=True, slots=True)
class Asked:
    """A programme with some of the small counts: all of them, or those of one block while all else stands still."""

    programme: Programme
    numbers: tuple[int, ...]
    """Of the small counts in it."""
    parts: Array
    """Two unknowns for each: how much of it is at most 9, and the rest."""
    width: int

    def extreme(self, wanted: Collection[int], *, most: bool) -> dict[int, float]:
        """One survey in which these counts are together as small as can be, or as large as can be when none counts for
        more than 9: the values of all small counts in it.

        :raises Contradiction: when no survey fits
        """
        cost = np.zeros(self.width)
        for n, (upto, rest) in zip(self.numbers, self.parts, strict=True):
            if n in wanted:
                cost[upto] = -1.0 if most else 1.0
                cost[rest] = 0.0 if most else 1.0
        values = self.programme.best(cost)
        sums = values[self.parts].sum(axis=1)
        return dict(zip(self.numbers, sums.tolist(), strict=True))


class Worlds:
    """Unknowns: for every clique of variables how many people have each possible combination of states; how many people
    there are; and of each small count how much of it is at most 9, and the rest.
    """

    def __init__(
        self,
        variables: Mapping[str, tuple[str, ...]],
        impossible: Iterable[frozenset[State]],
        known: Sequence[Known],
        small: Sequence[Small],
        hubs: Collection[str] = (),
    ) -> None:
        """:param hubs: variables that many tables share: filters, and when somebody answered"""
        self.small, self._hubs = small, frozenset(hubs)
        self._index = {name: {state: n for n, state in enumerate(states)} for name, states in variables.items()}
        pairs = [tuple(sorted(pair)) for pair in impossible]
        together = [
            *({name for name, _ in box} for box in (*(each.box for each in known), *(each.box for each in small))),
            *({name for name, _ in pair} for pair in pairs),
        ]
        self._joints = list(self._tabulate(cliques({n: len(s) for n, s in variables.items()}, together, hubs), pairs))
        self.cells = sum(len(joint.states) for joint in self._joints)
        self._home: dict[frozenset[str], int] = {}
        self._rows = list(self._overlaps())
        self._reasons: dict[int, Place] = {}
        for each in known:
            columns = self._columns(each.box)
            if len(columns):
                self._reasons[len(self._rows)] = each.place
                self._rows.append(Row(columns, np.ones(len(columns)), each.low, each.high))
        self._first_part = self.cells + 1
        self._rows += [self._divided(n, each) for n, each in enumerate(small)]
        self._upper = np.full(self._first_part + 2 * len(small), inf)
        self._upper[self._first_part :: 2] = MINIMUM - 1
        self._programme = Programme(self._upper, self._rows)

    def _tabulate(self, tree: Sequence[Clique], pairs: Sequence[tuple[State, ...]]) -> Iterator[_Joint]:
        first = 0
        for clique in tree:
            shape = [len(self._index[name]) for name in clique.variables]
            states = np.indices(shape).reshape(len(shape), -1).T
            place = {name: n for n, name in enumerate(clique.variables)}
            keep = np.ones(len(states), dtype=bool)
            for (one, state), (other, beside) in pairs:
                if one in place and other in place:
                    hit = states[:, place[one]] == self._index[one][state]
                    keep &= ~(hit & (states[:, place[other]] == self._index[other][beside]))
            yield _Joint(clique, states[keep], first)
            first += int(keep.sum())

    def _overlaps(self) -> Iterator[Row]:
        """Cliques agree with their parents; all roots hold everybody."""
        for joint in self._joints:
            if joint.clique.parent is None:
                columns = np.append(joint.columns, self.cells)
                yield Row(columns, np.append(np.ones(len(joint.states)), -1.0), 0.0, 0.0)
                continue
            above = self._joints[joint.clique.parent]
            common = [name for name in joint.clique.variables if name in above.clique.variables]
            mine, theirs = self._keys(joint, common), self._keys(above, common)
            for key in np.union1d(mine, theirs):
                inside, outside = np.flatnonzero(mine == key), np.flatnonzero(theirs == key)
                values = np.concatenate((np.ones(len(inside)), -np.ones(len(outside))))
                yield Row(np.concatenate((joint.first + inside, above.first + outside)), values, 0.0, 0.0)

    def _keys(self, joint: _Joint, names: Sequence[str]) -> Array:
        """One number for each combination of states of some of its variables."""
        keys = np.zeros(len(joint.states), dtype=np.int64)
        for name in names:
            keys = keys * len(self._index[name]) + joint.states[:, joint.clique.variables.index(name)]
        return keys

    def _joint_of(self, box: Box) -> _Joint:
        names = frozenset(name for name, _ in box)
        if names not in self._home:
            fitting = (n for n, joint in enumerate(self._joints) if names <= set(joint.clique.variables))
            self._home[names] = min(fitting, key=lambda n: len(self._joints[n].states))
        return self._joints[self._home[names]]

    def _columns(self, box: Box) -> Array:
        if not box:
            return np.array([self.cells])
        joint = self._joint_of(box)
        inside = np.ones(len(joint.states), dtype=bool)
        for name, wanted in box:
            states = joint.states[:, joint.clique.variables.index(name)]
            inside &= np.isin(states, [self._index[name][state] for state in wanted])
        return joint.first + np.flatnonzero(inside)

    def _divided(self, n: int, count: Small) -> Row:
        columns = self._columns(count.box)
        values = np.append(np.ones(len(columns)), (-1.0, -1.0))
        return Row(np.append(columns, self._parts(n)), values, 0.0, 0.0)

    def _parts(self, n: int) -> tuple[int, int]:
        return self._first_part + 2 * n, self._first_part + 2 * n + 1

    def whole(self) -> Asked:
        """All unknowns at once."""
        numbers = tuple(range(len(self.small)))
        return Asked(self._programme, numbers, np.array([self._parts(n) for n in numbers]), len(self._upper))

    def reasons(self) -> list[Place]:
        """Which figures held the last extreme of the whole where it is."""
        prices = self._programme.prices()
        return [place for row, place in self._reasons.items() if abs(prices[row]) > TOLERANCE]

    def blocks(self) -> Iterator[Asked]:
        """Question by question, while all else that people said is as in one survey that fits. What is possible so is
        possible; what is not may still be.

        :raises Contradiction: when no survey fits
        """
        at = self._programme.middle()
        asked: dict[str, list[int]] = {}
        for n, each in enumerate(self.small):
            for name in [name for name, _ in each.box if name not in self._hubs][:1]:
                asked.setdefault(name, []).append(n)
        for name, numbers in asked.items():
            joints = [joint.columns for joint in self._joints if name in joint.clique.variables]
            parts = [np.array(self._parts(n)) for n in numbers]
            free = np.concatenate([*joints, *parts])
            first = len(free) - 2 * len(numbers)
            local = np.arange(first, len(free)).reshape(-1, 2)
            yield Asked(part_of(self._rows, self._upper, free, at), tuple(numbers), local, len(free))
