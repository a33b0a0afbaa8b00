"""Tests of the platform: what figures of a hub's work confirm of a level."""

from collections.abc import Mapping, Sequence

from engage.maturity.domain.model import Comparison, Condition, MaturityModel

Facts = Mapping[str, Mapping[str, float | None]]
"""{metric: {figure: number}}; None or absent: not measured."""
Results = Mapping[tuple[str, int], bool | None]
"""{(metric, level): passed}; None: not measured, or no program can tell."""


def passed(model: MaturityModel, facts: Facts) -> Mapping[str, Results]:
    """How each test of each indicator comes out, for indicators that have tests.

    Failed as soon as one figure falls short; passed when all are there and none does; otherwise not known, which
    needs no explanation.
    """
    return {
        each.id: {(test.metric, test.level): _holds(test.check, facts.get(test.metric, {})) for test in each.tests}
        for each in model.indicators
        if each.tests
    }


def verified_up_to(results: Results) -> int:
    """The highest level that a passed test confirms; -1: none does.

    A failed test lowers nothing (the model's rule): where the level is claimed all the same, it is explained.
    """
    return max((level for (_, level), outcome in results.items() if outcome), default=-1)


def to_explain(results: Results, claimed: int | None) -> tuple[tuple[str, int], ...]:
    """Failed tests of levels that are claimed nevertheless, as (metric, level)."""
    return tuple(
        (metric, level)
        for (metric, level), outcome in results.items()
        if outcome is False and claimed is not None and level <= claimed
    )


def _holds(check: Sequence[Condition], figures: Mapping[str, float | None]) -> bool | None:
    outcomes = [_one(each, figures.get(each.figure)) for each in check]
    if False in outcomes:
        return False
    return None if not outcomes or None in outcomes else True


def _one(condition: Condition, number: float | None) -> bool | None:
    if number is None:
        return None
    if condition.comparison is Comparison.AT_LEAST:
        return number >= condition.number
    return number <= condition.number
