"""How an assessment is scored. Pure, exact, and the same everywhere: page, file, command, snapshot.

All formulas are those of the model's own scoring text (`scoring` of ncmh-citizen-engagement). Weights and means are
fractions, so that a score of exactly 1.75 rounds like one and no order of adding changes a level.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from engage.maturity.domain.model import Gate, Indicator, MaturityModel

ROUNDING = Fraction(1, 4)
"""A dimension reaches a level when its score lies at most this much under it."""
MOST_DIMENSIONS = Fraction(7, 10)
"""The share of dimensions that must reach the overall level."""
ENOUGH_DIMENSIONS = Fraction(4, 5)
"""The share of dimensions without which there is no overall level: 8 of 10."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an assessment says of one indicator."""

    level: int | None
    """The claimed level; None: not answered, not applicable, or nobody could judge it."""
    evidence: str = ""
    """The id of the best class of evidence; empty: the lowest class of the model."""
    verified_up_to: int = -1
    """The highest level that a test of the platform confirms; -1: none."""
    not_applicable: bool = False
    reason: str = ""
    """Why it does not apply."""
    cannot_judge: bool = False
    """Nobody on the panel could tell: counted apart, neither missing nor zero."""


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """The two numbers of an indicator, levels 0 … top."""

    claimed: int | None
    supported: int | None
    """What the evidence allows of the claimed level; never more than it."""
    ceiling: int
    """How far the evidence would carry any claim."""
    missing: bool = False
    not_applicable: bool = False
    cannot_judge: bool = False


@dataclass(frozen=True, slots=True)
class DimensionScore:
    score: float | None
    """The weighted mean of supported levels, 0 … top; None: not computed."""
    level: int | None
    coverage: float | None
    """Answered of applicable indicators, 0 … 1; None: none applies."""
    core_capped: bool
    """The weakest core indicator holds the level down."""
    interval: tuple[float, float] | None = None
    """How far the score would move with other people on the panel (`uncertainty.intervals`)."""


@dataclass(frozen=True, slots=True)
class FiredGate:
    gate: Gate
    value: int
    """The supported level of its indicator."""


@dataclass(frozen=True, slots=True)
class Score:
    """All figures of an assessment. None is always "not computed", never zero."""

    indicators: Mapping[str, IndicatorScore]
    dimensions: Mapping[str, DimensionScore]
    overall_index: float | None
    """0 … 100; printed beside the profile, never alone."""
    overall_level_before_gates: int | None
    overall_level: int | None
    gates: tuple[FiredGate, ...]
    """Those whose condition holds."""
    gates_open: tuple[Gate, ...]
    """Those that nobody can check, since their indicator has no level."""
    coverage: float | None
    """Answered of applicable indicators, 0 … 1."""
    missing: tuple[str, ...]
    not_applicable: tuple[str, ...]
    cannot_judge: tuple[str, ...]


def score(model: MaturityModel, answers: Mapping[str, Answer], *, only: frozenset[str] | None = None) -> Score:
    """Score what a hub says of itself.

    :param answers: by indicator; one that is not there is missing
    :param only: the indicators that are asked (of a core round); None: all. Others count nowhere, not as missing
    :raises KeyError: for a class of evidence that the model has not
    """
    asked = {
        dimension.id: [each for each in dimension.indicators if only is None or each.id in only]
        for dimension in model.dimensions
    }
    indicators = {each.id: _indicator(model, answers.get(each.id)) for group in asked.values() for each in group}
    dimensions, exact = {}, {}
    for dimension in model.dimensions:
        if asked[dimension.id]:
            dimensions[dimension.id], computed = _dimension(asked[dimension.id], indicators)
            if computed is not None:
                exact[dimension.id] = computed
    before = _overall_level(dimensions, model.top)
    fired, unchecked = _gates(model, indicators)
    return Score(
        indicators=indicators,
        dimensions=dimensions,
        overall_index=_overall_index(model, exact),
        overall_level_before_gates=before,
        overall_level=_held(before, fired, unchecked),
        gates=fired,
        gates_open=unchecked,
        coverage=_coverage(indicators.values()),
        missing=_those(indicators, lambda each: each.missing),
        not_applicable=_those(indicators, lambda each: each.not_applicable),
        cannot_judge=_those(indicators, lambda each: each.cannot_judge),
    )


def ceiling(model: MaturityModel, answer: Answer) -> int:
    """How far the evidence carries: the ceiling of its best class, or the level a passed test verifies, if higher.

    :raises KeyError: for a class that the model has not
    """
    ceilings = {each.id: each.ceiling for each in model.evidence_classes}
    stated = ceilings[answer.evidence] if answer.evidence else min(ceilings.values())
    return min(model.top, max(stated, answer.verified_up_to))


