"""Cross-tabulation: how the answers to up to three items go together.

A table is made of sums alone (how many, their weights, the squares of their weights) for every combination of
categories and for every margin, so that it does not matter what counted them. Who did not answer one of the items is
in none of its cells: the base is of those who answered all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engage.i18n.text import LocalizedText
from engage.results.domain.questions import Kind, Question
from engage.statistics.proportions import wilson_interval

MOST_ITEMS = 3
MOST_CATEGORIES = 60
"""Of one item; more make no table that anybody reads."""
CROSSED = (Kind.CHOICE, Kind.MULTIPLE, Kind.NUMBER, Kind.SCALE)


class Of(StrEnum):
    """What a percentage is of."""

    ROW = "row"
    COLUMN = "column"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Category:
    """An answer, a bin of numbers, or a value of what is kept beside the answers."""

    code: str
    label: LocalizedText | None = None
    """None where the code speaks for itself."""
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the crossed items with its categories in order."""

    key: str
    question: Question | None
    """None for what is kept beside the answers."""
    categories: tuple[Category, ...]
    several: bool = False
    """A response can be in several categories."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of a set of responses: their number, the sum of their weights, and the sum of the squares of these."""

    count: int = 0
    weight: float = 0.0
    squares: float = 0.0

    @property
    def effective(self) -> float:
        """Kish's effective sample size: so many unweighted responses would be as precise."""
        return self.weight**2 / self.squares if self.squares > 0 else 0.0

    @property
    def design_effect(self) -> float | None:
        """By how much weighting alone makes variances larger: `n Σw² / (Σw)²`, 1 for equal weights.

        Source: L. Kish (1965), Survey Sampling, section 11.7.
        """
        return self.count / self.effective if self.effective else None


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with what chance alone leaves open (95 %, Wilson)."""

    percent: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """Responses in one category of each item. Shares are missing where nobody is in what they would be of."""

    count: int
    weight: float
    shares: Mapping[Of, Share | None]
    weighted: Mapping[Of, Share | None] = field(default_factory=dict)
    """Empty without a weighting."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Mean and median of a number in a group; None without answers."""

    count: int
    mean: float | None
    median: float | None
    weighted_mean: float | None = None
    weighted_median: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A category of the first item: its cells in the order of the second item's categories, then all of them."""

    category: Category
    cells: tuple[Cell, ...]
    whole: Cell
    """Whatever was said to the second item; its percentages are of the row itself and of the base."""
    centre: Centre | None = None
    """Where the second item is a number."""


@dataclass(frozen=True, slots=True)
class Table:
    """Two items crossed, among those in one category of the third."""

    group: Category | None
    """None without a third item."""
    base: Sums
    lines: tuple[Line, ...]
    columns: tuple[Cell, ...]
    """All rows together, by category of the second item."""
    centre: Centre | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    axes: tuple[Axis, ...]
    tables: tuple[Table, ...]
    responses: int
    """That pass the filters, whether they answered the items or not."""
    weighted: bool = False

    @property
    def base(self) -> int:
        """Who answered all the items. With a third item that takes several answers, each once."""
        return self.answered.count

    answered: Sums = field(default_factory=Sums)


Key = tuple[str | None, str | None, str | None]
"""Codes of the first, second and third item; None for a margin: whatever was said."""


def crossing(
    axes: tuple[Axis, ...],
    sums: Mapping[Key, Sums],
    *,
    responses: int,
    weighted: bool = False,
    centres: Mapping[tuple[str | None, str | None], Centre] | None = None,
) -> Crossing:
    """The tables of up to three items.

    :param sums: for each combination of codes and margins that anybody is in; items there are not have None
    :param centres: of the second item's numbers, by code of the first and of the third item
    :raises ValueError: without an item, or with more than three
    """
    if not 1 <= len(axes) <= MOST_ITEMS:
        raise ValueError("one to three items are crossed")
    third: Iterable[Category | None] = axes[2].categories if len(axes) == MOST_ITEMS else (None,)
    tables = tuple(_table(axes, sums, group, weighted=weighted, centres=centres or {}) for group in third)
    return Crossing(axes, tables, responses, weighted, sums.get((None, None, None), Sums()))


def _table(
    axes: tuple[Axis, ...],
    sums: Mapping[Key, Sums],
    group: Category | None,
    *,
    weighted: bool,
    centres: Mapping[tuple[str | None, str | None], Centre],
) -> Table:
    third = group.code if group else None
    second = axes[1].categories if len(axes) > 1 else ()

    def of(row: str | None, column: str | None) -> Sums:
        return sums.get((row, column, third), Sums())

    def cell(row: str | None, column: str | None) -> Cell:
        wholes = {Of.ROW: of(row, None), Of.COLUMN: of(None, column), Of.TOTAL: of(None, None)}
        return _cell(of(row, column), wholes, weighted=weighted)

    return Table(
        group=group,
        base=of(None, None),
        lines=tuple(
            Line(
                row,
                tuple(cell(row.code, column.code) for column in second),
                cell(row.code, None),
                centres.get((row.code, third)),
            )
            for row in axes[0].categories
        ),
        columns=tuple(cell(None, column.code) for column in second),
        centre=centres.get((None, third)),
    )


def _cell(inside: Sums, wholes: Mapping[Of, Sums], *, weighted: bool) -> Cell:
    return Cell(
        inside.count,
        inside.weight,
        {of: _share(inside.count, whole.count) for of, whole in wholes.items()},
        {of: _weighted_share(inside, whole) for of, whole in wholes.items()} if weighted else {},
    )


def _share(count: int, base: int) -> Share | None:
    return _as_share(count / base, base) if base else None


def _weighted_share(inside: Sums, whole: Sums) -> Share | None:
    """The interval is that of as many responses as the weighted ones are worth (effective sample size)."""
    return _as_share(min(inside.weight / whole.weight, 1.0), whole.effective) if whole.weight > 0 else None


def _as_share(share: float, size: float) -> Share:
    low, high = wilson_interval(min(share * size, size), size)
    return Share(100 * share, (100 * low, 100 * high))
