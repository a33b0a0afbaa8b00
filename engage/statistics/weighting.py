"""Weights that make a sample look like its population: raking, trimming, and what weights cost in precision.

People are handed in by the cell they are in, one whole number a person and margin; nothing else of them is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.int64]
Floats = NDArray[np.float64]

TOLERANCE = 1e-9
MOST_ITERATIONS = 500
_LARGEST_FACTOR = 1e9
"""Margins that contradict each other, or a cell that cannot be filled under the cap, drive factors on without end."""


@dataclass(frozen=True, slots=True)
class Margin:
    """How one margin is to be: `cells` has the place in `targets` of each person, -1 for who is in no cell of it."""

    name: str
    cells: Cells
    targets: Sequence[float]
    """Numbers or shares of the population, by cell; only their proportions count."""


@dataclass(frozen=True, slots=True)
class Worst:
    """The cell that is farthest from its target after the last round."""

    margin: str
    cell: int
    """-1 for the people who are in no cell of it."""
    by: float
    """Weighted share less wanted share, both of all people."""


@dataclass(frozen=True, slots=True)
class Raked:
    """A weight is `min(cap, scale × start × the factor of the person's cell in each margin)`."""

    factors: tuple[tuple[float, ...], ...]
    """By margin and cell; their mean over all people is 1."""
    rest: tuple[float, ...]
    """By margin: of the people who are in no cell of it; 1 where there was nobody."""
    scale: float
    cap: float | None
    iterations: int
    converged: bool
    worst: Worst | None
    """None where there was no margin."""


class EmptyCell(ValueError):
    """There is nobody in a cell that the population has: no weight can stand for people who are not there."""

    def __init__(self, margin: str, cell: int) -> None:
        super().__init__(f"nobody in cell {cell} of {margin!r}")
        self.margin, self.cell = margin, cell


def rake(
    margins: Sequence[Margin],
    people: int,
    *,
    start: Floats | None = None,
    cap: float | None = None,
    tolerance: float = TOLERANCE,
    most_iterations: int = MOST_ITERATIONS,
) -> Raked:
    """Iterative proportional fitting: the weights nearest to those at the start that have the wanted margins.

    Weights have the mean 1. People who are in no cell of a margin (they did not say, or said something that the
    population does not tell apart) keep together the share of the weight that they had at the start, so that
    their silence neither gains nor loses weight; the targets hold among all others. With a `cap`, weights above it are
    cut in every round and the margins are fitted again with what was cut, so that in the end both hold: trimming and
    raking again until nothing changes. Where both cannot hold, it does not converge.

    Source: W. E. Deming and F. F. Stephan (1940), On a least squares adjustment of a sampled frequency table when the
    expected marginal totals are known, Annals of Mathematical Statistics 11:427-444; trimming inside the rounds:
    D. Izrael, M. P. Battaglia and M. R. Frankel (2009), Extreme survey weight adjustment as a component of sample
    balancing, SAS Global Forum 247; it is the truncated ranking ratio of J.-C. Deville and C.-E. Särndal (1992),
    Calibration estimators in survey sampling, JASA 87:376-382. With a cap and no margins it only trims, and what was
    cut is spread over the others in proportion to their weight: F. J. Potter (1990), A study of procedures to identify
    and trim extreme sampling weights, Proceedings of the Section on Survey Research Methods, ASA, 225-230.

    :param start: design weights, not negative; all alike where None
    :param cap: no weight above so many times the mean weight
    :param tolerance: it has converged when no share is farther than this from its target
    :raises EmptyCell: when nobody, or nobody with a weight, is in a cell
    :raises ValueError: when a target is not positive, a weight is negative or none is positive, or a cap is not above 1
    """
    first = _start(people, start)
    if cap is not None and cap <= 1:
        raise ValueError("a cap lies above the mean weight")
    groups = _Groups.of(margins, first, split=cap is not None)
    wanted = [_wanted(margin, groups.cells[n], groups.people_weight) for n, margin in enumerate(margins)]
    factors = [np.ones(len(each)) for each in wanted]
    scale, weights = 1.0, groups.weights(1.0, factors, cap)
    rounds, worst = 0, _worst(margins, groups, weights, wanted)
    while not _good(worst, weights, groups, tolerance) and rounds < most_iterations and _sane(scale, factors):
        rounds += 1
        for n, target in enumerate(wanted):
            now = np.bincount(groups.cells[n], weights * groups.number, len(target))
            change = np.divide(target * groups.total, now, out=np.ones(len(target)), where=now > 0)
            factors[n] = factors[n] * change
            weights = groups.weights(scale, factors, cap)
        if not margins:
            scale *= groups.total / groups.sum(weights)
            weights = groups.weights(scale, factors, cap)
        worst = _worst(margins, groups, weights, wanted)
    means = [
        float((each[groups.cells[n]] * groups.number).sum() / groups.number.sum()) for n, each in enumerate(factors)
    ]
    rest = [
        float(each[-1]) / mean if (groups.cells[n] == len(each) - 1).any() else 1.0
        for n, (each, mean) in enumerate(zip(factors, means, strict=True))
    ]
    return Raked(
        factors=tuple(tuple(float(one) / mean for one in each[:-1]) for each, mean in zip(factors, means, strict=True)),
        rest=tuple(rest),
        scale=scale * prod(means) / groups.mean,
        cap=cap,
        iterations=rounds,
        converged=_good(worst, weights, groups, tolerance),
        worst=worst,
    )


def apply(raked: Raked, cells: Sequence[Cells], people: int, start: Floats | None = None) -> Floats:
    """The weight of each person, of people who came after the calculation too.

    :param cells: by margin, as in `Margin.cells`
    """
    weights = np.full(people, raked.scale) if start is None else raked.scale * start
    for each, factors, rest in zip(cells, raked.factors, raked.rest, strict=True):
        weights = weights * np.array([*factors, rest])[each]  # -1 is the last
    return weights if raked.cap is None else np.minimum(weights, raked.cap)


def design_effect(weights: Floats) -> float:
    """By how much weights enlarge the variance of a mean: n Σw² / (Σw)², 1 for weights that are all alike.

    Holds for weights that have nothing to do with what is measured, so it is cautious where they do.

    Source: L. Kish (1965), Survey Sampling, section 11.7.

    :raises ValueError: when no weight is positive
    """
    total = float(weights.sum())
    if not total > 0:
        raise ValueError("no weight is positive")
    return len(weights) * float((weights * weights).sum()) / (total * total)


def effective_size(weights: Floats) -> float:
    """How many people without weights would tell as much: (Σw)² / Σw², n divided by the design effect (Kish 1965).

    :raises ValueError: when no weight is positive
    """
    return len(weights) / design_effect(weights)


@dataclass(frozen=True, slots=True)
class _Groups:
    """People who always get the same weight, counted: a million people are a few hundred groups."""

    cells: tuple[Cells, ...]
    """By margin; who is in none is in the last."""
    start: Floats
    """The weight of each at the start, in the mean of all people 1."""
    number: Floats
    """How many people; without a cap it is their weight that counts, and `start` is 1."""
    people: int
    mean: float
    """Of the weights at the start."""

    @classmethod
    def of(cls, margins: Sequence[Margin], start: Floats, *, split: bool) -> "_Groups":
        """:param split: tell apart people whose weights differ at the start"""
        mean = float(start.mean())
        placed = [np.where(each.cells < 0, len(each.targets), each.cells) for each in margins]
        alike = np.zeros(len(start), np.int64)
        for column in [*placed, np.unique(start, return_inverse=True)[1]] if split else placed:
            alike = np.unique(alike * (int(column.max()) + 1) + column, return_inverse=True)[1]
        _, first = np.unique(alike, return_index=True)
        cells = tuple(each[first] for each in placed)
        if split:
            return cls(cells, start[first] / mean, np.bincount(alike).astype(np.float64), len(start), mean)
        weight = np.bincount(alike, start).astype(np.float64)
        return cls(cells, np.ones(len(first)), weight / mean, len(start), mean)

    @property
    def total(self) -> float:
        return float(self.people)

    @property
    def people_weight(self) -> Floats:
        return self.start * self.number

    def weights(self, scale: float, factors: Sequence[Floats], cap: float | None) -> Floats:
        found = scale * self.start
        for cells, each in zip(self.cells, factors, strict=True):
            found = found * each[cells]
        return found if cap is None else np.minimum(found, cap)

    def sum(self, weights: Floats) -> float:
        return float((weights * self.number).sum())


def _start(people: int, start: Floats | None) -> Floats:
    if start is None:
        start = np.ones(people)
    if not people or len(start) != people or not np.isfinite(start).all() or (start < 0).any() or start.sum() <= 0:
        raise ValueError("weights at the start are not negative, and some are positive")
    return start


def _wanted(margin: Margin, cells: Cells, weight: Floats) -> Floats:
    """The share of each cell in all people, who is in none at the end."""
    targets = np.array(margin.targets, np.float64)
    if not len(targets) or not np.isfinite(targets).all() or (targets <= 0).any():
        raise ValueError(f"targets of {margin.name!r} are positive numbers")
    now = np.bincount(cells, weight, len(targets) + 1)
    for cell, amount in enumerate(now[:-1]):
        if amount <= 0:
            raise EmptyCell(margin.name, cell)
    rest = now[-1] / now.sum()
    return np.append(targets / targets.sum() * (1 - rest), rest)


def _worst(margins: Sequence[Margin], groups: _Groups, weights: Floats, wanted: Sequence[Floats]) -> Worst | None:
    found = None
    for n, margin in enumerate(margins):
        off = np.bincount(groups.cells[n], weights * groups.number, len(wanted[n])) / groups.total - wanted[n]
        cell = int(np.abs(off).argmax())
        if found is None or abs(off[cell]) > abs(found.by):
            found = Worst(margin.name, cell if cell < len(margin.targets) else -1, float(off[cell]))
    return found


def _good(worst: Worst | None, weights: Floats, groups: _Groups, tolerance: float) -> bool:
    if worst is not None:
        return abs(worst.by) <= tolerance
    return abs(groups.sum(weights) / groups.total - 1) <= tolerance


def _sane(scale: float, factors: Sequence[Floats]) -> bool:
    return scale < _LARGEST_FACTOR and all(
        1 / _LARGEST_FACTOR < factor < _LARGEST_FACTOR for each in factors for factor in each
    )
