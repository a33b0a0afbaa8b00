"""What a hub is good at, and what it should do next: three of each, by a rule that is printed beside them.

A next step counts its weight (of the dimension times that of the indicator) times its gap (levels from the supported
level to the target; without a target to the top), twice when its indicator holds the overall level down through a gate.
A strength is a supported level of at least 2; the highest first, among equals the heaviest. Own proposal: SAMM's and
SCIROCCO's tools leave the choice to the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.scoring import Score, weight
from engage.maturity.domain.targets import gap

MOST = 3
GATE = 2
"""How much more a step counts while a gate rests on it."""
STRONG = 2
"""The lowest level that is called a strength: planned, resourced and done."""


@dataclass(frozen=True, slots=True)
class Strength:
    indicator: str
    level: int
    """Supported."""


@dataclass(frozen=True, slots=True)
class NextStep:
    indicator: str
    level: int
    """The next level: one above the supported one."""
    supported: int
    claimed: int
    gap: int
    gates: tuple[str, ...]
    """Ids of the gates that it would help to open."""
    priority: float

    @property
    def only_evidence(self) -> bool:
        """The level is claimed already: what is missing is evidence."""
        return self.claimed > self.supported


def strengths(model: MaturityModel, score: Score, *, most: int = MOST) -> tuple[Strength, ...]:
    """The strongest indicators, the strongest first; fewer, or none, where there are not as many."""
    weights = _weights(model)
    found = [
        Strength(id_, each.supported)
        for id_, each in score.indicators.items()
        if each.supported is not None and each.supported >= STRONG
    ]
    return tuple(sorted(found, key=lambda each: (-each.level, -weights[each.indicator]))[:most])


def next_steps(
    model: MaturityModel,
    score: Score,
    *,
    targets: Mapping[str, int] | None = None,
    most: int = MOST,
) -> tuple[NextStep, ...]:
    """The steps that matter most, the first first.

    :param targets: {indicator: level}; one that is reached is no next step
    """
    targets, weights = targets or {}, _weights(model)
    found = []
    for id_, each in score.indicators.items():
        level = each.supported
        if level is None or each.claimed is None:
            continue
        missing = int(gap(level, targets.get(id_, model.top)))
        if not missing:
            continue
        gates = tuple(gate.id for gate in model.gates if gate.indicator == id_ and level < gate.below)
        priority = weights[id_] * missing * (GATE if gates else 1)
        found.append(NextStep(id_, level + 1, level, each.claimed, missing, gates, priority))
    return tuple(sorted(found, key=lambda step: -step.priority)[:most])


def _weights(model: MaturityModel) -> Mapping[str, float]:
    return {
        each.id: float(weight(dimension.weight) * weight(each.weight))
        for dimension in model.dimensions
        for each in dimension.indicators
    }
