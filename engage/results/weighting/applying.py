"""The weights of responses, from what a calculation found.

A weight is a function of the answers and of the design weight that a response came with. Nothing is stored per person,
and who answers after the calculation has a weight at once.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from engage.core.refusal import Refusal
from engage.results.domain.populations import composition
from engage.results.models import Weighting
from engage.results.weighting.placing import place
from engage.statistics.weighting import Raked, apply

if TYPE_CHECKING:
    from engage.statistics.weighting import Floats

WEIGHT = "_weight"


class NotCalculated(Refusal):
    """Weights are asked for that nobody has calculated yet."""

    code = "not_calculated"


def is_calculated(weighting: Weighting) -> bool:
    """Whether there are weights to use: it was calculated, and something came of it."""
    return weighting.found is not None and "margins" in weighting.found


def items_of(weighting: Weighting) -> tuple[str, ...]:
    """The items whose columns `weights` needs, besides those that every frame has."""
    margins = weighting.found["margins"] if weighting.found and is_calculated(weighting) else []
    return tuple(dict.fromkeys(item for margin in margins for item in margin["items"]))


def weights(frame: pl.DataFrame, weighting: Weighting) -> pl.Series:
    """One weight a row. Their mean was 1 when they were calculated; a part of the responses may have another mean,
    since each response has the same weight in every table.

    :param frame: as `engage.results.snapshots.reading.frame` gives it
    :raises NotCalculated: when nothing was calculated
    """
    if not is_calculated(weighting) or weighting.found is None:
        raise NotCalculated
    found = weighting.found
    margins = found["margins"]
    cells = [
        place(
            frame,
            composition(
                each["name"], each["items"], [[cell["codes"], 1] for cell in each["cells"]], each.get("country", "")
            ),
        )
        for each in margins
    ]
    start = starting(frame, found["design_mean"]) if weighting.design else None
    return pl.Series("weight", apply(_raked(found), cells, len(frame), start), pl.Float64)


def starting(frame: pl.DataFrame, mean: float) -> "Floats":
    """Design weights by their mean; who came without one stands for one person like the average."""
    return np.asarray((frame[WEIGHT].fill_null(mean) / mean).to_numpy(), np.float64)


def _raked(found: Mapping[str, Any]) -> Raked:
    return Raked(
        factors=tuple(tuple(cell["factor"] for cell in each["cells"]) for each in found["margins"]),
        rest=tuple(each["rest"] for each in found["margins"]),
        scale=found["scale"],
        cap=found["cap"],
        iterations=found["iterations"],
        converged=found["converged"],
        worst=None,
    )
