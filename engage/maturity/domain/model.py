"""A maturity model: a versioned rubric of dimensions, indicators and levels, with how it is scored.

All of it is data (`engage.maturity.bundled`, or a file that somebody imports). Words are in the source language here;
translations lie beside it, by place (see `places`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Comparison(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Condition:
    """One figure of a metric held against a number: `closed at least 1`."""

    figure: str
    comparison: Comparison
    number: float


@dataclass(frozen=True, slots=True)
class PlatformTest:
    """What the platform can see of an indicator. Passed, it verifies up to `level`."""

    metric: str
    level: int
    test: str
    """In words."""
    check: tuple[Condition, ...] = ()
    """All of these; empty where no program can tell."""


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    framework: str
    url: str
    informs: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is judged."""

    id: str
    title: str
    question: str
    levels: tuple[str, ...]
    """The descriptors of level 0, 1, 2 …"""
    core: bool = False
    weight: float = 1
    not_applicable: bool = False
    """Whether a hub may say that it does not apply, with a reason."""
    not_applicable_reason: str = ""
    """When that is so, in words."""
    evidence_examples: tuple[str, ...] = ()
    tests: tuple[PlatformTest, ...] = ()
    plain_statement: str = ""
    """The indicator as people who took part would say it; of core indicators."""
    plain_question: str = ""
    plain_levels: tuple[str, ...] = ()
    """The levels in plain words, for the short form."""


@dataclass(frozen=True, slots=True)
class Dimension:
    id: str
    title: str
    why: str
    weight: float
    indicators: tuple[Indicator, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    value: int
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class EvidenceClass:
    """How far evidence of a kind carries: a claimed level is supported up to `ceiling`."""

    id: str
    name: str
    ceiling: int


@dataclass(frozen=True, slots=True)
class Gate:
    """While an indicator is below a level, the overall level is held down."""

    id: str
    indicator: str
    below: int
    overall_at_most: int
    why: str


class Unit(StrEnum):
    """What a figure of a metric counts in."""

    COUNT = "count"
    PEOPLE = "people"
    """Small ones are shown to the team only."""
    PERCENT = "percent"
    """Of things, 0 to 100."""
    SHARE = "share"
    """Of people, 0 to 100."""
    MEAN = "mean"
    """Of answers from 1 to 5."""
    DAYS = "days"
    WORKING_DAYS = "working-days"
    GAP = "gap"
    """From 0, the same, to 1, nothing in common."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a metric."""

    name: str
    unit: Unit
    definition: str


@dataclass(frozen=True, slots=True)
class Metric:
    """What can be measured of a hub's work, with its definition."""

    id: str
    name: str
    definition: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class MaturityModel:
    """One version of a model."""

    id: str
    version: str
    title: str
    language: str
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    evidence_classes: tuple[EvidenceClass, ...]
    gates: tuple[Gate, ...] = ()
    metrics: tuple[Metric, ...] = ()
    status: str = ""
    licence: str = ""
    period_months: int = 24
    mission_areas: tuple[str, ...] = ()
    _by_id: Mapping[str, Indicator] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {each.id: each for each in self.indicators})

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All of them, in the order of the model."""
        return (each for dimension in self.dimensions for each in dimension.indicators)

    @property
    def core(self) -> tuple[Indicator, ...]:
        return tuple(each for each in self.indicators if each.core)

    def indicator(self, name: str) -> Indicator:
        """:raises KeyError: for one that the model has not"""
        return self._by_id[name]

    def dimension_of(self, indicator: str) -> Dimension:
        return next(each for each in self.dimensions if any(one.id == indicator for one in each.indicators))

    def metric(self, name: str) -> Metric:
        return next(each for each in self.metrics if each.id == name)

    @property
    def major(self) -> int:
        """Versions of one major number are compared with one another."""
        return int(self.version.split(".")[0])

    @property
    def top(self) -> int:
        """The highest level."""
        return self.levels[-1].value
