"""A profile: where a hub stands by dimension and indicator, beside what it claims, wants and was.

Pure. It is made of one result (signed, or as it would be signed now) and of earlier signed ones; nothing is scored
again. What lies beside the score of a dimension (the claim, the target) is drawn with the same weights over the same
indicators, so that outlines differ for no other reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from engage.maturity.domain import next_steps, targets
from engage.maturity.domain.change import Before, Change, ChangeKind, changes
from engage.maturity.domain.kinds import AssessmentKind, LevelState
from engage.maturity.domain.model import Dimension, Indicator, MaturityModel
from engage.maturity.domain.scoring import DimensionScore, IndicatorScore, weight
from engage.maturity.domain.signed import Signed, SignedEvidence, SignedLevel, SignedTest
from engage.maturity.domain.spread import Spread


class Standing(StrEnum):
    """What a profile is worth."""

    SIGNED = "signed"
    DRAFT = "draft"
    """Of a round whose result nobody has signed yet."""
    FIRST_LOOK = "first-look"
    """Not an assessment."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier signed round of the same hub and model."""

    id: int
    """Of the assessment."""
    result: Signed
    signed_on: date
    crosswalk: Mapping[str, str] | None = None
    """{indicator then: indicator now}, for another major version; None: there is none."""


@dataclass(frozen=True, slots=True)
class DimensionRow:
    dimension: Dimension
    of: DimensionScore
    claimed: float | None
    """The score if every claim were supported."""
    target: float | None
    """The score if every target here were reached and nothing else moved; None: no target is set here."""
    earlier: float | None
    """The score of the latest earlier round of the same kind."""
    base: float | None
    """The score of the first such round."""

    @property
    def gap(self) -> float:
        """Levels that are missing to the target."""
        return targets.gap(self.of.score, self.target)

    @property
    def progress(self) -> float | None:
        """How much of the way from the first round to the target is done, as a share."""
        return targets.progress_to_date(self.base, self.of.score, self.target)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    indicator: Indicator
    of: IndicatorScore
    given: SignedLevel | None
    """How the panel came to it; None where nothing was given."""
    target: int | None
    change: Change | None
    """Against the latest earlier round that has a level of it; None: there is none."""
    since: date | None
    """The day when that round was signed."""
    evidence: tuple[SignedEvidence, ...]
    tests: tuple[SignedTest, ...]

    @property
    def gap(self) -> int:
        return int(targets.gap(self.of.supported, self.target))

    @property
    def spread(self) -> Spread | None:
        return self.given.spread if self.given else None

    @property
    def fresh(self) -> tuple[SignedEvidence, ...]:
        """Evidence from after the round that it is compared with: why it moved."""
        since = self.since
        return tuple(each for each in self.evidence if since and each.dated_on and each.dated_on > since)

    @property
    def uncertain(self) -> bool:
        return self.given is not None and self.given.state is LevelState.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Profile:
    standing: Standing
    model: MaturityModel
    result: Signed
    dimensions: tuple[DimensionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    past: tuple[Past, ...]
    """The oldest first."""
    strengths: tuple[next_steps.Strength, ...]
    steps: tuple[next_steps.NextStep, ...]

    def row(self, indicator: str) -> IndicatorRow | None:
        return next((each for each in self.indicators if each.indicator.id == indicator), None)

    def of_dimension(self, dimension: Dimension) -> Sequence[IndicatorRow]:
        return [each for each in self.indicators if each.indicator in dimension.indicators]

    @property
    def moved(self) -> tuple[IndicatorRow, ...]:
        """With new evidence; the farthest first, down as well as up."""
        found = [each for each in self.indicators if each.change and each.change.kind is ChangeKind.MOVED]
        return tuple(sorted(found, key=lambda each: -abs(each.change.by) if each.change else 0))

    @property
    def rereadings(self) -> tuple[IndicatorRow, ...]:
        """Changed without new evidence, or not comparable by the versions: no progress."""
        return tuple(each for each in self.indicators if each.change and each.change.kind is ChangeKind.REREADING)

    @property
    def dissent(self) -> tuple[IndicatorRow, ...]:
        """Uncertain, or with a view that did not hold."""
        return tuple(each for each in self.indicators if each.uncertain or (each.given and each.given.minority))

    @property
    def percent_to_target(self) -> float | None:
        """A share 0 … 1; None without targets."""
        return targets.percent_to_target(
            {each.indicator.id: each.of.supported for each in self.indicators}, self.result.targets
        )

    @property
    def same_kind(self) -> tuple[Past, ...]:
        """Earlier rounds whose dimensions are scored from the same indicators."""
        return tuple(each for each in self.past if _alike(self.result, each.result))


def profile(model: MaturityModel, result: Signed, past: Sequence[Past], standing: Standing) -> Profile:
    """Put a result and what came before side by side.

    :param past: earlier signed rounds, the oldest first
    """
    compared = _changes(result, past)
    rows = [_indicator(each, result, compared.get(each.id)) for each in model.indicators if each.id in _asked(result)]
    return Profile(
        standing=standing,
        model=model,
        result=result,
        dimensions=tuple(
            _dimension(each, result, past) for each in model.dimensions if each.id in result.score.dimensions
        ),
        indicators=tuple(rows),
        past=tuple(past),
        strengths=next_steps.strengths(model, result.score),
        steps=next_steps.next_steps(model, result.score, targets=result.targets),
    )


def newest_evidence(result: Signed) -> Mapping[str, date]:
    """The latest day that evidence of each indicator bears."""
    found: dict[str, date] = {}
    for each in result.evidence:
        for indicator in each.indicators:
            if each.dated_on and each.dated_on > found.get(indicator, date.min):
                found[indicator] = each.dated_on
    return found


def _asked(result: Signed) -> Mapping[str, IndicatorScore]:
    return result.score.indicators


def _supported(result: Signed) -> Mapping[str, int | None]:
    return {id_: each.supported for id_, each in result.score.indicators.items()}


def _changes(result: Signed, past: Sequence[Past]) -> Mapping[str, tuple[Change, date]]:
    """Each indicator against the latest earlier round that says something of it: a core round has only some."""
    found: dict[str, tuple[Change, date]] = {}
    now, newest = _supported(result), newest_evidence(result)
    for each in reversed(past):
        before = Before(_supported(each.result), each.result.model_major, each.signed_on)
        compared = changes(before, now, newest, major=result.model_major, crosswalk=each.crosswalk)
        for indicator, change in compared.items():
            if indicator not in found and change.before is not None:
                found[indicator] = (change, each.signed_on)
    return found


def _alike(one: Signed, other: Signed) -> bool:
    return one.kind is other.kind and one.model_major == other.model_major


def _indicator(indicator: Indicator, result: Signed, change: tuple[Change, date] | None) -> IndicatorRow:
    return IndicatorRow(
        indicator=indicator,
        of=result.score.indicators[indicator.id],
        given=result.levels.get(indicator.id),
        target=result.targets.get(indicator.id),
        change=change[0] if change else None,
        since=change[1] if change else None,
        evidence=tuple(each for each in result.evidence if indicator.id in each.indicators),
        tests=tuple(each for each in result.tests if each.indicator == indicator.id),
    )


def _dimension(dimension: Dimension, result: Signed, past: Sequence[Past]) -> DimensionRow:
    of = result.score.dimensions[dimension.id]
    scores = {each.id: _asked(result)[each.id] for each in dimension.indicators if each.id in _asked(result)}
    wanted = {id_: result.targets.get(id_, each.supported) for id_, each in scores.items()}
    computed = of.score is not None
    before = [each.result.score.dimensions.get(dimension.id) for each in past if _alike(result, each.result)]
    return DimensionRow(
        dimension=dimension,
        of=of,
        claimed=_mean(dimension, {id_: each.claimed for id_, each in scores.items()}) if computed else None,
        target=_mean(dimension, wanted) if any(each in result.targets for each in scores) else None,
        earlier=before[-1].score if before and before[-1] else None,
        base=before[0].score if before and before[0] else None,
    )


def _mean(dimension: Dimension, levels: Mapping[str, int | None]) -> float | None:
    """The weighted mean over indicators that have a level."""
    given = [
        (weight(each.weight), level) for each in dimension.indicators if (level := levels.get(each.id)) is not None
    ]
    total = sum((each for each, _ in given), Fraction(0))
    return float(sum((each * level for each, level in given), Fraction(0)) / total) if total else None


def assessment_standing(kind: AssessmentKind, *, signed: bool) -> Standing:
    """What a profile of an assessment is worth."""
    if kind is AssessmentKind.FIRST_LOOK:
        return Standing.FIRST_LOOK
    return Standing.SIGNED if signed else Standing.DRAFT