def weight(number: float) -> Fraction:
    """A weight as it is written: 0.1 is one tenth."""
    return Fraction(str(number))


def _indicator(model: MaturityModel, answer: Answer | None) -> IndicatorScore:
    """`s = min(level, ceiling)`. Both are kept: what is claimed, and what is supported."""
    answer = answer or Answer(None)
    up_to = ceiling(model, answer)
    if answer.not_applicable:
        return IndicatorScore(None, None, up_to, not_applicable=True)
    if answer.cannot_judge:
        return IndicatorScore(None, None, up_to, cannot_judge=True)
    if answer.level is None:
        return IndicatorScore(None, None, up_to, missing=True)
    return IndicatorScore(answer.level, min(answer.level, up_to), up_to)


def _dimension(
    asked: Sequence[Indicator], scores: Mapping[str, IndicatorScore]
) -> tuple[DimensionScore, Fraction | None]:
    """`D = Σ wᵢsᵢ / Σ wᵢ` over what has a level, and `L = min(⌊D + 1/4⌋, lowest core + 1)`.

    Not computed while a core indicator has no level, or while more than max(1, ⌊k/3⌋) of the k indicators have none.
    A core indicator that does not apply binds nobody.
    """
    levels = {each: scores[each.id].supported for each in asked}
    given = {each: level for each, level in levels.items() if level is not None}
    coverage = _coverage([scores[each.id] for each in asked])
    core_without = any(
        each.core and level is None and not scores[each.id].not_applicable for each, level in levels.items()
    )
    if not given or core_without or len(levels) - len(given) > max(1, len(levels) // 3):
        return DimensionScore(None, None, coverage, core_capped=False), None
    exact = _mean((weight(each.weight), level) for each, level in given.items())
    level = floor(exact + ROUNDING)
    most = min((level for each, level in given.items() if each.core), default=level) + 1
    return DimensionScore(float(exact), min(level, most), coverage, core_capped=most < level), exact


def _mean(pairs: Iterable[tuple[Fraction, Fraction | int]]) -> Fraction:
    weights, total = Fraction(0), Fraction(0)
    for each, value in pairs:
        weights, total = weights + each, total + each * value
    return total / weights


def _overall_index(model: MaturityModel, exact: Mapping[str, Fraction]) -> float | None:
    """`100 · Σ W·D / (top · Σ W)` over computed dimensions."""
    if not exact:
        return None
    weights = {each.id: weight(each.weight) for each in model.dimensions}
    return float(100 * _mean((weights[id_], value) for id_, value in exact.items()) / model.top)


def _overall_level(dimensions: Mapping[str, DimensionScore], top: int) -> int | None:
    """The largest L that 70 % of computed dimensions reach while none lies below L - 1.

    Not computed while fewer than four fifths of the dimensions are.
    """
    levels = [each.level for each in dimensions.values() if each.level is not None]
    if not levels or len(levels) < ceil(ENOUGH_DIMENSIONS * len(dimensions)):
        return None
    enough = MOST_DIMENSIONS * len(levels)
    return max(
        each
        for each in range(top + 1)
        if each == 0 or (sum(level >= each for level in levels) >= enough and min(levels) >= each - 1)
    )


def _gates(
    model: MaturityModel, indicators: Mapping[str, IndicatorScore]
) -> tuple[tuple[FiredGate, ...], tuple[Gate, ...]]:
    fired, unchecked = [], []
    for gate in model.gates:
        found = indicators.get(gate.indicator)
        if found is None or (found.supported is None and not found.not_applicable):
            unchecked.append(gate)
        elif found.supported is not None and found.supported < gate.below:
            fired.append(FiredGate(gate, found.supported))
    return tuple(fired), tuple(unchecked)


def _held(level: int | None, fired: Sequence[FiredGate], unchecked: Sequence[Gate]) -> int | None:
    """The overall level under its gates: they only ever lower it.

    What is missing is neither zero nor a way around: while a gate that could lower the level cannot be checked, there
    is no overall level (docs/explanation/maturity-scoring).
    """
    if level is None:
        return None
    held = min([level, *(each.gate.overall_at_most for each in fired)])
    return None if any(gate.overall_at_most < held for gate in unchecked) else held


def _coverage(scores: Iterable[IndicatorScore]) -> float | None:
    applicable = [each for each in scores if not each.not_applicable]
    return sum(each.supported is not None for each in applicable) / len(applicable) if applicable else None


def _those(indicators: Mapping[str, IndicatorScore], are: Callable[[IndicatorScore], bool]) -> tuple[str, ...]:
    return tuple(id_ for id_, each in indicators.items() if are(each))
