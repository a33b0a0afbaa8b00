"""In which cell of a population each response is."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from engage.results.domain.populations import COUNTRY, Composition, fits
from engage.results.snapshots.columns import SEPARATOR

if TYPE_CHECKING:
    from engage.statistics.weighting import Cells

MOST_NUMBERS = 10_000
"""Years and ages are below it."""


def place(frame: pl.DataFrame, population: Composition) -> "Cells":
    """The place of each response among the cells, -1 for those in none: who did not answer, who said something that
    the population does not tell apart, and who answered in another country's edition than the population is of."""
    if any(item not in frame.columns for item in population.items):
        return np.full(len(frame), -1, np.int64)
    members, where = [], []
    for n, item in enumerate(population.items):
        values, places = _values(frame[item])
        inside = [[fits(cell.codes[n], value) for cell in population.cells] for value in values]
        members.append(np.array(inside, bool).reshape(len(values), len(population.cells)))
        where.append(places)
    together = members[0] if len(members) == 1 else members[0][:, None, :] & members[1][None, :, :]
    cells = np.where(together.any(-1), together.argmax(-1), -1)
    found: Cells = cells[tuple(where)].astype(np.int64)
    if population.country:
        found = np.where((frame[COUNTRY].cast(pl.String) == population.country).to_numpy(), found, -1)
    return found


def _values(column: pl.Series) -> tuple[list[object], "Cells"]:
    """The different values of a column, and which of them each row has. Dictionaries and whole numbers are not
    searched through: a million rows take milliseconds."""
    if isinstance(column.dtype, pl.Enum):
        names: list[object] = [*column.dtype.categories, None]
        return names, column.to_physical().cast(pl.Int64).fill_null(len(names) - 1).to_numpy()
    if column.dtype.is_numeric():
        numbers = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
        known = numbers[~np.isnan(numbers)]
        if len(known) and known.min() >= 0 and known.max() < MOST_NUMBERS and (known == np.floor(known)).all():
            most = int(known.max())
            whole: list[object] = [*map(float, range(most + 1)), None]
            return whole, np.where(np.isnan(numbers), most + 1, numbers).astype(np.int64)
    kinds = column.unique(maintain_order=True).to_frame("value").with_row_index("place")
    found = column.to_frame("value").join(kinds, on="value", how="left", nulls_equal=True, maintain_order="left")
    return kinds["value"].to_list(), found["place"].cast(pl.Int64).to_numpy()


def among(frame: pl.DataFrame, item: str, codes: tuple[str, ...]) -> pl.Series:
    """Which responses have one of these answers to an item."""
    if item not in frame.columns:
        return pl.repeat(False, len(frame), dtype=pl.Boolean, eager=True)
    kinds = frame[item].unique()
    good = kinds.filter(pl.Series([_any_fits(codes, value) for value in kinds.to_list()], dtype=pl.Boolean))
    return frame[item].is_in(good.implode()).fill_null(value=False)


def _any_fits(codes: tuple[str, ...], value: object) -> bool:
    """Of several answers, that one is among the codes."""
    return any(fits(codes, each) for each in (value.split(SEPARATOR) if isinstance(value, str) else [value]))
