"""What the rows of a table are when responses carry weights."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from engage.results.domain import rows
from engage.results.domain.questions import Kind, Question
from engage.results.domain.rows import Frame
from engage.results.domain.tally import Weighed
from engage.statistics import compositions, rankings
from engage.statistics.proportions import wilson_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedRow:
    """One row; its place is that of the unweighted row."""

    count: float
    """The weights of those who said it: of a ranking first places, of points whoever gave any."""
    percent: float | None = None
    interval: tuple[float, float] | None = None
    """Wilson, with the effective sample size for a base (Kish)."""
    mean: float | None = None
    """Points: the mean. Ranking: the mean rank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """A table with weights."""

    base: float
    """The weights of all who answered."""
    effective: float
    """`(Σw)² / Σw²` of these: as many equally weighted answers would be as certain. L. Kish (1965), Survey Sampling."""
    rows: tuple[WeightedRow, ...] = ()
    mean: float | None = None
    """Of numbers."""


def weighted(question: Question, of: Weighed, frame: Frame) -> Weighted:
    """The rows of a question's table from sums of weights."""
    sums = {
        value: weight for value, weight in of.sums.get(question.key, {}).items() if rows.is_valid(question.kind, value)
    }
    squares: Mapping[Hashable, float] = of.squares.get(question.key, {})
    base = sum(sums.values())
    square = sum(squares[value] for value in sums)
    effective = base * base / square if square else 0.0
    return Weighted(
        base=base,
        effective=effective,
        rows=_rows(question, sums, base, effective, frame),
        mean=_mean(question, sums, base),
    )


def _mean(question: Question, sums: Mapping[Hashable, float], base: float) -> float | None:
    if question.kind not in (Kind.NUMBER, Kind.SCALE) or base <= 0:
        return None
    return sum(value * weight for value, weight in rows.numbers(sums).items()) / base


def _rows(
    question: Question, sums: Mapping[Hashable, float], base: float, effective: float, frame: Frame
) -> tuple[WeightedRow, ...]:
    match question.kind:
        case Kind.TEXT | Kind.FILE:
            return ()
        case Kind.RANKING:
            given = {tuple(map(str, value)): weight for value, weight in sums.items() if isinstance(value, tuple)}
            found = rankings.standings([code for code, _, _ in frame], given)
            return tuple(_row(each.first, base, 0, mean=each.mean_rank) for each in found)
        case Kind.POINTS:
            return _points(question, sums, base, effective, frame)
    totals = rows.by_code(question.kind, sums, frame, 0.0)
    return tuple(_row(totals[code], base, effective) for code, _, _ in frame)


def _row(count: float, base: float, effective: float, mean: float | None = None) -> WeightedRow:
    if base <= 0:
        return WeightedRow(count=count, mean=mean)
    share = min(count / base, 1.0)
    low_high = wilson_interval(share * effective, effective) if effective > 0 else None
    interval = None if low_high is None else (100 * low_high[0], 100 * low_high[1])
    return WeightedRow(count=count, percent=100 * share, interval=interval, mean=mean)


def _points(
    question: Question, sums: Mapping[Hashable, float], base: float, effective: float, frame: Frame
) -> tuple[WeightedRow, ...]:
    given: dict[tuple[float, ...], float] = {}
    for value, weight in sums.items():
        if isinstance(value, tuple):
            parts = tuple(max(float(point or 0), 0.0) for point in value)
            given[parts] = given.get(parts, 0.0) + weight
    means = compositions.arithmetic_mean(given) if base > 0 else ()
    return tuple(
        _row(
            sum(weight for parts, weight in given.items() if parts[place] > 0),
            base,
            effective,
            mean=question.item.total * means[place] if means else None,
        )
        for place in range(len(frame))
    )
