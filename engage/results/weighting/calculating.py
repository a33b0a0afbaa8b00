"""Calculating a weighting: from the responses there are now to factors, by margin and cell."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy.orm import Session

from engage.results.domain.populations import Composition
from engage.results.models import Population, Weighting
from engage.results.snapshots import reading, versions
from engage.results.weighting import keeping
from engage.results.weighting.applying import WEIGHT, starting
from engage.results.weighting.placing import place
from engage.statistics.weighting import (
    Cells,
    EmptyCell,
    Floats,
    Margin,
    Raked,
    apply,
    design_effect,
    effective_size,
    rake,
)
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

TOLERANCE = 1e-6
"""Of shares: a ten-thousandth of a point. Margins of two offices that differ by more contradict each other."""
BINS = 20
_WIDTHS = tuple(step * 10**power for power in range(-2, 6) for step in (1, 2, 5))


def found_now(
    session: Session,
    survey: Survey,
    weighting: Weighting,
    *,
    data_dir: Path | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """What is to be kept of a calculation with the responses there are now; or why nothing could be found, under
    `refused`.

    :param told: is told how many of 3 steps are done
    """
    known = {each.id: each for each in keeping.populations(session, survey.id)}
    rows = [known[each] for each in weighting.populations if each in known]
    frame = columns(session, survey, {item for row in rows for item in row.items}, data_dir)
    told(1)
    found = computed(frame, rows, design=weighting.design, cap=weighting.trim)
    told(2)
    return found | {"received": queries.responses(session, survey.id)}


def columns(
    session: Session, survey: Survey, items: Collection[str], data_dir: Path | None = None, seen: Seen = None
) -> pl.DataFrame:
    """The responses with some items; without those that no version asks."""
    asked = {each.key for each in versions.read(session, survey).kept if not each.list}
    return reading.frame(session, survey, data_dir, keys=sorted(asked.intersection(items)), seen=seen)


def computed(
    frame: pl.DataFrame, rows: Sequence[Population], *, design: bool = False, cap: float | None = None
) -> dict[str, Any]:
    """What is kept of a calculation."""
    if frame.is_empty():
        return {"refused": "nobody"}
    weight = frame[WEIGHT] if design else None
    if weight is not None and not weight.drop_nulls().len():
        return {"refused": "design-none"}
    if weight is not None and ((weight.min() or 0) < 0 or not (weight.sum() or 0) > 0):  # type: ignore[operator]
        return {"refused": "design-negative"}
    mean = float(weight.mean()) if weight is not None else 1.0  # type: ignore[arg-type]
    start = starting(frame, mean) if design else np.ones(len(frame))
    populations = [keeping.read(row) for row in rows]
    margins = [Margin(each.name, place(frame, each), each.shares) for each in populations]
    try:
        raked = rake(margins, len(frame), start=start, cap=cap, tolerance=TOLERANCE)
    except EmptyCell as empty:
        of = next(each for each in populations if each.name == empty.margin)
        codes = [list(codes) for codes in of.cells[empty.cell].codes]
        return {"refused": "empty", "population": of.name, "items": list(of.items), "codes": codes}
    weights = apply(raked, [each.cells for each in margins], len(frame), start)
    return {
        "margins": [
            _margin(row, population, margin.cells, raked, n, weights)
            for n, (row, population, margin) in enumerate(zip(rows, populations, margins, strict=True))
        ],
        "design_mean": mean,
        "scale": raked.scale,
        "cap": raked.cap,
        "iterations": raked.iterations,
        "converged": raked.converged,
        "worst": _worst(raked),
        **_figures(weights, cap),
    }


def _margin(
    row: Population, population: Composition, cells: Cells, raked: Raked, place: int, weights: Floats
) -> dict[str, Any]:
    size = len(population.cells)
    known = cells >= 0
    people = np.bincount(cells[known], minlength=size)
    weighted = np.bincount(cells[known], weights[known], size)
    return {
        "population": row.id,
        "name": population.name,
        "items": list(population.items),
        "country": population.country,
        "source": row.source,
        "rest": raked.rest[place],
        "unknown": int((~known).sum()),
        "cells": [
            {
                "codes": [list(codes) for codes in cell.codes],
                "factor": raked.factors[place][n],
                "people": int(people[n]),
                "unweighted": float(people[n] / people.sum()),
                "weighted": float(weighted[n] / weighted.sum()),
                "wanted": population.shares[n],
            }
            for n, cell in enumerate(population.cells)
        ],
    }


def _worst(raked: Raked) -> dict[str, Any] | None:
    if raked.worst is None:
        return None
    return {"margin": raked.worst.margin, "cell": raked.worst.cell, "by": raked.worst.by}


def _figures(weights: Floats, cap: float | None) -> Mapping[str, Any]:
    return {
        "responses": len(weights),
        "smallest": float(weights.min()),
        "largest": float(weights.max()),
        "trimmed": int((weights >= cap * (1 - 1e-12)).sum()) if cap else 0,
        "effect": design_effect(weights),
        "effective": effective_size(weights),
        "histogram": _histogram(weights),
    }


def _histogram(weights: Floats) -> list[list[float]]:
    """Lower end, upper end and how many, from 0 on in steps that people would choose."""
    most = float(weights.max())
    width = next((each for each in _WIDTHS if most <= each * BINS), most / BINS)
    edges = np.arange(0, int(most // width) + 2) * width
    counts, _ = np.histogram(weights, edges)
    return [
        [round(float(low), 6), round(float(high), 6), int(n)]
        for low, high, n in zip(edges, edges[1:], counts, strict=False)
    ]
