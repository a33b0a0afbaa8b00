"""What a selection is made of, and what it gives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person who may be selected."""

    id: str
    features: Mapping[str, str | Collection[str]] = field(default_factory=dict)
    """feature -> value, or values where a person has several."""
    party: str = ""
    """People of one party are selected together or not at all; empty: the person alone, under `id`."""
    takes_place: bool = True
    """False for companions and others who come beside the places that are drawn. Targets count them by their
    features all the same."""

    def values(self, feature: str) -> frozenset[str]:
        found = self.features.get(feature, ())
        return frozenset({found} if isinstance(found, str) else found)


@dataclass(frozen=True, slots=True)
class Target:
    """How many selected people shall have one of these values of a feature."""

    feature: str
    values: frozenset[str]
    minimum: int = 0
    maximum: int | None = None
    name: str = ""

    @property
    def called(self) -> str:
        return self.name or f"{self.feature}: {', '.join(sorted(self.values))}"


@dataclass(frozen=True, slots=True)
class TargetResult:
    target: Target
    pool: int
    """People with one of the values who asked."""
    selected: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What was drawn."""

    panel: tuple[str, ...]
    """Ids of the people selected, parties in the order in which they were drawn."""
    parties: tuple[str, ...]
    """The parties selected, in the order drawn."""
    order: tuple[str, ...]
    """All parties by their random number: who comes next when somebody of their stratum drops out."""
    strata: Mapping[str, str]
    """party -> its stratum: parties that are alike to every target have the same, and the same chance."""
    probabilities: Mapping[str, float]
    """id -> chance of being selected, by the method and over all seeds."""
    runs: int
    """Simulated draws behind the chances; 0: they are exact."""
    results: tuple[TargetResult, ...]
    places: int
    filled: int
    """Places taken; fewer than there are where too few asked, or parties and maximums leave a gap."""
    undecided: int
    """Strata of which the search could not say in time whether they still fitted; they were passed over."""
    seed: str
    method: str

    @property
    def min_probability(self) -> float:
        return min(self.probabilities.values(), default=0.0)

    @property
    def report(self) -> dict[str, Any]:
        """Figures and parties, and nobody's features: what may be published."""
        return {
            "method": self.method,
            "seed": self.seed,
            "pool": len(self.probabilities),
            "parties": len(self.order),
            "places": self.places,
            "filled": self.filled,
            "undecided": self.undecided,
            "runs": self.runs,
            "min_probability": self.min_probability,
            "order": list(self.order),
            "selected": list(self.parties),
            "targets": [
                {
                    "name": each.target.called,
                    "minimum": each.target.minimum,
                    "maximum": each.target.maximum,
                    "pool": each.pool,
                    "selected": each.selected,
                }
                for each in self.results
            ],
        }


class InfeasibleTargets(Refusal):
    """No selection can meet these targets together."""

    code = "infeasible_targets"

    def __init__(self, targets: tuple[Target, ...]) -> None:
        super().__init__("; ".join(target.called for target in targets))
        self.targets = targets
        """What stands in the way: leaving out any one of them, or lowering its minimum, helps; of targets that only
        together are too much, all."""


class TooHard(Refusal):
    """The search could not say in time whether any selection meets the targets. Fewer or wider ones help."""

    code = "targets_too_hard"
