"""What is compared with the bare stack, pair by pair, and whether what is promised of it is kept."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

AT = 16
"""The number of connections of which something is promised."""
PROMISES = {"page GET": 1.0, "page submit": 0.8, "journey": 0.8}
"""The least share of the bare stack's rate; of a journey: of the same number of its page views and inserts."""
MOST_TAIL = 4.0
"""p99 / p50 of a submit."""
MOST_STATEMENTS = 6


@dataclass
class Side:
    """One server's measurements of one thing."""

    rates: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    """Processor time of the server a request: moved less than the rate by what else the machine does."""

    def take(self, found: Mapping[str, float]) -> None:
        self.rates.append(found["rps"])
        self.p50_ms.append(found["p50_ms"])
        self.p99_ms.append(found["p99_ms"])
        self.cpu_ms.append(found["cpu_ms"])

    @property
    def tail(self) -> float:
        """p99 / p50, the median of the measurements."""
        return statistics.median(slow / usual for slow, usual in zip(self.p99_ms, self.p50_ms, strict=True))

    def document(self) -> dict[str, Any]:
        return {
            "per_second": round(statistics.median(self.rates), 1),
            "p50_ms": round(statistics.median(self.p50_ms), 1),
            "p99_ms": round(statistics.median(self.p99_ms), 1),
            "p99_to_p50": round(self.tail, 2),
            "cpu_ms": round(statistics.median(self.cpu_ms), 3),
        }


@dataclass
class Comparison:
    """The same asked of both, in turns."""

    name: str
    connections: int
    bare: Side = field(default_factory=Side)
    ours: Side = field(default_factory=Side)

    @property
    def ratios(self) -> list[float]:
        return [ours / bare for ours, bare in zip(self.ours.rates, self.bare.rates, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def promised(self) -> float | None:
        return PROMISES[self.name] if self.connections == AT else None

    @property
    def kept(self) -> bool:
        """What is promised of the rate, and of the tail of a submit."""
        if self.promised is None:
            return True
        return self.ratio >= self.promised and (self.name != "page submit" or self.ours.tail <= MOST_TAIL)

    def document(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "connections": self.connections,
            "bare": self.bare.document(),
            "ours": self.ours.document(),
            "ratio": round(self.ratio, 3),
            "ratios": [round(ratio, 3) for ratio in self.ratios],
            "promised": self.promised,
            "kept": self.kept,
        }


def journey_ratios(bare: list[float], ours: list[float]) -> list[float]:
    """Journeys of each pair of measurements, as a share of the bare stack's."""
    return [mine / other for mine, other in zip(ours, bare, strict=True)]
