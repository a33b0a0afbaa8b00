"""Linear programmes, as the proof asks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import highspy
import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
_PRIMAL_SIMPLEX = 4


class Contradiction(ValueError):
    """No survey fits all that is known."""


@dataclass(frozen=True, slots=True)
class Row:
    """`low <= values · unknowns[columns] <= high`."""

    columns: Array
    values: Array
    low: float
    high: float


class Programme:
    """Unknowns that are at least 0, and what holds them."""

    def __init__(self, upper: Array, rows: Sequence[Row]) -> None:
        self._width = len(upper)
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = self._width, len(rows)
        programme.col_cost_ = np.zeros(self._width)
        programme.col_lower_ = np.zeros(self._width)
        programme.col_upper_ = upper
        programme.row_lower_ = np.array([row.low for row in rows])
        programme.row_upper_ = np.array([row.high for row in rows])
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)])
        programme.a_matrix_.index_ = np.concatenate([row.columns for row in rows])
        programme.a_matrix_.value_ = np.concatenate([row.values for row in rows])
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1)):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(programme)

    def middle(self) -> Array:
        """A solution, far from all bounds where the interior method finds one.

        :raises Contradiction: when there is none
        """
        self._set(solver="ipm", run_crossover="off")
        self._solver.run()
        inside = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = np.array(self._solver.getSolution().col_value) if inside else None
        self._set(solver="simplex", run_crossover="on")
        self._solver.clearSolver()
        return np.maximum(self._solved() if found is None else found, 0.0)

    def _set(self, **options: str) -> None:
        for option, value in options.items():
            self._solver.setOptionValue(option, value)

    def best(self, cost: Array) -> Array:
        """A solution of least cost. From the second on the last one is where the search begins.

        :raises Contradiction: when there is none
        """
        self._solver.changeColsCost(self._width, np.arange(self._width, dtype=np.int32), cost)
        found = self._solved()
        self._solver.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)
        return found

    def _solved(self) -> Array:
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(str(self._solver.getModelStatus()))
        return np.array(self._solver.getSolution().col_value)

    def prices(self) -> Array:
        """By row: 0 where it did not hold the last solution back."""
        return np.array(self._solver.getSolution().row_dual)


def part_of(rows: Sequence[Row], upper: Array, free: Array, at: Array) -> Programme:
    """The programme of some unknowns while all others stand where they are.

    :param free: columns that may still change
    :param at: a solution
    """
    place = np.full(len(at), -1)
    place[free] = np.arange(len(free))
    kept = []
    for row in rows:
        inside = place[row.columns] >= 0
        if not inside.any():
            continue
        fixed = float(row.values[~inside] @ at[row.columns[~inside]])
        low = row.low - fixed if row.low > -inf else row.low
        high = row.high - fixed if row.high < inf else row.high
        kept.append(Row(place[row.columns[inside]], row.values[inside], low, high))
    return Programme(upper[free], kept)
